"""What verdicts say, word for word: every line on honest draws, the last line on forged ones.

A sentence that names the wrong file, stage or number sends its reader astray, so all of them stand in ``said.txt``,
where a change of any shows as a change of a line. After one that is meant:

    python -m tests.unit.protocol.test_said > tests/unit/protocol/said.txt
"""

from collections.abc import Iterator
from pathlib import Path

from tests.support.drawfolders import SCENARIOS, begun, write
from tests.unit.protocol.forging import CHAIN, DRAW, files, office
from tests.unit.protocol.test_refusals import FORGERIES
from tests.unit.protocol.test_verdict import few_inspectors, set_aside

from sunlot.core.protocol.case import DoesNotHoldError, ReceiptCheck
from sunlot.core.protocol.folder import FilesInMemory
from sunlot.core.protocol.verdict import Verdict
from sunlot.core.protocol.verify import verify

SAID = Path(__file__).with_name("said.txt")
NOW = "2026-07-30T00:00:00Z"
FOREIGN = {"malformed.json", "beacon.attestation"}
"""These may hold words of Python or of msgspec, which differ from version to version."""
BOTH = ("zh", "en")


def verdicts() -> Iterator[tuple[str, Verdict]]:
    for name in sorted(SCENARIOS):
        yield name, verify(office(name).folder, DRAW, chain=CHAIN, now=NOW)
    yield "few inspectors", verify(few_inspectors().folder, DRAW, chain=CHAIN)
    yield "stages set aside and drawn again", verify(set_aside()[0].folder, DRAW, chain=CHAIN)
    receipted = FilesInMemory(write(files(), "relief-1/freeze.tsr", b"x"))
    yield "an unchecked receipt", verify(receipted, DRAW, chain=CHAIN)
    early = verify(receipted, DRAW, chain=CHAIN, receipt_check=lambda *_: "2026-07-01T00:00:00Z")
    yield "a receipt that holds", early
    for why in (DoesNotHoldError("签名不对", "the signature is wrong"), ValueError("unknown authority")):
        yield (
            f"a receipt that does not hold: {type(why).__name__}",
            verify(receipted, DRAW, chain=CHAIN, receipt_check=raising(why)),
        )
    waiting = begun(size=60)
    waiting.reveal("targets", "teams")
    first, second = waiting.selected()[:2]
    waiting.substitutes(first)
    waiting.relief((second, waiting.team(second)[0]))
    yield "vacancies not yet filled", verify(waiting.folder, DRAW, chain=CHAIN)


def raising(why: Exception) -> ReceiptCheck:
    def check(*_: object) -> str:
        raise why

    return check


def said() -> Iterator[str]:
    for name, verdict in verdicts():
        yield f"== {name}"
        for lang in BOTH:
            yield from verdict.lines(lang)
    for one in FORGERIES:
        yield f"== {one}"
        verdict = verify(FilesInMemory(one.make(), one.others), one.draw, chain=CHAIN)
        for lang in BOTH:
            last = verdict.last_line(lang)
            if one.name in FOREIGN:
                last = last.replace(str(verdict.failure.refusal.facts["detail"]), "…")
            yield last


def test_verdicts_say_what_they_said():
    expected = SAID.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(said()):
        assert line == expected[number], f"line {number + 1}"
    assert number + 1 == len(expected)


if __name__ == "__main__":
    print(*said(), sep="\n")
