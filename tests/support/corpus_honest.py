"""Honest draws for the corpus: lists, rules and groups made up from fixed seeds, and every turn that a draw can take.

Each draw takes one of the `TURNS`; authorities, ids, keys, rates and words vary. The public values come from the
tests' own chain on one timetable, so that few signatures serve many draws.
"""

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from tests.support.drawfolders import (
    DIVISIONS,
    JOINT,
    ONE_GROUP,
    Files,
    Office,
    OwnChain,
    edit,
    people,
    recused,
    redraw,
    reseal,
    withheld,
)

from sunlot.core.protocol.documents import Source
from sunlot.core.protocol.freezes import Group, Rule
from sunlot.core.protocol.grammar import ABSENCE_REASONS, instant, seconds
from sunlot.core.protocol.lists import Absence, Entry, Exclusion, Inspector
from sunlot.core.protocol.outcomes import Opening

CHAIN: Final = OwnChain().chain
Turn = Callable[[Office, random.Random], None]

AUTHORITIES: Final = ("xj-demo", "65-0", "a", "bureau-of-2026")
DRAWS: Final = ("2026-001", "2026-417", "2027-999", "1999-000")
# Marks on both sides of the comma, so that keys and lines sort differently.
KEYS: Final = ("91{division}DEM{number:06d}X", "T-{number:06d}", "!{number}", "{{{number}}}+", "a~{number}", "{number}")
STRATA: Final = ("A", "B", "K", "k.2", "Z~!", "heavy#1")
RATES: Final = ("5", "12.5", "33.333333", "0.000001", "99.999999", "100", "7.10", "50")
GROUPS: Final = (
    ONE_GROUP,
    JOINT,
    (Group("g~1", "officer", 1), Group("E!", "officer", 1)),
    (Group("o", "officer", 3), Group("e", "expert", 1)),
)
WORDS: Final = (
    "名单有误，重新抽取",
    "É́ — “quoted” \\ / \u2028 \u2029 \u007f",
    "\t\b\f\r\n\u0000\u001f",
    "𠮷野家 🎲",
    "\u2003\ufeff",
)
NAMES: Final = (("甲", "乙"), ("Ä", "a", "Ä"), ("甲", "甲\u2003"), ("\ufeff", "阿不都热依木·買買提"))
TASKS: Final = (b"title: demonstration\n", "标题：演示\n".encode(), b"", b"\xff\x00\r\n")


@dataclass(frozen=True, slots=True)
class Draw:
    """An honest draw: the files of its folder, and the openings that its office keeps."""

    name: str
    draw: str
    files: Files
    openings: tuple[Opening, ...]


def honest_draws() -> Mapping[str, Draw]:
    """Make all honest draws of the corpus: each turn on several made-up draws."""
    made = [_draw(name, turn, n) for name, (turn, times) in TURNS.items() for n in range(times)]
    return {draw.name: draw for draw in made}


def _draw(name: str, turn: Turn, n: int) -> Draw:
    chance = random.Random(f"sunlot corpus: {name} {n}")
    office = Office(chance.choice(DRAWS), OwnChain(), chance.choice(AUTHORITIES), chance.choice(TASKS))
    groups = chance.choice(GROUPS)
    roster = _roster(chance, office.draw)
    inspectors = _inspectors(chance, groups, 9)
    openings = recused(chance, roster, inspectors)
    strata = sorted({entry.stratum for entry in roster})
    rules = {stratum: _rule(chance) for stratum in strata}
    # enough is selected for the turns to go on with; in one of them more than are left over
    rules[strata[0]] = Rule(rate="75") if turn is _void_while_another_waits else Rule(count=4)
    office.begin(
        roster,
        rules,
        inspectors,
        groups,
        exclusions=[Exclusion(f"excluded-{number}", chance.choice(["cap", "_"])) for number in range(3)],
        absences=[Absence(f"away-{number}", chance.choice(sorted(ABSENCE_REASONS))) for number in range(3)],
        openings=openings,
        sources=SOURCES.get(name, ("drand", "drand")),
    )
    turn(office, chance)
    return Draw(f"{name}-{n}", office.draw, _worded(office, chance), tuple(openings))


def _roster(chance: random.Random, draw: str) -> list[Entry]:
    strata = chance.sample(STRATA, chance.randint(1, 3))
    pattern = chance.choice(KEYS)
    entries = []
    for place, number in enumerate(chance.sample(range(10**5), chance.randint(18, 30))):
        division = chance.choice(DIVISIONS)
        stratum = strata[0] if place < 10 else chance.choice(strata)
        entries.append(Entry(pattern.format(division=division, number=number), stratum, division))
    return entries + withheld(draw, chance.choice((0, 0, 3)), strata[-1])


def _rule(chance: random.Random) -> Rule:
    return Rule(rate=chance.choice(RATES)) if chance.random() < 0.6 else Rule(count=chance.choice((1, 2, 1000)))


def _inspectors(chance: random.Random, groups: tuple[Group, ...], each: int) -> list[Inspector]:
    """Inspectors for the whole region, for two prefectures, or for a prefecture and a county elsewhere."""
    made = []
    for place, one in enumerate(people(chance, groups, each)):
        county, other = chance.sample(DIVISIONS, 2)
        narrow = f"{county[:4]} {other}" if county[:4] != other[:4] else county
        made.append(Inspector(one.key, one.group, narrow if place % 5 == 1 else one.divisions))
    return made


def _worded(office: Office, chance: random.Random) -> Files:
    """Other words and names in each void, and some evidence for vacancies; every digest right."""
    files: Files = office.files
    for path in sorted(files):
        if path.endswith("void.json"):
            words = {"explanation": f"{chance.choice(WORDS)}。", "approved_by": chance.choice(NAMES)}
            files = edit(files, path, lambda void, words=words: void.update(words))
        if path.endswith("freeze.json") and "vacancies" in json.loads(files[path]):
            evidence = sha256(path.encode()).hexdigest()
            files = edit(files, path, lambda freeze, it=evidence: freeze["vacancies"][0].update(evidence=it))
    return reseal(files)


# --- the turns a draw can take --------------------------------------------------------------------------------------


def _waits(office: Office, _: random.Random) -> None:
    """Nothing is drawn yet."""


def _half(office: Office, _: random.Random) -> None:
    office.reveal("targets")


def _drawn(office: Office, _: random.Random) -> None:
    office.reveal("targets", "teams")


def _substitutes_of_substitutes(office: Office, chance: random.Random) -> None:
    """A newcomer falls out as well, and both get teams."""
    _drawn(office, chance)
    first = office.substitutes(*office.selected()[:2], reason="closed")
    office.reveal(first)
    came = [one for one in office.newcomers(first) if one]
    second = office.substitutes(came[0], of=first, reason="moved_out")
    office.reveal(second)
    office.reveal(office.teams(first, withdrawn={"nobody-1": "left_service"}))
    office.reveal(office.teams(second, withdrawn={"nobody-2": "leave"}))


def _substitutes_until_nobody_is_left(office: Office, chance: random.Random) -> None:
    """All of one stratum fall out, then all that came for them, until the roster is empty."""
    _drawn(office, chance)
    strata = {entry.key: entry.stratum for entry in office.record.lists.roster}
    selected = office.selected()
    vacated = [key for key in selected if strata[key] == strata[selected[0]]]
    of = "targets"
    while vacated:
        of = office.substitutes(*vacated, of=of, reason="cap_reached")
        office.reveal(of)
        vacated = [one for one in office.newcomers(of) if one]


def _reliefs(office: Office, chance: random.Random) -> None:
    """One team is relieved again and again, until nobody can come; another member waits."""
    _drawn(office, chance)
    target = office.selected()[0]
    members = office.team(target)
    leaves: str | None = members[0]
    while leaves:
        of = office.relief((target, leaves), withdrawn={leaves: "left_service"} if leaves == members[0] else {})
        office.reveal(of)
        leaves = office.newcomers(of)[0]
    others = [(one, office.team(one)[0]) for one in office.selected()[1:3]]
    office.relief(*others, reason="leave")


def _relief_of_later_teams(office: Office, chance: random.Random) -> None:
    _drawn(office, chance)
    first = office.substitutes(office.selected()[-1])
    office.reveal(first)
    teams = office.teams(first)
    office.reveal(teams)
    target = office.newcomers(first)[0]
    if target:
        both = [(target, member) for member in office.team(target, teams)[:2]]
        office.reveal(office.relief(*both, of=teams, reason="recusal"))


def _void_and_repeat(office: Office, chance: random.Random) -> None:
    """The first teams are void, and so is the repeat; the third stands."""
    _drawn(office, chance)
    office.void("teams", reason="beacon_disputed")
    second = office.teams("targets")
    office.reveal(second)
    office.void(second, reason="force_majeure")
    office.reveal(office.teams("targets"))


def _void_substitutes(office: Office, chance: random.Random) -> None:
    """What came in goes out again, with its teams; another stage takes its place."""
    _drawn(office, chance)
    vacated = office.selected()[0]
    first = office.substitutes(vacated)
    office.reveal(first)
    teams = office.teams(first)
    office.reveal(teams)
    office.void(first, teams, reason="wrong_list")
    office.reveal(office.substitutes(vacated, reason="revoked"))


def _void_relief(office: Office, chance: random.Random) -> None:
    _drawn(office, chance)
    place = (office.selected()[0], office.team(office.selected()[0])[0])
    first = office.relief(place)
    office.reveal(first)
    office.void(first)
    office.reveal(office.relief(place, reason="other_duty"))


def _void_all(office: Office, chance: random.Random) -> None:
    _drawn(office, chance)
    office.reveal(office.substitutes(office.selected()[0]))
    office.void("targets", "teams", "substitutes-1", reason="court_order")


def _void_waiting(office: Office, _: random.Random) -> None:
    office.void("targets", "teams")


def _void_half(office: Office, _: random.Random) -> None:
    office.reveal("targets")
    office.void("teams")
    office.reveal("teams")


def _void_while_another_waits(office: Office, chance: random.Random) -> None:
    """What came in goes out while the next stage waits, which takes it again and is set aside in its turn."""
    _drawn(office, chance)
    roster = office.record.lists.roster
    stratum = min(entry.stratum for entry in roster)
    of_stratum = [entry.key for entry in roster if entry.stratum == stratum]
    selected = [key for key in office.selected() if key in of_stratum]
    first = office.substitutes(selected[0])
    office.reveal(first)
    left = len(of_stratum) - len(selected)
    second = office.substitutes(*selected[1 : left + 1], reason="duplicate")
    office.now = instant(seconds(office.now) + 60)
    office.void(first, reason="wrong_list")
    office.reveal(second)
    office.void(second)


def _all_wait(office: Office, chance: random.Random) -> None:
    """A stage of each kind waits."""
    _drawn(office, chance)
    target, other = office.selected()[:2]
    first = office.substitutes(other)
    office.reveal(first)
    office.teams(first)
    office.relief((target, office.team(target)[0]))
    office.substitutes(office.selected()[2])


def _another_lottery(office: Office, chance: random.Random) -> None:
    """The numbers of the other game."""
    office.reveal("targets")
    numbers = "05.11.12.25.35.02.12"
    files = edit(office.files, "targets/freeze.json", lambda freeze: freeze["beacon"].update(chain="dlt"))
    files = edit(files, "targets/beacon.json", lambda beacon: beacon.update(chain="dlt", signature=numbers))
    office.files = redraw(files, office.draw, "targets", chain=CHAIN)
    office.reveal("teams")


def _at_the_end_of_time(office: Office, _: random.Random) -> None:
    """Frozen on the last day of 9999, which in Beijing is over already."""
    for stage, time in (("targets", "9999-12-31T17:00:00Z"), ("teams", "9999-12-31T17:00:30Z")):
        changed = {"lead": 600, "frozen_at": "9999-12-31T16:30:00Z"}
        beacon = {"time": time, "round": CHAIN.round_at(time)}

        def change(freeze: Any, changed: Any = changed, beacon: Any = beacon) -> None:
            freeze.update(changed)
            freeze["beacon"].update(beacon)

        office.files = edit(office.files, f"{stage}/freeze.json", change)


SOURCES: Final[Mapping[str, tuple[Source, Source]]] = {
    "lottery": ("lottery", "drand"),
    "other-lottery": ("lottery", "drand"),
    "document": ("document", "lottery"),
    "date": ("date", "document"),
    "dates": ("date", "date"),
}
TURNS: Final[Mapping[str, tuple[Turn, int]]] = {
    "waiting": (_waits, 2),
    "half": (_half, 2),
    "end-of-time": (_at_the_end_of_time, 1),
    "drawn": (_drawn, 5),
    "lottery": (_drawn, 2),
    "other-lottery": (_another_lottery, 2),
    "document": (_drawn, 2),
    "date": (_drawn, 2),
    "dates": (_half, 1),
    "substitutes": (_substitutes_of_substitutes, 3),
    "substitutes-nobody": (_substitutes_until_nobody_is_left, 2),
    "reliefs": (_reliefs, 2),
    "later-relief": (_relief_of_later_teams, 2),
    "void-repeat": (_void_and_repeat, 2),
    "void-substitutes": (_void_substitutes, 2),
    "void-relief": (_void_relief, 2),
    "void-all": (_void_all, 2),
    "void-waiting": (_void_waiting, 1),
    "void-half": (_void_half, 1),
    "void-meanwhile": (_void_while_another_waits, 2),
    "all-wait": (_all_wait, 2),
}
"""Name → the turn, and how many draws take it."""
