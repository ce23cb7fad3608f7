"""How a target that was not drawn at first stepped in for one that left: its chance was another one then."""

from dataclasses import dataclass

from sunlot.core.protocol.freezes import SubstitutesFreeze
from sunlot.core.protocol.history import histories
from sunlot.core.protocol.outcomes import SubstitutesOutcome
from sunlot.core.protocol.record import Record, Stage


@dataclass(frozen=True, slots=True)
class SteppedIn:
    """A substitution (protocol, section 8).

    Attributes:
        out: Whose place it took.
        vacant: Places that this stage filled in the stratum.
        candidates: Entries of the stratum never drawn before, among which they were drawn with equal chances.
        time: The beacon time of the stage, UTC.
        round: The round or issue of its value.
    """

    out: str
    vacant: int
    candidates: int
    time: str
    round: str


def stepped_in(record: Record, key: str) -> SteppedIn | None:
    """Tell how a target stepped in, by the stage that counts; None if it did not."""
    for stage in record.stages:
        if not isinstance(stage, Stage) or stage.void or not stage.outcome:
            continue
        decided, frozen = stage.outcome.value, stage.freeze.value
        if not isinstance(decided, SubstitutesOutcome) or not isinstance(frozen, SubstitutesFreeze):
            continue
        for one in decided.replacements:
            if one.newcomer == key:
                entries, taken = record.lists.entries, histories(record, stage)[0].taken
                stratum = entries[key].stratum
                free = sum(entry.stratum == stratum and entry.key not in taken for entry in entries.values())
                vacant = sum(entries[vacancy.target].stratum == stratum for vacancy in frozen.vacancies)
                beacon = frozen.beacon
                return SteppedIn(one.out, min(vacant, free), free, beacon.time, str(beacon.round))
    return None
