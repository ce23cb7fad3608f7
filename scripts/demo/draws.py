"""How the demonstration's draws come about: by the same jobs that a bureau runs, at the moments of `plan.DRAWS`."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from demo.beacons import value_of
from demo.chance import document, stream
from demo.house import House
from demo.places import names
from demo.plan import DRAWS
from demo.results import Drawn
from sunlot.core.following import Leaving
from sunlot.core.protocol.grammar import Digest, Kind, StageId, is_withheld
from sunlot.core.protocol.reading import read
from sunlot.core.protocol.record import Record as DrawRecord
from sunlot.jobs.draw import Step, draw
from sunlot.jobs.freeze import freeze
from sunlot.jobs.freeze_next import Asked, freeze_next
from sunlot.jobs.plan import Times, plan
from sunlot.jobs.void import Grounds, void
from sunlot.store import canonical, schemas
from sunlot.store.drawfolders import DrawFolder
from sunlot.store.repository import Store

_NOTES = {
    "lottery": "演示：期号和号码均为虚构，与任何真实开奖无关。",
    "document": "演示：公报及其数字均为虚构，两名见证人均为演示岗位。",
    "date": "培训演练：以日期为随机源，结果人人可以预知，不得用于真实抽查。",
}


def declare(key: str) -> Callable[[House], None]:
    """Write the task of a draw from its batch of the plan."""

    def change(house: House) -> None:
        chosen = DRAWS[key]
        times = Times(
            targets=chosen.targets_time,
            teams=chosen.teams_time,
            source=None if chosen.source == "drand" else chosen.source,
            chain=chosen.chain,
            issues=chosen.issues,
        )
        note = _NOTES.get(chosen.source)
        path = plan(Store.open(house.root), chosen.batch, times, lead=chosen.lead, training=note is not None)
        assert path == f"draws/{key}/task.yaml"
        if note:
            file = house.root / path
            record = yaml.safe_load(file.read_text(encoding="utf-8")) | {"note": note}
            file.write_text(canonical.write([record], schemas.public("task"), many=False), encoding="utf-8")

    return change


def freeze_lists(key: str) -> Callable[[House], None]:
    """Freeze the lists of a draw."""

    def change(house: House) -> None:
        freeze(
            Store.open(house.root),
            key,
            now=DRAWS[key].frozen_at,
            fresh=stream("recusals", key),
            vault=house.vault,
        )

    return change


def reveal(key: str, *stages: str) -> Callable[[House], None]:
    """Draw stages of a draw, each with the value that its freeze names."""

    def change(house: House) -> None:
        for stage in stages:
            waits_for = _record(house, key).stage(StageId.parse(stage)).freeze.value.beacon
            store = Store.open(house.root)
            told = draw(store, key, now=waits_for.time, sources=value_of(waits_for), vault=house.vault)
            assert (told[0].stage, told[0].step) == (stage, Step.DRAWN), told

    return change


def replace_vacated(key: str, reasons: Mapping[str, str], now: str, time: str) -> Callable[[House], None]:
    """Freeze substitutes for the drawn targets whose results say that they left, given result code → reason."""

    def change(house: House) -> None:
        vacant = {
            held[0].id: reasons[held[0].public["result_code"]]
            for path, held in sorted(house.records.items())
            if path.startswith(f"results/{key}/") and held[0].public.get("result_code") in reasons
        }
        evidence = {target: Digest(document("登记机关证明", key, target)) for target in vacant}
        _follow(house, key, Asked(kind=Kind.SUBSTITUTES, time=time, vacant=vacant, evidence=evidence), now)

    return change


def give_teams(key: str, now: str, time: str) -> Callable[[House], None]:
    """Freeze teams for those whom the draw brought in, or teams that repeat void ones."""

    def change(house: House) -> None:
        lead = DRAWS[key].lead
        _follow(house, key, Asked(kind=Kind.TEAMS, time=time, lead=lead), now)

    return change


def relieve_last(key: str, reason: str, now: str, time: str) -> Callable[[House], None]:
    """Freeze the relief of the second member of the last target's team, from that team alone."""

    def change(house: House) -> None:
        team = outcome(house, key, "teams")["teams"][-1]
        who = Leaving(team["members"][1], reason, team["target"])
        evidence = {who.inspector: Digest(document("派遣通知", key, who.inspector))}
        _follow(house, key, Asked(kind=Kind.RELIEF, time=time, leaving=[who], evidence=evidence), now)

    return change


def _follow(house: House, key: str, asked: Asked, now: str) -> None:
    freeze_next(Store.open(house.root), key, asked, now=now, vault=house.vault)


def set_aside(key: str, stage: str, explanation: str, now: str) -> Callable[[House], None]:
    """Declare a stage void for a fault in the procedure."""

    def change(house: House) -> None:
        grounds = Grounds(reason="procedure", explanation=explanation, approved_by=("演示法规处", "演示机关纪委"))
        assert void(Store.open(house.root), key, StageId.parse(stage), grounds, now=now, along=False)

    return change


def _record(house: House, key: str) -> DrawRecord:
    return read(DrawFolder(Store.open(house.root).source, key), key)


def task(house: House, key: str) -> dict[str, Any]:
    """Read the task of a draw."""
    return dict(yaml.safe_load((house.root / "draws" / key / "task.yaml").read_text(encoding="utf-8")))


def outcome(house: House, key: str, stage: str) -> dict[str, Any]:
    """Read the outcome of a stage."""
    return dict(json.loads((house.root / "draws" / key / stage / "outcome.json").read_text(encoding="utf-8")))


def drawn(house: House, key: str, stories: tuple[str, ...]) -> list[Drawn]:
    """Tell who was drawn, in the order of their ranks, and deal out the stories of the draw.

    A target under key supervision has its own stories, so that it does not leave the market in the middle of the year.
    """
    teams: dict[str, dict[str, list[str]]] = {}
    for team in outcome(house, key, "teams")["teams"]:
        teams.setdefault(team["target"], {})[team["group"]] = team["members"]
    remaining = iter(stories)
    found = []
    for place in outcome(house, key, "targets")["selected"]:
        hidden = is_withheld(place["key"])
        target = {"kind": "withheld"} if hidden else house.get("target", place["key"]).public
        if place["stratum"] == "K" and key != "2026-001":
            story = "corrected-person" if target["kind"] == "individual_business" else "fine"
        else:
            story = next(remaining, "fine")
        found.append(
            Drawn(
                draw=key,
                rank=place["rank"],
                target=place["key"],
                place="自治区" if hidden else names()[target["division"]],
                teams=teams[place["key"]],
                story=story,
                secret=hidden or "withheld" in target,
            )
        )
    return found
