"""Receipts for the time of a freeze (protocol, section 3.3): check them, ask for one, take one in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sunlot.core.model import Settings
from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.core.protocol.case import DoesNotHoldError
from sunlot.core.protocol.facts import StageFacts, Witness
from sunlot.core.protocol.folder import FilesInMemory, Overlaid
from sunlot.core.protocol.grammar import Refusal, StageId, beijing_date, instant, seconds
from sunlot.core.protocol.reading import read
from sunlot.core.protocol.record import Record, Stage
from sunlot.core.protocol.rules_public import early_enough
from sunlot.core.protocol.verdict import Verdict
from sunlot.core.protocol.verify import judge
from sunlot.jobs.judging import must_verify
from sunlot.store import timestamps
from sunlot.store.drawfolders import DRAWS, DrawFolder
from sunlot.store.repository import Store
from sunlot.store.sources import SourceError
from sunlot.store.timestamps import Stamp

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

STAMP = "freeze.tsr"


class Unchecked(StrEnum):
    """Why a receipt was not checked."""

    NO_ROOTS = "no_roots"
    NO_LIBRARY = "no_library"
    NO_KEYS = "no_keys"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one receipt: what it proves and whether that is early enough, or why it was not checked."""

    stage: StageId
    name: str
    stamp: Stamp | None = None
    early: bool = False
    unchecked: Unchecked | None = None


@dataclass(frozen=True, slots=True)
class Receipts:
    """Checks receipts under trust roots; a `ReceiptCheck` of the protocol.

    Attributes:
        store: Where the roots of the settings lie.
        roots: The trusted certificates; none: nothing is checked.
        problems: Which roots cannot be used (F467).
        known: What was found before, by digest of the freeze and bytes of the receipt; a verdict asks twice.
    """

    store: Store
    roots: "Sequence[Certificate]" = ()
    problems: tuple[Problem, ...] = ()
    known: dict[tuple[str, bytes], Stamp] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store, settings: Settings | None, files: Sequence[Path] = ()) -> "Receipts":
        """Take the roots from files, or where none is given those of the settings, as they stand in the store."""
        named = settings.receipts.roots if settings and settings.receipts else ()
        places: dict[str, Path | None] = {str(one): one for one in files} or dict.fromkeys(named)
        if not places or not timestamps.available():
            return cls(store)
        roots: list[Certificate] = []
        problems: list[Problem] = []
        for path, file in places.items():
            try:
                roots += timestamps.certificates(file.read_bytes() if file else store.source.read(path))
            except SourceError as why:
                problems.append(_unusable(path, why.sentence("zh"), why.sentence("en")))
            except OSError as why:
                problems.append(_unusable(path, f"无法读取（{why.strerror}）", f"cannot be read ({why.strerror})"))
            except ValueError:
                problems.append(_unusable(path, "不是 PEM 证书", "it is no certificate in PEM"))
        return cls(store, tuple(roots), tuple(problems))

    def __call__(self, stage: Stage, name: str, content: bytes) -> str | None:
        """See `sunlot.core.protocol.case.ReceiptCheck`."""
        if self.why_unchecked(name):
            return None
        key = (stage.freeze.digest, content)
        if key not in self.known:
            self.known[key] = timestamps.check(content, stage.freeze.digest, self.roots)
        return self.known[key].latest

    def why_unchecked(self, name: str) -> Unchecked | None:
        """Tell why receipts of this name are not checked, `None` if they are."""
        if name != STAMP:
            return Unchecked.NO_KEYS
        if not timestamps.available():
            return Unchecked.NO_LIBRARY
        return None if self.roots else Unchecked.NO_ROOTS

    def told(self, record: Record, verdict: Verdict) -> Iterator[Receipt]:
        """Tell of every receipt of the stages that were found right."""
        for facts in verdict.stages:
            stage = record.stage(facts.stage)
            for name, content in stage.receipts.items():
                unchecked = self.why_unchecked(name)
                stamp = None if unchecked else self.known[stage.freeze.digest, content]
                early = stamp is not None and early_enough(stage, stamp.latest)
                yield Receipt(stage.id, name, stamp, early, unchecked)


def _required_from(settings: Settings | None) -> str | None:
    return settings.receipts.required_from if settings and settings.receipts else None


def missing(
    check: Receipts, settings: Settings | None, record: Record, verdict: Verdict, moment: str
) -> Iterator[Problem]:
    """Name the stages whose time has come without a receipt that is required (F466), or that was not checked (F476).

    Only those count whose public value comes from the day on that the settings name: when a stage was frozen is the
    very word that its receipt is to prove. A void one decides nothing.
    """
    begins = _required_from(settings)
    for facts in verdict.stages:
        if begins is None or beijing_date(facts.plan.time) < begins:
            continue
        if facts.witness is not Witness.WITNESSED and facts.void is None and facts.plan.time <= moment:
            yield _lack(check, facts, record)


def missing_of(store: Store, settings: Settings, draws: Iterable[str], moment: str) -> Iterator[Problem]:
    """Name such stages of draws of a repository."""
    if _required_from(settings) is None:
        return
    check = Receipts.of(store, settings)
    yield from check.problems
    for draw in draws:
        record = read(DrawFolder(store.source, draw), draw)
        yield from missing(check, settings, record, judge(record, receipt_check=check), moment)


def stage_of(store: Store, draw: str, stage: StageId) -> Stage:
    """Find a frozen stage.

    Raises:
        ProblemsError: If there is none, or the draw does not verify (F430, F443).
    """
    folder = DrawFolder(store.source, draw)
    record = read(folder, draw)
    try:
        found = record.stage(stage) if folder.entries("") else None
    except (KeyError, Refusal):  # `must_verify` tells a refusal
        found = None
    if folder.entries(""):
        must_verify(folder, draw)
    if found is None:
        known = "、".join(str(one.id) for one in record.stages if isinstance(one, Stage)) or "—"
        place = Place(f"{DRAWS}/{draw}")
        what = {"what": "已冻结的阶段", "what_en": "frozen stage"}
        raise ProblemsError([problem(place, "F430", id=f"{draw} {stage}", known=known, **what)])
    return found


def request(store: Store, draw: str, stage: StageId) -> bytes:
    """Make the request to be sent to a time-stamping authority (`stage_of` on what it raises)."""
    return timestamps.request(stage_of(store, draw, stage).freeze.digest)


@dataclass(frozen=True, slots=True)
class Taken:
    """A receipt that was taken in, or was there before; `trusted`: under roots of the repository."""

    stamp: Stamp
    path: str
    already: bool
    trusted: bool


def take(store: Store, draw: str, stage: StageId, token: bytes, settings: Settings) -> Taken:
    """Write a receipt beside its freeze, if it holds and is early enough.

    Raises:
        ProblemsError: As of `stage_of`; for roots that cannot be used (F467); and with the reason why it is not taken
            in (F452): it does not hold, is too late, or another one stands there. Nothing was written.
    """
    frozen = stage_of(store, draw, stage)
    path = f"{DRAWS}/{draw}/{stage}/{STAMP}"
    check = Receipts.of(store, settings)
    if check.problems:
        raise ProblemsError(check.problems)
    stamp = _looked_at(frozen, path, token, check)
    already = frozen.receipts.get(STAMP)
    if already is not None and already != token:
        raise _refused(path, "已有另一份凭证，凭证不得改换", "another receipt stands there, and none is exchanged")
    if already is None:
        files = {f"{stage}/{STAMP}": token}
        must_verify(Overlaid(DrawFolder(store.source, draw), FilesInMemory(files)), draw)
        store.write({path: token})
    return Taken(stamp, path, already is not None, bool(check.roots))


def _looked_at(stage: Stage, path: str, token: bytes, check: Receipts) -> Stamp:
    if not timestamps.available():
        raise _refused(
            path, "本机未安装 rfc3161-client，无法检验", "rfc3161-client is not installed, so it cannot be checked"
        )
    try:
        stamp = timestamps.check(token, stage.freeze.digest, check.roots or None)
    except DoesNotHoldError as why:
        raise _refused(path, f"凭证不成立：{why.zh}", f"the receipt does not hold: {why.en}") from None
    if not early_enough(stage, stamp.latest):
        deadline = _deadline(stage)
        raise _refused(
            path,
            f"凭证只证明 {stamp.latest} 之前已冻结，晚于 {deadline}，等于没有",
            f"it proves the freeze for {stamp.latest} only, later than {deadline}, and so counts as none",
        )
    return stamp


def _deadline(stage: Stage) -> str:
    frozen = stage.freeze.value
    return instant(seconds(frozen.beacon.time) - frozen.lead)


_UNCHECKED: Mapping[Unchecked, tuple[tuple[str, str], tuple[str, str]]] = {
    Unchecked.NO_LIBRARY: (
        ("本机未安装 rfc3161-client", "rfc3161-client is not installed"),
        ("请安装附加组件 sunlot[receipts] 后再查", "install the extra `sunlot[receipts]`, and look again"),
    ),
    Unchecked.NO_ROOTS: (
        ("没有可用的信任根", "no trust roots can be used"),
        (
            "请在 receipts.roots 中列出该时间戳机构的根证书后再查",
            "name the root certificate of its time-stamping authority in `receipts.roots`, and look again",
        ),
    ),
    Unchecked.NO_KEYS: (
        ("本程序尚不核验公共日志的证明", "proofs of the public log are not checked yet"),
        ("请由能核验该日志的人核验，并公开结果", "have it checked by somebody who can, and publish what was found"),
    ),
}
"""Why a receipt was not checked → that in words, and the way out; the first that applies is told."""


def _lack(check: Receipts, facts: StageFacts, record: Record) -> Problem:
    """Say what a stage lacks that is not witnessed."""
    stage = record.stage(facts.stage)
    place = Place(f"{DRAWS}/{record.draw}/{facts.stage}/freeze.json")
    values = {"draw": record.draw, "stage": str(facts.stage)}
    if facts.witness is Witness.UNCHECKED:
        reasons = {check.why_unchecked(name) for name in stage.receipts}
        what, way = next(words for reason, words in _UNCHECKED.items() if reason in reasons)
        return problem(place, "F476", what=what[0], what_en=what[1], way=way[0], way_en=way[1], **values)
    zh, en = ("凭证太晚", "it is too late") if stage.receipts else ("没有凭证", "there is none")
    return problem(place, "F466", what=zh, what_en=en, deadline=_deadline(stage), **values)


def _refused(path: str, zh: str, en: str) -> ProblemsError:
    return ProblemsError([problem(Place(path), "F452", path=path, why=zh, why_en=en)])


def _unusable(path: str, zh: str, en: str) -> Problem:
    return problem(Place(path), "F467", path=path, why=zh, why_en=en)
