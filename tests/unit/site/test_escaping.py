"""Whatever stands in a register stays text: no free text of any record can become markup, link or script."""

import json
from html.parser import HTMLParser

import pytest
from tests.support.site import contents

from sunlot.core.views import (
    draw_pages,
    due_pages,
    findable,
    front_pages,
    lookup,
    register_pages,
    result_pages,
    target_pages,
)
from sunlot.core.views.contents import Page
from sunlot.core.views.draws import Verdict
from sunlot.jobs.site import data, opendata
from sunlot.jobs.site.rendering import Renderer

HOSTILE = "</p><script>alert(1)</script><img src=x onerror=alert(2)>'\"&amp;{{ 7 * 7 }}{% raw %}[a](javascript:b)"
OTHERWISE = frozenset(
    [
        "id", "name", "title", "status", "to_confirm", "content", "summary", "grade", "interim", "document_no",
        "result_code", "correction_reason", "target", "draw", "joint",
    ]
)  # fmt: skip
"""Fields whose values stand in a heading, a tag or a sentence, without their labels."""
MAKERS = (front_pages, due_pages, draw_pages, result_pages, register_pages, target_pages)


class Reader(HTMLParser):
    """Collects elements, attributes and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add("data" if ("type", "application/ld+json") in attrs else tag)  # a block of data is never run
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def pages() -> list[Page]:
    site = contents(HOSTILE, verdict=Verdict(ok=False, sentence=HOSTILE))
    return [
        *(page for maker in MAKERS for page in maker.pages(site)),
        data.page(site, opendata.gathered(site, data.sets(site)), b""),
    ]


PAGES = pages()


@pytest.mark.parametrize("template", sorted({page.template for page in PAGES}))
def test_free_text_stays_text(template: str) -> None:
    site = contents(HOSTILE)
    renderer = Renderer(site)
    for page in [page for page in PAGES if page.template == template][:3]:
        reader = Reader()
        reader.feed(renderer.render(page.template, page.path.count("/"), page.values))
        assert not reader.tags & {"script", "img", "iframe", "object", "style"}
        assert not [name for name, _ in reader.attributes if name.startswith("on") or name == "style"]
        links = [value for name, value in reader.attributes if name in {"href", "src", "action"}]
        assert not [link for link in links if link.lower().lstrip().startswith(("javascript:", "data:", "http:"))]
        assert "49" not in [word.strip() for word in reader.text.split("'")]


def test_hostile_text_is_really_shown() -> None:
    site = contents(HOSTILE)
    renderer = Renderer(site)
    shown = set()
    for page in PAGES:
        reader = Reader()
        reader.feed(renderer.render(page.template, page.path.count("/"), page.values))
        if HOSTILE in reader.text:
            shown.add(page.template)
    assert shown >= {"item", "target", "inspector", "plan", "draw", "result", "circular", "home", "division"}


def test_every_public_field_of_a_record_is_on_its_page() -> None:
    """Nothing public is left out: the label of every field stands on the page, or its value does in another place."""
    site = contents("演示文字")
    renderer = Renderer(site)
    own = {"result": "results", "target": "targets", "inspector": "inspectors", "item": "items", "circular": "circular"}
    for kind in own:
        page = next(page for page in PAGES if page.template == kind)
        reader = Reader()
        reader.feed(renderer.render(page.template, page.path.count("/"), page.values))
        missing = {
            name for name, prop in site.words.schemas[kind]["properties"].items() if prop["title"] not in reader.text
        }
        assert missing <= OTHERWISE, kind


def test_the_look_up_holds_text() -> None:
    site = contents(HOSTILE)
    made = dict(lookup.files(findable.entries(site, iter(())), findable.KINDS))
    assert all(json.loads(data.as_line(value)) == json.loads(json.dumps(value)) for value in made.values())
