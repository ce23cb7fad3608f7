"""How the demonstration's draws come about: by the same jobs that a bureau runs, at the moments of `plan.DRAWS`."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from demo.chance import stream
from demo.house import House
from demo.places import names
from demo.plan import DRAWS, Numbers
from demo.results import Drawn
from sunlot.core.protocol.drand import QUICKNET
from sunlot.core.protocol.grammar import beijing_date
from sunlot.jobs.draw import Sources, Step, draw
from sunlot.jobs.freeze import freeze
from sunlot.jobs.plan import Times, plan
from sunlot.store import canonical, schemas
from sunlot.store.repository import Store

ROUNDS = Path(__file__).parents[2] / "tests" / "vectors" / "drand.json"
_NOTE = "演示：期号和号码均为虚构，与任何真实开奖无关。"


@cache
def _signatures() -> Mapping[int, str]:
    listed = json.loads(ROUNDS.read_text(encoding="utf-8"))["rounds"]
    return {one["round"]: one["signature"] for one in listed}


def declare(key: str) -> Callable[[House], None]:
    """Write the task of a draw from its batch of the plan."""

    def change(house: House) -> None:
        chosen = DRAWS[key]
        lottery = chosen.lottery
        times = Times(
            targets=chosen.targets_time,
            teams=chosen.teams_time,
            source="lottery" if lottery else None,
            chain="ssq" if lottery else None,
            issues=(lottery[0].round, lottery[1].round) if lottery else None,
        )
        path = plan(Store.open(house.root), chosen.batch, times, training=lottery is not None)
        assert path == f"draws/{key}/task.yaml"
        if lottery:
            file = house.root / path
            record = yaml.safe_load(file.read_text(encoding="utf-8")) | {"note": _NOTE}
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
    """Draw stages of a draw, with the real drand rounds or the invented numbers of the lottery."""

    def change(house: House) -> None:
        for stage in stages:
            chosen = DRAWS[key]
            time = chosen.targets_time if stage == "targets" else chosen.teams_time
            if chosen.lottery:
                numbers = chosen.lottery[0 if stage == "targets" else 1]
                evidence = {"evidence/attestation.json": _attestation(numbers, time)}
                sources = Sources(signatures=(numbers.signature,), evidence=evidence)
            else:
                sources = Sources(signatures=(_signatures()[QUICKNET.round_at(time)],))
            told = draw(Store.open(house.root), key, now=time, sources=sources, vault=house.vault)
            assert (told[0].stage, told[0].step) == (stage, Step.DRAWN), told

    return change


def _attestation(numbers: Numbers, time: str) -> bytes:
    """What two posts of the office say that they saw (docs/adr/0005)."""
    content = {
        "attesters": ["演示见证岗甲", "演示见证岗乙"],
        "source": f"https://sunlot.example/demonstration/lottery/{numbers.round}",
        "seen_at": time,
        "date": beijing_date(time),
    }
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


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
        target = house.get("target", place["key"])
        if place["stratum"] == "K" and key != "2026-001":
            story = "corrected-person" if target.public["kind"] == "individual_business" else "fine"
        else:
            story = next(remaining, "fine")
        found.append(
            Drawn(
                draw=key,
                rank=place["rank"],
                target=place["key"],
                place=names()[target.public["division"]],
                teams=teams[place["key"]],
                story=story,
                secret="withheld" in target.public,
            )
        )
    return found
