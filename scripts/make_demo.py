"""Build the demonstration: one list of dated changes, a real Git repository of them, and its state at the top here.

    python scripts/make_demo.py            write the state of 2026-08-21 at the top of this checkout, and build/demo
    python scripts/make_demo.py --check    build elsewhere and tell whether the top of this checkout is that state

`build/demo` gets one commit a change, dated as if it had happened then, and ends on 2026-09-02 with every draw drawn.
The jobs that freeze and draw are the program's own; only their clock and their random bytes are given to them. Two runs
give the same bytes, down to the ids of the commits.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from demo import draws, events, publication
from demo.house import Author, House, differences

from sunlot.store.writing import disk

TOP = Path(__file__).parents[1]
BUILD = TOP / "build" / "demo"

REGISTRAR = Author("名录管理岗（演示）", "registers@bureau.example")
PLANNER = Author("计划岗（演示）", "planning@bureau.example")
DRAWER = Author("抽查执行岗（演示）", "draws@bureau.example")
PUBLISHER = Author("公示岗（演示）", "publication@bureau.example")
LAWYER = Author("法制岗（演示）", "legal@bureau.example")


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the repository, and one commit.

    Attributes:
        at: When, in Beijing: `YYYY-MM-DD HH:MM`.
        author: Whose it is.
        subject: The first line of the commit.
        make: What it does.
    """

    at: str
    author: Author
    subject: str
    make: Callable[[House], None]


VACANCIES = {
    "deregistered": "deregistered",
    "cancelled": "deregistered",
    "revoked": "revoked",
    "moved_out": "moved_out",
    "closed_or_liquidating": "closed",
}
"""Published result → why the place is vacant (protocol, section 8)."""
TEAMS_VOID = draws.set_aside(
    "2026-006",
    "teams",
    "演示：抽取人员的见证人之一与候选人员有亲属关系，发现于抽取之前，本阶段作废并重新进行。",
    "2026-08-20T07:00:00Z",
)
REPEAT = draws.give_teams("2026-006", "2026-08-21T01:30:00Z", "2026-08-25T01:00:00Z")
SUBSTITUTES = draws.replace_vacated("2026-002", VACANCIES, "2026-08-20T08:00:00Z", "2026-08-22T21:35:51Z")
RELIEF = draws.relieve_last("2026-002", "other_duty", "2026-08-20T09:00:00Z", "2026-08-22T21:40:00Z")
NEW_TEAMS = draws.give_teams("2026-002", "2026-08-24T02:00:00Z", "2026-08-31T18:45:15Z")

CHANGES = (
    Change("2025-12-15 10:00", REGISTRAR, "Found the repository: settings, authorities, divisions", events.found),
    Change("2025-12-16 10:00", REGISTRAR, "List the inspection items SEI-01 to SEI-11", events.list_items),
    Change("2025-12-18 10:00", REGISTRAR, "Register the inspection targets", events.register_targets),
    Change("2025-12-19 10:00", REGISTRAR, "Register inspectors and experts", events.register_people),
    Change("2025-12-22 10:00", LAWYER, "Withhold the identity of two targets", events.withhold),
    Change("2026-01-09 10:00", PLANNER, "Approve the plan for 2026", events.approve_plan),
    Change("2026-03-18 10:00", REGISTRAR, "Put four targets under key supervision", events.flag_complaints),
    Change("2026-04-13 10:00", REGISTRAR, "Register the newcomers of the first quarter", events.newcomers),
    Change("2026-04-20 10:00", REGISTRAR, "Register three inspectors; one leaves", events.reinforcements),
    Change("2026-05-11 10:00", REGISTRAR, "Remove targets that left the market", events.departures),
    Change("2026-06-03 10:00", REGISTRAR, "Put targets with hazards under key supervision", events.flag_hazards),
    Change("2026-06-15 10:00", PLANNER, "Take item SEI-06 in and plan batch 2026-B05", events.widen_list),
    Change("2026-06-24 10:00", REGISTRAR, "Rename a designer", events.rename),
    Change("2026-06-30 10:00", REGISTRAR, "Suspend an inspector whose certificate lapses", events.certificate_lapses),
    Change("2026-07-13 10:00", REGISTRAR, "Register targets with effect from August", events.registered_for_august),
    Change("2026-07-17 10:00", REGISTRAR, "Record leave and recusals in the vault", events.recusals),
    Change("2026-07-20 10:00", PLANNER, "Declare draw 2026-001 of batch 2026-B01", draws.declare("2026-001")),
    Change("2026-07-20 16:00", DRAWER, "Freeze draw 2026-001", draws.freeze_lists("2026-001")),
    Change("2026-07-21 10:00", PLANNER, "Declare draw 2026-002 of batch 2026-B02", draws.declare("2026-002")),
    Change("2026-07-21 16:00", DRAWER, "Freeze draw 2026-002", draws.freeze_lists("2026-002")),
    Change("2026-07-22 09:00", PLANNER, "Declare the joint draw 2026-003 of batch 2026-B03", draws.declare("2026-003")),
    Change("2026-07-22 10:00", DRAWER, "Freeze draw 2026-003", draws.freeze_lists("2026-003")),
    Change("2026-07-23 15:41", DRAWER, "Draw 2026-001", draws.reveal("2026-001", "targets", "teams")),
    Change("2026-07-23 15:42", DRAWER, "Draw 2026-002", draws.reveal("2026-002", "targets", "teams")),
    Change("2026-07-23 15:43", DRAWER, "Draw 2026-003", draws.reveal("2026-003", "targets", "teams")),
    Change(
        "2026-07-27 09:00", PLANNER, "Declare the lottery draw 2026-004 of batch 2026-B04", draws.declare("2026-004")
    ),
    Change("2026-07-27 10:00", DRAWER, "Freeze draw 2026-004", draws.freeze_lists("2026-004")),
    Change("2026-07-28 21:30", DRAWER, "Draw the targets of 2026-004", draws.reveal("2026-004", "targets")),
    Change("2026-07-30 21:30", DRAWER, "Draw the teams of 2026-004", draws.reveal("2026-004", "teams")),
    Change(
        "2026-07-31 10:00", REGISTRAR, "Note who left the market since", publication.departed("2026-002", "2026-07-28")
    ),
    Change("2026-08-05 10:00", PUBLISHER, "Publish results of 2026-001", publication.publish("2026-001", 1, 4)),
    Change("2026-08-10 10:00", PUBLISHER, "Publish results of 2026-002", publication.publish("2026-002", 1, 9)),
    Change("2026-08-12 10:00", PUBLISHER, "Publish results of 2026-001", publication.publish("2026-001", 5, 99)),
    Change("2026-08-13 10:00", PUBLISHER, "Issue the circular of 2026-001", publication.issue_circular("2026-001")),
    Change("2026-08-14 10:00", LAWYER, "Receive two objections", publication.object_to_publication),
    Change("2026-08-14 16:00", PUBLISHER, "Publish results of 2026-003", publication.publish("2026-003", 1, 6)),
    Change("2026-08-18 10:00", PUBLISHER, "Publish results of 2026-002", publication.publish("2026-002", 10, 19)),
    Change("2026-08-18 16:00", PUBLISHER, "Tell how 2026-002 stands", publication.issue_circular("2026-002")),
    Change("2026-08-18 17:00", PLANNER, "Plan batches 2026-B06 and 2026-B07", events.two_more_batches),
    Change("2026-08-19 09:00", PLANNER, "Declare draw 2026-005 of batch 2026-B05", draws.declare("2026-005")),
    Change("2026-08-19 10:00", DRAWER, "Freeze draw 2026-005", draws.freeze_lists("2026-005")),
    Change("2026-08-19 15:00", PLANNER, "Declare draw 2026-006, by document", draws.declare("2026-006")),
    Change("2026-08-19 16:00", DRAWER, "Freeze draw 2026-006", draws.freeze_lists("2026-006")),
    Change("2026-08-20 09:05", DRAWER, "Draw the targets of 2026-006", draws.reveal("2026-006", "targets")),
    Change("2026-08-20 10:00", LAWYER, "Decide both objections, correct a result", publication.decide_objections),
    Change("2026-08-20 10:30", PLANNER, "Declare the drill 2026-007, by date", draws.declare("2026-007")),
    Change("2026-08-20 11:00", DRAWER, "Freeze the drill 2026-007", draws.freeze_lists("2026-007")),
    Change("2026-08-20 15:00", LAWYER, "Set the teams of 2026-006 aside", TEAMS_VOID),
    Change("2026-08-20 16:00", DRAWER, "Freeze substitutes in 2026-002", SUBSTITUTES),
    Change("2026-08-20 17:00", DRAWER, "Freeze the relief of an inspector in 2026-002", RELIEF),
    Change(
        "2026-08-21 09:05", DRAWER, "Draw the void teams of 2026-006 all the same", draws.reveal("2026-006", "teams")
    ),
    Change("2026-08-21 09:10", DRAWER, "Draw the targets of the drill 2026-007", draws.reveal("2026-007", "targets")),
    Change("2026-08-21 09:30", DRAWER, "Freeze the repeat of the teams of 2026-006", REPEAT),
    Change("2026-08-21 10:00", PUBLISHER, "Publish results of 2026-004", publication.publish("2026-004", 1, 6)),
    Change("2026-08-21 16:00", LAWYER, "Withdraw a penalty that was revoked", publication.withdraw_penalty),
)
"""What the state at the top of this repository is made of."""

WAITING = (
    Change("2026-08-23 05:37", DRAWER, "Draw the substitutes of 2026-002", draws.reveal("2026-002", "substitutes-1")),
    Change("2026-08-23 05:40", DRAWER, "Draw the relief in 2026-002", draws.reveal("2026-002", "relief-1")),
    Change("2026-08-23 05:41", DRAWER, "Draw the targets of 2026-005", draws.reveal("2026-005", "targets")),
    Change("2026-08-24 09:05", DRAWER, "Draw the teams of the drill 2026-007", draws.reveal("2026-007", "teams")),
    Change("2026-08-24 10:00", DRAWER, "Freeze teams for the substitutes of 2026-002", NEW_TEAMS),
    Change("2026-08-25 09:05", DRAWER, "Draw the repeated teams of 2026-006", draws.reveal("2026-006", "teams-2")),
    Change("2026-08-28 10:00", REGISTRAR, "Renew a certificate", events.renew_certificate),
    Change("2026-09-01 02:46", DRAWER, "Draw the teams of 2026-005", draws.reveal("2026-005", "teams")),
    Change("2026-09-01 02:47", DRAWER, "Draw the teams of the substitutes", draws.reveal("2026-002", "teams-2")),
    Change("2026-09-02 10:00", PUBLISHER, "Publish results of 2026-003", publication.publish("2026-003", 7, 99)),
    Change("2026-09-02 11:00", PUBLISHER, "Issue the circular of 2026-003", publication.issue_circular("2026-003")),
    Change("2026-09-02 16:00", REGISTRAR, "Move the demonstration's day", events.move_on),
)
"""What `make demo` adds: all that waits is drawn."""


def build(root: Path, top: Path) -> None:
    """Build the repository at `root`, and put its state after `CHANGES` at `top`."""
    with _hasty():
        house = House.build(root)
        for change in CHANGES:
            _make(house, change)
        house.export(top)
        for change in WAITING:
            _make(house, change)


@contextmanager
def _hasty() -> Iterator[None]:
    """Do not wait for the disk: what a crash would cost here is built again in seconds."""
    careful = disk.system
    disk.system = replace(careful, fsync=lambda _: None)
    try:
        yield
    finally:
        disk.system = careful


def _make(house: House, change: Change) -> None:
    house.today = change.at[:10]
    change.make(house)
    house.commit(change.at.replace(" ", "T") + ":00+08:00", change.author, change.subject)


def stale(top: Path) -> list[str]:
    """Name the files at the top of a checkout that are not what the demonstration makes."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "top"
        fresh.mkdir()
        build(Path(folder) / "demo", fresh)
        return differences(fresh, top)


def main() -> int:
    """Write everything, or compare with `--check`."""
    if "--check" in sys.argv[1:]:
        found = stale(TOP)
        for name in found:
            print(f"{name} is not what the demonstration makes: run `python scripts/make_demo.py`", file=sys.stderr)
        return int(bool(found))
    build(BUILD, TOP)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
