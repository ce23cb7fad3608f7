"""What follows from visits: results, orders, cases, penalties, evidence, corrections."""

from collections.abc import Iterator

from sunlot.core.corrections import in_force, number
from sunlot.core.deadlines.reckoning import Deadline, Facts
from sunlot.core.model import Objection, Result, ResultFollowUp
from sunlot.core.registry import Placed, Registry

PUBLISHED = {"done": "penalty", "withdrawn": "withdrawal"}
"""State of a penalty → what is owed once it has come about and is not public yet."""
_UNDONE = frozenset({"changed", "revoked", "unlawful"})


def owed(facts: Facts) -> Iterator[Deadline]:
    """Every target that was drawn ends in one published result.

    The time runs from its conclusion, or from the last day of the visits where nothing is concluded yet.
    """
    concluded = {
        (result.draw, result.id): result.concluded_on
        for result in (placed.value for placed in facts.registry.results)
        if result.concluded_on <= facts.today
    }
    for draw, drawn in facts.drawn.items():
        task = facts.registry.tasks.get(draw)
        for target in drawn.live if task else ():
            if task and (draw, target) not in facts.results:
                start = concluded.get((draw, target), task.value.window_to)
                yield facts.counted("result", "target", target, start, draw=draw)


def follow_ups(facts: Facts) -> Iterator[Deadline]:
    """What was ordered or opened, and is not done: by the day that is set, a case without one within 90 days."""
    for (draw, target), placed in facts.results.items():
        for one in placed.value.follow_ups:
            if one.state != "open":
                continue
            if one.due_on:
                yield facts.named("follow_up", "result", target, one.due_on, draw=draw, detail=one.kind)
            elif one.kind == "case_opened":
                opened = one.issued_on or placed.value.concluded_on
                yield facts.counted("case", "result", target, opened, draw=draw)


def penalties(facts: Facts) -> Iterator[Deadline]:
    """A penalty that was decided, or taken back, and stands in no published file yet."""
    for placed, at in first_told(facts.registry):
        result, one = placed.value, placed.value.follow_ups[at]
        day = come_about(one)
        if day and day <= facts.today < result.published_on:
            kind = PUBLISHED[one.state]
            yield facts.counted(kind, "result", result.id, day, draw=result.draw, detail=one.document_no)


def come_about(one: ResultFollowUp) -> str | None:
    """The day on which a penalty was decided, or taken back."""
    return one.withdrawn_on if one.state == "withdrawn" and one.withdrawn_on else one.issued_on or one.done_on


def first_told(registry: Registry) -> Iterator[tuple[Placed[Result], int]]:
    """Find for each penalty, imposed or taken back, the first file that tells of it, and its place there."""
    seen: set[tuple[str, str, str | None, str]] = set()
    for placed in sorted(registry.results, key=lambda placed: number(placed.file)):
        result = placed.value
        for at, one in enumerate(result.follow_ups):
            mark = (result.draw, result.id, one.document_no, one.state)
            if one.kind == "penalty" and one.state in PUBLISHED and come_about(one) and mark not in seen:
                seen.add(mark)
                yield placed, at


def evidence(facts: Facts) -> Iterator[Deadline]:
    """Evidence that was registered is decided upon, whether the result is public yet or not."""
    for placed in in_force(facts.registry.results).values():
        result = placed.value
        for one in result.evidence:
            begun = one.registered_on is not None and one.registered_on <= facts.today
            if one.registered_on and begun and (one.decided_on is None or one.decided_on > facts.today):
                yield facts.counted("evidence", "result", result.id, one.registered_on, draw=result.draw)


def corrections(facts: Facts) -> Iterator[Deadline]:
    """What an upheld objection asks to correct or withdraw: a further file, in three days where it tells a penalty."""
    for placed in facts.registry.objections.values():
        objection = placed.value
        decided = objection.decided_on
        wanted = objection.state == "upheld" and objection.requested in ("correct", "withdraw")
        if not wanted or decided is None or decided > facts.today:
            continue
        draw, _, target = objection.record.partition("/")
        if not _corrected(facts, objection, decided):
            kind = "withdrawal" if _punished(facts, draw, target) else "correction"
            yield facts.counted(kind, *_about(objection), decided, draw=draw or None, detail=objection.id)


def reconsidered(facts: Facts) -> Iterator[Deadline]:
    """A penalty that a reconsideration or a court has set aside, and that still stands: gone in three days."""
    for (draw, target), placed in facts.results.items():
        undone = [one.decided_on for one in placed.value.reconsiderations if one.outcome in _UNDONE and one.decided_on]
        if undone and _punished(facts, draw, target):
            yield facts.counted("withdrawal", "result", target, min(undone), draw=draw)


def _about(objection: Objection) -> tuple[str, str]:
    draw, _, target = objection.record.partition("/")
    return ("result", target) if objection.record_kind == "result" else ("draw", draw)


def _corrected(facts: Facts, objection: Objection, decided: str) -> bool:
    """Whether a later file stands; what corrects a register or a draw cannot be told from its record."""
    draw, _, target = objection.record.partition("/")
    days: list[str] = []
    match objection.record_kind:
        case "result":
            days = [
                one.value.published_on
                for one in facts.registry.results
                if (one.value.draw, one.value.id) == (draw, target)
            ]
        case "circular":
            days = [one.value.published_on for one in facts.registry.circulars if one.value.draw == draw]
        case _:
            return True
    return any(decided <= day <= facts.today for day in days)


def _punished(facts: Facts, draw: str, target: str) -> bool:
    placed = facts.results.get((draw, target))
    return placed is not None and any(one.kind == "penalty" and one.state == "done" for one in placed.value.follow_ups)
