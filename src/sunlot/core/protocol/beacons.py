"""The public random values a stage can wait for: drand, lottery, document, date (sections 4 and 10)."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise
from typing import Final

from msgspec import UNSET

from sunlot.core.protocol import drand
from sunlot.core.protocol.documents import Attestation, Beacon, Plan, Source, decode
from sunlot.core.protocol.drand import Chain
from sunlot.core.protocol.grammar import BLANKS, Refusal, beijing_date

ATTESTATION: Final = "evidence/attestation.json"
DOCUMENT: Final = "evidence/document"

LOTTERIES: Final = {"ssq": ((6, 33), (1, 16)), "dlt": ((5, 35), (2, 12))}
"""Game → its groups of numbers: how many, and the greatest (双色球, 大乐透)."""


class Strength(StrEnum):
    """How far a beacon can be believed."""

    VERIFIABLE = "verifiable"
    ATTESTED = "attested"
    PREDICTABLE = "predictable"


def strength(source: Source) -> Strength:
    """Tell how far values of this source can be believed."""
    if source == "drand":
        return Strength.VERIFIABLE
    return Strength.PREDICTABLE if source == "date" else Strength.ATTESTED


def evidence_of(source: Source) -> tuple[str, ...]:
    """Give the files, below the stage's folder, that the value of such a beacon rests on."""
    return {"lottery": (ATTESTATION,), "document": (ATTESTATION, DOCUMENT)}.get(source, ())


def check_round(plan: Plan, chain: Chain) -> None:
    """Refuse (``time``) a round that does not follow from the time.

    The issue of a lottery is attested later; the round of a drand chain that is not ours follows from nothing.
    """
    if plan.source == "drand":
        expected: int | str = chain.round_at(plan.time) if plan.chain == chain.hash else plan.round
    else:
        date = beijing_date(plan.time)
        expected = plan.round if plan.source == "lottery" else date
    if plan.round != expected:
        raise Refusal("time.round", round=plan.round, time=plan.time, expected=expected)


def check_chain(plan: Plan, chain: Chain) -> None:
    """Refuse (``beacon``) a drand chain other than the given one, an unknown game, a misnamed date."""
    known: Iterable[str] = {"drand": (chain.hash,), "lottery": LOTTERIES, "date": ("date",)}.get(
        plan.source, (plan.chain,)
    )
    if plan.chain not in known:
        raise Refusal("beacon.chain", source=plan.source, chain=plan.chain)


def check_beacon(plan: Plan, beacon: Beacon, chain: Chain, evidence: Mapping[str, bytes]) -> None:
    """Refuse (``beacon``) a value other than the one waited for, or one that is not proven.

    Args:
        plan: what the freeze waits for.
        beacon: what came.
        chain: the drand chain of the protocol.
        evidence: content of the files that ``evidence_of`` the source names.
    """
    if (beacon.source, beacon.chain, beacon.round) != (plan.source, plan.chain, plan.round):
        raise Refusal("beacon.differs", round=beacon.round, expected=plan.round)
    holds = {"drand": _is_signed, "lottery": _is_drawn, "document": _is_published, "date": _is_date}[plan.source]
    if not holds(beacon, chain, evidence):
        raise Refusal("beacon.signature", source=beacon.source, round=beacon.round)
    if ATTESTATION in evidence_of(plan.source):
        _check_attestation(plan, evidence[ATTESTATION])


def _is_signed(beacon: Beacon, chain: Chain, _: Mapping[str, bytes]) -> bool:
    return isinstance(beacon.round, int) and drand.signature_holds(chain, beacon.round, beacon.signature)


def _is_drawn(beacon: Beacon, _: Chain, __: Mapping[str, bytes]) -> bool:
    if re.fullmatch(r"[0-9]{2}(?:\.[0-9]{2})*", beacon.signature) is None:
        return False
    numbers = [int(text) for text in beacon.signature.split(".")]
    for size, greatest in LOTTERIES[beacon.chain]:
        group, numbers = numbers[:size], numbers[size:]
        if len(group) != size or not 1 <= group[0] <= group[-1] <= greatest:
            return False
        if any(later <= earlier for earlier, later in pairwise(group)):
            return False
    return not numbers


def _is_published(beacon: Beacon, _: Chain, evidence: Mapping[str, bytes]) -> bool:
    return beacon.signature == sha256(evidence[DOCUMENT]).hexdigest()


def _is_date(beacon: Beacon, _: Chain, __: Mapping[str, bytes]) -> bool:
    return beacon.signature == sha256(str(beacon.round).encode()).hexdigest()


def _check_attestation(plan: Plan, data: bytes) -> None:
    try:
        attestation = decode(data, Attestation, ATTESTATION)
    except Refusal as refusal:
        raise Refusal("beacon.attestation", detail=refusal.facts.get("detail", "bytes")) from None
    names = {name.strip(BLANKS) for name in attestation.attesters} - {""}
    if len(names) < 2 or not attestation.source.strip(BLANKS):
        raise Refusal("beacon.attesters")
    date = beijing_date(plan.time) if plan.source == "lottery" else UNSET
    if attestation.date != date:
        raise Refusal("beacon.attested_date", date=attestation.date, expected=date)
