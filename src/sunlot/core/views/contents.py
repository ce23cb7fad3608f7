"""Everything that the pages of one site are made from, and what a page is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sunlot.core.drawn import Drawn
from sunlot.core.model import Circular, Result, Settings
from sunlot.core.protocol.record import Record
from sunlot.core.registry import Placed, Registry
from sunlot.core.views.described import Describer
from sunlot.core.views.draws import DrawView
from sunlot.core.views.names import Names
from sunlot.core.views.passed_over import PassedOver
from sunlot.core.views.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be made.

    Attributes:
        path: Its folder below the top of the site, ending with `/`; empty for the home page.
        template: The template of its body.
        shell: The page of the frame that it is put into; by default the page of the same path.
        title: Its title; None keeps the one of the frame.
        values: What the template is given.
    """

    path: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    shell: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class DrawFile:
    """A file of a draw's folder, as it lies in the repository."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What is known on the day that the site shows.

    Attributes:
        day: The ISO date in Beijing.
        settings: Whose site it is.
        registry: All records.
        words: Labels.
        names: Names behind ids.
        draws: Views of all draws, the latest first.
        records: The folders of the draws that have one.
        drawn: The same draws → what they had decided by the end of the day.
        files: Draw → its files.
        results: (draw, target) → the result in force that is published by the day.
        circulars: Draw → the circular in force that is published by the day.
        passed_over: Target → the draws that did not choose it, with the reason.
        revision: The commit that was read; None for a work tree.
    """

    day: str
    settings: Settings
    registry: Registry
    words: Vocabulary
    names: Names
    draws: Sequence[DrawView]
    records: Mapping[str, Record]
    drawn: Mapping[str, Drawn]
    files: Mapping[str, Sequence[DrawFile]]
    results: Mapping[tuple[str, str], Placed[Result]]
    circulars: Mapping[str, Placed[Circular]]
    passed_over: Mapping[str, Sequence[PassedOver]] = field(default_factory=dict)
    revision: str | None = None

    @property
    def describer(self) -> Describer:
        """Describes records for this site."""
        return Describer(self.words, self.names)

    @property
    def published(self) -> dict[str, int]:
        """Draw → how many of its live targets have a published result."""
        return {draw.id: sum((draw.id, one.target.id) in self.results for one in draw.live) for draw in self.draws}

    def seat(self, authority: str) -> tuple[str, str]:
        """Where an authority sits, so that lists follow the map: the region first, then its prefectures."""
        placed = self.registry.authorities.get(authority)
        return placed.value.division if placed else "", authority

    @property
    def problems(self) -> frozenset[str]:
        """The codes of results that ask for a follow-up."""
        return frozenset(code for code, term in self.words.terms["result_code"].items() if term.get("x-follow-up"))

    def tone(self, result: Result) -> str:
        """How the tag of a result looks."""
        return "bad" if result.result_code in self.problems else "good" if result.visit else ""

    def outcomes(self, draw: str) -> dict[str, str]:
        """Target → the label of its published result in a draw."""
        return {
            target: self.words.term("result_code", placed.value.result_code)
            for (of, target), placed in self.results.items()
            if of == draw
        }
