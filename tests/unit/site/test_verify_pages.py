"""Pages that verify: every file of the draw is offered, names are only for show, and hostile text stays text."""

import json
from html.parser import HTMLParser

from tests.support.site import contents, draw_of, files_of

from sunlot.core.views import verify_pages
from sunlot.jobs.site.rendering import Renderer

VECTOR = "good-substitutes-and-relief"
HOSTILE = "</script><script>alert(1)</script><!-- &amp; '\" {{ 7 * 7 }}"


class Reader(HTMLParser):
    """Collects elements with their attributes, and what stands in the block of names."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.names = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "script" and "data-names" in self.tags[-1][1]:
            self.names += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def read(text: str) -> Reader:
    site = contents(text, VECTOR)
    (page,) = (one for one in verify_pages.pages(site) if one.template == "verify")
    reader = Reader()
    reader.feed(Renderer(site).render(page.template, page.path.count("/"), page.values))
    return reader


def test_every_file_of_the_draw_is_verified() -> None:
    draw = draw_of(VECTOR).draw
    links = {one["data-path"]: one["href"] for one in read("演示").all("a") if "data-path" in one}
    assert links == {path: f"../../../draws/{draw}/{draw}/{path}" for path in files_of(VECTOR)}


def test_hostile_names_stay_names() -> None:
    reader = read(HOSTILE)
    names, module = reader.all("script")
    assert names == {"type": "application/json", "data-names": None}
    assert module["src"] == "../../../assets/verify.js"
    held = json.loads(reader.names)
    assert HOSTILE in held.values()
    assert set(held) <= {one.key for one in (*draw_of(VECTOR).lists.roster, *draw_of(VECTOR).lists.inspectors)}


def test_a_big_roster_names_only_the_drawn(monkeypatch) -> None:
    monkeypatch.setattr(verify_pages, "MOST_NAMES", 1)
    drawn = {one.key for one in draw_of(VECTOR).stages[0].outcome.value.selected}
    held = json.loads(read("演示").names)
    roster = {entry.key for entry in draw_of(VECTOR).lists.roster}
    assert drawn & set(held)
    assert set(held) & roster < roster
