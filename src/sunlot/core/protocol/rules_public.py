"""Rules on what comes from outside or goes before the public: beacon, seed, void, receipt."""

from sunlot.core.protocol import beacons
from sunlot.core.protocol.case import Case, DoesNotHoldError
from sunlot.core.protocol.grammar import BLANKS, TARGETS, VOID_REASONS, Refusal, seconds
from sunlot.core.protocol.record import Stage


def beacon(case: Case) -> None:
    """The public value is the one waited for, and it is proven (sections 4 and 10)."""
    plan = case.frozen.beacon
    beacons.check_chain(plan, case.chain)
    if case.stage.beacon:
        beacons.check_beacon(plan, case.stage.beacon.value, case.chain, case.stage.evidence)


def seed(case: Case) -> None:
    """The seed follows from the public value (section 5)."""
    if case.stage.outcome and case.stage.outcome.value.seed != case.seed:
        raise Refusal("seed.differs", expected=case.seed)


def void(case: Case) -> None:
    """A stage is set aside with reason and names, together with all that is built on it (section 3.2)."""
    own = case.stage.void.value if case.stage.void else None
    of = case.of.void.value if case.of and case.of.void else None
    if of and (own is None or own.reason != of.reason):
        raise Refusal("void.follows", of=of.stage, reason=of.reason)
    first = case.earlier(TARGETS)
    ended = first.void.value if first and first.void else None
    if ended and (own is None or case.frozen.frozen_at > ended.voided_at):
        raise Refusal("void.ended", voided_at=ended.voided_at)
    if own is None:
        return
    if own.reason not in VOID_REASONS:
        raise Refusal("void.reason", reason=own.reason)
    if not own.explanation.strip(BLANKS):
        raise Refusal("void.explanation")
    if len({name.strip(BLANKS) for name in own.approved_by} - {""}) < 2:
        raise Refusal("void.approved_by")
    if own.voided_at < case.frozen.frozen_at:
        raise Refusal("void.before_freeze", voided_at=own.voided_at, frozen_at=case.frozen.frozen_at)


def receipt(case: Case) -> None:
    """A receipt that was given holds (section 3.3)."""
    witnessed(case)


def witnessed(case: Case) -> bool | None:
    """Tell whether a receipt proves that the freeze was there early enough; refuse one that does not hold.

    ``None``: none of those that could be checked does, and some could not.
    """
    found: list[bool | None] = []
    for name, content in case.stage.receipts.items():
        proven = _proven(case, name, content)
        found.append(None if proven is None else early_enough(case.stage, proven))
    return True if True in found else None if None in found else False


def early_enough(stage: Stage, proven: str) -> bool:
    """Tell whether a freeze that was there at an instant was there its lead before its public value."""
    frozen = stage.freeze.value
    return seconds(proven) <= seconds(frozen.beacon.time) - frozen.lead


def _proven(case: Case, name: str, content: bytes) -> str | None:
    if case.receipt_check is None:
        return None
    try:
        return case.receipt_check(case.stage, name, content)
    except DoesNotHoldError as why:
        raise Refusal("receipt.does_not_hold", path=name, detail=why.zh, detail_en=why.en) from None
    except ValueError as why:
        raise Refusal("receipt.does_not_hold", path=name, detail=why, detail_en=why) from None
