"""One drawn target of one draw: all that its papers are filled from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sunlot.core.documents.inspected import Inspected
from sunlot.core.documents.paper import Link, Links, Table, Text, Words
from sunlot.core.model import Authority, Item, LegalReference, Plan, Result, Settings, Task
from sunlot.core.views.draws import Member
from sunlot.core.views.names import Names
from sunlot.core.views.vocabulary import Vocabulary

UNOFFICIAL = Words(
    "演示用文书，非官方，无印章，不具有法律效力。", "A demonstration: not official, no seal, without legal effect."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Whose papers these are, in which words, as of which day."""

    settings: Settings
    authority: Authority | None
    names: Names
    words: Vocabulary
    day: str

    @property
    def issuer(self) -> Words:
        """The authority's name."""
        known = self.authority
        return Words(known.name, known.name_en) if known else Words(self.settings.title, self.settings.title_en)

    @property
    def mark(self) -> str:
        """What is printed across a paper that is none."""
        pinned = self.settings.demonstration
        return f"{pinned.seal} 非官方" if pinned else ""

    @property
    def unofficial(self) -> Text:
        """What a paper of a demonstration says of itself; nothing on a real one."""
        return Text("unofficial", UNOFFICIAL if self.mark else Words(""), small=True)

    def links(self, *pages: tuple[Words, str | None]) -> tuple[Links, ...]:
        """Pages of the public site, to be scanned; none where it has no address."""
        top = self.settings.site_url
        found = tuple(Link(caption, f"{top.rstrip('/')}/{page}") for caption, page in pages if top and page)
        return (Links("links", found),) if found else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A target that was drawn, and what is known of its inspection.

    Attributes:
        office: Whose papers.
        task: The task of the draw.
        plan: The annual plan that the task belongs to.
        inspected: Who it is.
        items: What is inspected.
        team: Who inspects.
        open_places: How many of them left and are still to be replaced by a draw.
        visit_number: Which random inspection of its subject in the year of the task this is; 0 where that is not known.
        result: Its result, once that is entered.
        internal: The result's internal fields, where the vault has them.
    """

    office: Office
    task: Task
    plan: Plan | None
    inspected: Inspected
    items: tuple[Item, ...]
    team: tuple[Member, ...] = ()
    open_places: int = 0
    visit_number: int = 0
    result: Result | None = None
    internal: Mapping[str, Any] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """A name for files of this target: its id or its key, never a withheld identity."""
        return self.inspected.key.lstrip("~")[:18]

    @property
    def people(self) -> Table:
        """Who inspects."""
        return Table(
            "team",
            Words("检查人员"),
            (Words("姓名"), Words("执法证号"), Words("所属单位"), Words("职责")),
            (3, 4, 5, 2),
            (
                *((one.person.text, one.certificate, self._unit(one.person.id), one.role) for one in self.team),
                *[("（替换人员待抽取）", "", "", "")] * self.open_places,
            ),
        )

    def _unit(self, person: str) -> str:
        books = self.office.names.registry
        known = books.inspectors.get(person)
        return self.office.names.authority(known.value.unit).text if known else ""

    @property
    def pages(self) -> tuple[Links, ...]:
        """The public pages of the draw and of the target."""
        draw = Words("本次抽查：过程与核验")
        target = Words("本检查对象的公示信息")
        own = None if self.inspected.key.startswith("~") else self.office.names.target(self.inspected.key).address
        return self.office.links((draw, f"draws/{self.task.id}/"), (target, own))


def cited(reference: LegalReference) -> str:
    """Cite a law as a paper does: name, number, article."""
    number = f"（{reference.document_no}）" if reference.document_no else ""
    return f"{reference.law}{number}{reference.article or ''}"
