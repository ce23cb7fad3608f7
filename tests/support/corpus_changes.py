"""Attacks on what a key means: each writes what a dishonest office might like to see there."""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from tests.support.corpus_forms import Spot
from tests.support.corpus_honest import CHAIN
from tests.support.drawfolders import order

from sunlot.core.protocol.grammar import beijing_date, instant, seconds


@dataclass(frozen=True)
class Place:
    """A key to be changed, and what a forger may look at."""

    spot: Spot
    chance: random.Random

    @property
    def value(self) -> Any:
        return self.spot.value

    @property
    def document(self) -> Any:
        return self.spot.document

    @cached_property
    def stages(self) -> list[str]:
        return order(self.spot.draw.files)

    @property
    def others(self) -> list[str]:
        """The other stages."""
        return [stage for stage in self.stages if stage != self.spot.stage]

    def file(self, path: str) -> Any:
        return json.loads(self.spot.draw.files[path])

    def keys(self, path: str) -> list[str]:
        """The first column of a list."""
        return [line.split(",")[0] for line in self.spot.draw.files[path].decode().splitlines()[1:]]

    def another(self, among: Sequence[Any]) -> Any:
        """One that is not there now."""
        return self.chance.choice([one for one in among if one != self.value] or [among[0]])

    def digest_of(self, name: str) -> str:
        """The digest of such a file of another stage, or of nothing."""
        found = [one for one in self.others if f"{one}/{name}" in self.spot.draw.files]
        content = self.spot.draw.files[f"{self.chance.choice(found)}/{name}"] if found else b""
        return sha256(content).hexdigest()


Change = Callable[[Place], Any]


def flipped(place: Place) -> str:
    """Another hex digit."""
    at = place.chance.randrange(len(place.value))
    return place.value[:at] + ("0" if place.value[at] != "0" else "f") + place.value[at + 1 :]


def one_more(place: Place) -> int:
    return int(place.value) + 1


def one_less(place: Place) -> int:
    return int(place.value) - 1


def _moment(by: int) -> Change:
    return lambda place: instant(seconds(place.value) + by)


def _a_target(place: Place) -> str:
    return str(place.another(place.keys("targets/roster.csv")))


def _an_inspector(place: Place) -> str:
    return str(place.another(place.keys("teams/inspectors.csv")))


def _swapped(place: Place) -> list[Any]:
    """The first two the other way round."""
    return [*place.value[1::-1], *place.value[2:]]


def _without_one(place: Place) -> Any:
    gone = place.chance.randrange(len(place.value))
    if isinstance(place.value, dict):
        return {key: one for n, (key, one) in enumerate(place.value.items()) if n != gone}
    return [one for n, one in enumerate(place.value) if n != gone]


def _after_the_beacon(place: Place) -> str:
    return instant(seconds(place.document["beacon"]["time"]) - place.document["lead"] + 1)


def _a_rate(place: Place) -> str:
    """One that takes another number."""
    return "100" if place.spot.document["strata"][place.spot.way[1]]["take"] == 0 or place.value != "100" else "1"


def _a_count(place: Place) -> int:
    size = place.document["strata"][place.spot.way[1]]["size"]
    return max(1, size - 1) if place.value >= size else int(place.value) + 1


def _renamed(place: Place) -> dict[str, Any]:
    return {("zz" if n == 0 else key): one for n, (key, one) in enumerate(place.value.items())}


def _more_inputs(place: Place) -> dict[str, Any]:
    """Two lists that do not exist, sorted as UTF-8 is, which is not the order of UTF-16."""
    one = next(iter(place.value.values()))
    return {**place.value, "\uff5e": one, "𠀀": one}


def _an_untaken_round(place: Place) -> Any:
    if isinstance(place.value, int):
        return place.value + 1
    return "2026-01-01" if "-" in place.value else str(int(place.value) + 1)


def _other_signature(place: Place) -> str:
    """That of another stage, as far as there is one."""
    found = [place.file(f"{one}/beacon.json")["signature"] for one in place.others if _has_beacon(place, one)]
    return str(place.another(found)) if found else flipped(place)


def _has_beacon(place: Place, stage: str) -> bool:
    return f"{stage}/beacon.json" in place.spot.draw.files


def _negated(place: Place) -> str:
    """The same point with the other sign, for a drand signature."""
    if len(place.value) != 96:
        return str(place.value)[:-1] + "x"
    return f"{int(place.value[0], 16) ^ 2:x}{place.value[1:]}"


def _other_place(place: Place) -> str:
    """A real stage with a number beyond all bounds."""
    return place.chance.choice(["relief-12345678901234567890", "teams-99999999999", "substitutes-" + "9" * 5000])


_ANY_DIGEST: Final[Mapping[str, Change]] = {"flipped": flipped}
_TICKET: Final[Mapping[str, Change]] = {"flipped": flipped, "smallest": lambda _: "0" * 64}
_INSTANT: Final[Mapping[str, Change]] = {
    "no such day": lambda place: place.value[:5] + "02-30" + place.value[10:],
    "a leap second": lambda place: place.value[:17] + "60Z",
    "at 24 hours": lambda place: place.value[:11] + "24:00:00Z",
    "with an offset": lambda place: place.value[:-1] + "+00:00",
}
_A_TARGET: Final[Mapping[str, Change]] = {"another": _a_target, "a stranger": lambda _: "stranger"}
_AN_INSPECTOR: Final[Mapping[str, Change]] = {"another": _an_inspector, "a stranger": lambda _: "stranger"}
_LIST: Final[Mapping[str, Change]] = {"swapped": _swapped, "one left out": _without_one}

CHANGES: Final[Mapping[str, Mapping[str, Change]]] = {
    # what every document says of itself
    "protocol": {"the next": lambda _: "sunlot/2"},
    "authority": {"another": lambda _: "other", "in capitals": lambda _: "XJ"},
    "draw": {"another": lambda _: "2026-002", "short": lambda _: "2026-1"},
    "stage": {
        "another": lambda place: place.chance.choice(place.others),
        "not to be": lambda place: place.chance.choice(["teams-1", "teams-02", "relief-0", "substitutes", "targets-1"]),
        "far": _other_place,
    },
    "freeze": _ANY_DIGEST | {"of another": lambda place: place.digest_of("freeze.json")},
    # freezes
    "previous": {"flipped": lambda place: flipped(place) if place.value else "0" * 64, "short": lambda _: "0" * 63},
    "of.outcome": {
        "of another": lambda place: place.digest_of("outcome.json"),
        "none": lambda place: None if place.value else "0" * 64,
    },
    "of.stage": {
        "another": lambda place: place.another(place.others),
        "itself": lambda place: place.spot.stage,
        "far": _other_place,
    },
    "task": _ANY_DIGEST,
    "register.tree": _ANY_DIGEST | {"longer": lambda place: place.value + "0" * 24},
    "register.as_of": {
        "tomorrow": lambda place: beijing_date(instant(seconds(place.document["frozen_at"]) + 86400)),
        "yesterday": lambda place: beijing_date(instant(seconds(place.document["frozen_at"]) - 86400)),
        "no such day": lambda place: place.value[:5] + "02-30",
    },
    "strata": {"one left out": _without_one, "renamed": _renamed},
    "strata.*.rule.rate": {
        "another": _a_rate,
        "above all": lambda _: "100.000001",
        "nothing": lambda _: "0.000000",
        "too fine": lambda _: "5.0000001",
        "padded": lambda place: f"0{place.value}",
    },
    "strata.*.rule.count": {"another": _a_count, "nothing": lambda _: 0},
    "strata.*.size": {"one more": one_more, "one less": one_less},
    "strata.*.take": {"one more": one_more, "one less": one_less},
    "inputs": {"one left out": _without_one, "renamed": _renamed, "more": _more_inputs},
    "inputs.*.count": {"one more": one_more},
    "inputs.*.sha256": _ANY_DIGEST,
    "inputs.*.sm3": _ANY_DIGEST,
    "lead": {"too short": lambda _: 599, "too long": lambda _: 2**53 - 1, "shorter": lambda _: 600},
    "beacon.time": {"a round later": _moment(CHAIN.period), "before the freeze": _moment(-(10**6))} | _INSTANT,
    "beacon.chain": {
        "another": lambda place: place.another(["0" * 64, "ssq", "date", "a-slug", CHAIN.hash, "Ünicode"])
    },
    "beacon.source": {"another": lambda place: place.another(["drand", "lottery", "document", "date"])},
    "beacon.round": {"another": _an_untaken_round},
    "frozen_at": {"too late": _after_the_beacon, "a year ago": _moment(-365 * 86400)} | _INSTANT,
    "groups": _LIST,
    "groups.id": {"another": lambda _: "zz"},
    "groups.role": {"another": lambda place: place.another(["officer", "expert"]), "unknown": lambda _: "guest"},
    "groups.size": {"one more": one_more, "one less": one_less, "nobody": lambda _: 0},
    "withdrawn.inspector": _AN_INSPECTOR,
    "withdrawn.reason": {"another": lambda _: "any_word", "in capitals": lambda _: "Left"},
    "repeats.stage": {"another": lambda place: place.another(place.others), "far": _other_place},
    "repeats.void": _ANY_DIGEST,
    "vacancies": {"one left out": _without_one},
    "vacancies.reason": {"of the other kind": lambda place: "illness" if place.value != "illness" else "closed"},
    "vacancies.evidence": {"upper case": lambda _: "A" * 64, "short": lambda _: "a" * 63},
    "target": _A_TARGET,
    "group": {"another": lambda _: "zz"},
    "inspector": _AN_INSPECTOR,
    # the public value
    "round": {"another": _an_untaken_round},
    "source": {"another": lambda place: place.another(["drand", "lottery", "document", "date"])},
    "chain": {"another": lambda _: "0" * 64},
    "signature": {"of another": _other_signature, "flipped": flipped, "negated": _negated},
    # outcomes
    "seed": _ANY_DIGEST,
    "selected.rank": {"one more": one_more},
    "selected.stratum": {"another": lambda _: "zz"},
    "key": _A_TARGET,
    "ticket": _TICKET,
    "salt": _ANY_DIGEST,
    "members": _LIST | {"another": lambda place: [_an_inspector(place), *place.value[1:]]},
    "recusals.inspectors": {
        "one left out": lambda place: place.value[1:] or ["nobody"],
        "one more": lambda place: sorted({*place.value, _an_inspector(place)}),
    },
    "out": {"another": lambda place: place.chance.choice([_a_target(place), _an_inspector(place)])},
    "replacements.in": _A_TARGET | {"nobody": lambda place: None if place.value else "zz"},
    "reliefs.in": _AN_INSPECTOR | {"nobody": lambda place: None if place.value else "zz"},
    # voids and attestations
    "reason": {"unknown": lambda _: "regret"},
    "explanation": {
        "blank": lambda _: "\u3000\u00a0 \n",
        "all but blank": lambda _: "\u2003",
        "another": lambda _: "改",
    },
    "approved_by": {"one": lambda _: ["甲"], "one twice": lambda _: ["甲", "甲\u3000", ""]},
    "voided_at": {"before the freeze": _moment(-(10**7)), "later": _moment(1)} | _INSTANT,
    "attesters": {"one twice": lambda _: ["甲", "\u00a0甲"], "another": lambda _: ["丙", "丁", "戊"]},
    "seen_at": _INSTANT,
    "date": {"another": lambda _: "2026-01-01", "no such day": lambda _: "2026-13-01"},
}
"""Key, or the last of the keys → how it is attacked → what is written."""


def changes(spot: Spot) -> Mapping[str, Change]:
    """Give the attacks on what a key means; a list or object that has none of its own is shortened."""
    if spot.owner == "Attestation" and spot.key == "source":
        return {"blank": lambda _: "\u3000"}
    if not spot.key.startswith("beacon.") and isinstance(spot.value, dict):
        return CHANGES.get(spot.key, {})
    if spot.key == "beacon" and isinstance(spot.value, str):
        return _ANY_DIGEST
    own = CHANGES.get(spot.key) or CHANGES.get(spot.key.rpartition(".")[2], {})
    return own or (_LIST if isinstance(spot.value, list) else {})
