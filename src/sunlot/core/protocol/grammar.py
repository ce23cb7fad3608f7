"""The words of the protocol: codes, keys, stage ids, instants, reasons (sections 2, 7, 8 and 12).

Text stays text: instants and dates have a fixed width, so they compare as text as they do in time.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any, Final, NewType, Self

from msgspec import Meta

from sunlot.core.problems import Lang
from sunlot.core.protocol.sentences import say

PROTOCOL: Final = "sunlot/1"
_AFTER_ALL_DATES: Final = "9999-12-32"

CODES: Final = (
    "malformed",
    "files",
    "names",
    "chain",
    "task",
    "inputs",
    "time",
    "beacon",
    "seed",
    "strata",
    "selected",
    "recusals",
    "teams",
    "vacancies",
    "replacements",
    "reliefs",
    "void",
    "receipt",
)
"""The codes of a refusal, in the order in which a stage is judged."""

VACANCY_TARGET_REASONS: Final = frozenset(
    ["deregistered", "revoked", "moved_out", "closed", "duplicate", "cap_reached", "not_in_scope", "force_majeure"]
)
VACANCY_INSPECTOR_REASONS: Final = frozenset(["illness", "leave", "recusal", "left_service", "other_duty"])
ABSENCE_REASONS: Final = frozenset(["unavailable", "certificate", "exam", "field", "area", "suspended", "left"])
VOID_REASONS: Final = frozenset(["procedure", "wrong_list", "beacon_disputed", "court_order", "force_majeure"])

Seed = NewType("Seed", str)
Digest = NewType("Digest", str)
Ticket = NewType("Ticket", str)

HEX64: Final = "[0-9a-f]{64}"
_MARK: Final = r"[!#-&(-+\--\[\]-{}~]"  # printable ASCII without space, comma, quotes, backslash and |
PLAIN_KEY: Final = rf"(?!~){_MARK}+"
KEY: Final = rf"(?:~{HEX64}|{PLAIN_KEY})"
NAME: Final = rf"[A-Za-z]{_MARK}*"
REASON: Final = "[a-z_]+"
RATE: Final = r"(?:0|[1-9][0-9]{0,2})(?:\.[0-9]{1,6})?"
DRAW: Final = "[0-9]{4}-[0-9]{3}"
SLUG: Final = "[a-z0-9-]+"
DATE: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_STAGE: Final = "targets|teams(?:-([2-9]|[1-9][0-9]+))?|(substitutes|relief)-([1-9][0-9]*)"
_LONGEST_NUMBER: Final = 9  # of a stage that can exist: no draw has so many, and no folder such a name


BLANKS: Final = " \t\r\n\u00a0\u3000"
"""What is taken off both ends of a name or sentence before it is looked at; nothing but these says nothing."""


def _whole(pattern: str) -> Meta:
    return Meta(pattern=rf"^(?:{pattern})\Z")


Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
SeedText = Annotated[Seed, _whole(HEX64)]
DigestText = Annotated[Digest, _whole(HEX64)]
TicketText = Annotated[Ticket, _whole(HEX64)]
SaltText = Annotated[str, _whole(HEX64)]
TreeText = Annotated[str, _whole("[0-9a-f]{40}|[0-9a-f]{64}")]
KeyText = Annotated[str, _whole(KEY)]
NameText = Annotated[str, _whole(NAME)]
ReasonText = Annotated[str, _whole(REASON)]
RateText = Annotated[str, _whole(RATE)]
AuthorityText = Annotated[str, _whole(SLUG)]
DrawText = Annotated[str, _whole(DRAW)]
StageText = Annotated[str, _whole(_STAGE)]
InstantText = Annotated[str, _whole(rf"{DATE}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}Z")]
DateText = Annotated[str, _whole(DATE)]


class Refusal(Exception):  # noqa: N818 - the protocol's own word
    """Why something is not a draw of this protocol.

    Its name is a key of the table of sentences; what stands before the dot is one of ``CODES``.
    """

    def __init__(self, name: str, /, **facts: object) -> None:
        super().__init__(name)
        self.name = name
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence('en')}"

    @property
    def code(self) -> str:
        """The code of section 12."""
        return self.name.partition(".")[0]

    def sentence(self, lang: Lang) -> str:
        """Say it in one line of Chinese (``zh``) or English (``en``)."""
        return say(self.name, lang, self.facts)


class Kind(StrEnum):
    """What a stage does."""

    TARGETS = "targets"
    TEAMS = "teams"
    SUBSTITUTES = "substitutes"
    RELIEF = "relief"


@dataclass(frozen=True, slots=True)
class StageId:
    """The name of a stage: its kind, and its number among those of the kind, from 1."""

    kind: Kind
    number: int = 1

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``targets``, ``teams``, ``teams-2`` …, ``substitutes-1`` …, ``relief-1`` ….

        Raises ``ValueError`` for anything else, and for a number that no stage can have.
        """
        found = re.fullmatch(_STAGE, text)
        teams, kind, number = found.groups() if found else (None, None, None)
        if found is None or len(teams or number or "") > _LONGEST_NUMBER:
            raise ValueError(f"{text!r} is not the id of a stage")
        return cls(Kind(kind or text.partition("-")[0]), int(teams or number or 1))

    def __str__(self) -> str:
        bare = self.kind is Kind.TARGETS or (self.kind is Kind.TEAMS and self.number == 1)
        return self.kind.value if bare else f"{self.kind}-{self.number}"


TARGETS: Final = StageId(Kind.TARGETS)
TEAMS: Final = StageId(Kind.TEAMS)


def is_draw_id(text: str) -> bool:
    """Tell whether a text is ``YYYY-NNN``."""
    return re.fullmatch(DRAW, text) is not None


def is_withheld(key: str) -> bool:
    """Tell whether a key stands for an entry whose identity is withheld (section 9)."""
    return key.startswith("~")


def seconds(instant: str) -> int:
    """Give an instant ``YYYY-MM-DDTHH:MM:SSZ`` as seconds since 1970; ``ValueError`` if no calendar has it."""
    day, clock = instant[:10], instant[11:19]
    moment = datetime(*map(int, day.split("-")), *map(int, clock.split(":")), tzinfo=UTC)  # type: ignore[misc, arg-type]
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)


def instant(since_1970: int) -> str:
    """Write seconds since 1970 as an instant of the protocol."""
    return (datetime(1970, 1, 1) + timedelta(seconds=since_1970)).isoformat(timespec="seconds") + "Z"


def check_date(text: str) -> None:
    """Raise ``ValueError`` when no calendar has this ISO date."""
    if re.fullmatch(DATE, text) is None:
        raise ValueError(f"{text!r} is not a date YYYY-MM-DD")
    date.fromisoformat(text)


def beijing_date(moment: str) -> str:
    """Give the date in Beijing at an instant; for the last hours of the year 9999 text that sorts after all dates."""
    try:
        there = datetime.fromisoformat(moment) + timedelta(hours=8)
    except OverflowError:
        return _AFTER_ALL_DATES
    return there.date().isoformat()


def check_distinct(name: str, values: Iterable[str]) -> None:
    """Raise ``ValueError`` when a value occurs twice."""
    listed = list(values)
    if len(set(listed)) < len(listed):
        raise ValueError(f"{name} names one twice")


def check_ascending(name: str, values: Sequence[Any]) -> None:
    """Raise ``ValueError`` unless every value is greater than the one before."""
    if any(later <= earlier for earlier, later in pairwise(values)):
        raise ValueError(f"{name} is not sorted, or names one twice")
