"""The site in a real browser: every kind of page on desk and phone, in light and dark, with and without JavaScript."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from tests.e2e.conftest import Site

from sunlot.core.views import lookup

pytestmark = pytest.mark.browser
SCRIPT = """async (query) => {
    const { find } = await import("/assets/lookup.js");
    return (await find(query)).hits.map((hit) => hit.address);
}"""
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
KINDS: dict[str, str] = {
    "home": "index.html",
    "search": "search/index.html",
    "draws": "draws/index.html",
    "draw": "draws/20*/index.html",
    "results": "results/index.html",
    "result": "results/20*/[9X]*/index.html",
    "circular": "results/20*/circular/index.html",
    "items": "items/index.html",
    "item": "items/[A-Z]*/index.html",
    "targets": "targets/index.html",
    "area": "targets/division/*/index.html",
    "target": "targets/[9X]*/index.html",
    "record": "targets/record/index.html",
    "inspectors": "inspectors/index.html",
    "inspector": "inspectors/insp*/index.html",
    "plans": "plans/index.html",
    "plan": "plans/20*/index.html",
    "method": "method/index.html",
    "data": "data/index.html",
    "specification": "specification/index.html",
    "proof": "proof/index.html",
    "rights": "rights/index.html",
    "fairness": "fairness/index.html",
    "due": "due/index.html",
    "completeness": "completeness/index.html",
    "clauses": "clauses/index.html",
    "notice": "notice/index.html",
    "by hand": "draws/20*/by-hand/index.html",
    "certificate": "draws/20*/certificate/index.html",
    "english": "en/index.html",
    "english method": "en/method/index.html",
    "english specification": "en/specification/index.html",
    "english proof": "en/proof/index.html",
    "nothing there": "404.html",
}


def path_of(site: Site, kind: str) -> str:
    """The address, below the top of the site, of one page of a kind; of several the longest file says most."""
    found = sorted(site.folder.glob(KINDS[kind]), key=lambda path: path.stat().st_size)
    assert found, f"no page of the kind {kind}"
    path = found[-1].relative_to(site.folder).as_posix().removesuffix("index.html")
    return f"{path}?id={undrawn(site)[0]}" if kind == "record" else path


def undrawn(site: Site) -> tuple[str, str]:
    """Id and name of a target that has no page of its own."""
    for line in (site.folder / "data" / "targets.ndjson").read_text().splitlines():
        record = json.loads(line)
        if not (site.folder / "targets" / record["id"]).exists() and record["kind"] != "individual_business":
            return record["id"], record["name"]
    raise AssertionError("every target was drawn")


@contextmanager
def opened(
    chromium: Browser, site: Site, *, size: dict[str, int], dark: bool = False, js: bool = True
) -> Iterator[Page]:
    """A page that notes what must not happen: messages, failed requests, requests to another host."""
    context = chromium.new_context(
        viewport=size,  # type: ignore[arg-type]
        color_scheme="dark" if dark else "light",
        java_script_enabled=js,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("response", lambda answer: wrong.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    page.on("request", lambda asked: None if inside(site, asked.url) else wrong.append(f"outside: {asked.url}"))
    yield page
    context.close()
    assert wrong == []


def inside(site: Site, address: str) -> bool:
    return address.startswith((site.address, "data:", "blob:"))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_page(chromium: Browser, site: Site, kind: str, dark: bool) -> None:
    with opened(chromium, site, size=PHONE if dark else DESK, dark=dark) as page:
        page.goto(site.address + path_of(site, kind))
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.lang") == ("en" if kind.startswith("english") else "zh-CN")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", ground)[:3])) < 200) == dark
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        shown = [f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found["violations"]]
        assert shown == []
        for size in (DESK, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"], "the page is wider than the screen"


@pytest.mark.parametrize("way", ["code", "beginning of a code", "name", "part of a name"])
def test_home_finds_a_target(chromium: Browser, site: Site, way: str) -> None:
    key, name = undrawn(site)
    query = {"code": key, "beginning of a code": key[:-2], "name": name, "part of a name": name[2:]}[way]
    with opened(chromium, site, size=PHONE) as page:
        page.goto(site.address)
        page.get_by_role("searchbox").fill(query)
        link = page.locator("#home-hits a", has_text=name).first
        expect(link).to_be_visible()
        link.click()
        page.wait_for_url("**/targets/record/?id=*")
        expect(page.locator("h1")).to_have_text(name)
        expect(page.locator("dl")).to_contain_text(key)


def test_head_of_any_page_leads_to_the_search(chromium: Browser, site: Site) -> None:
    key, name = undrawn(site)
    with opened(chromium, site, size=DESK) as page:
        page.goto(f"{site.address}method/")
        box = page.get_by_role("searchbox")
        box.focus()
        page.keyboard.type(key)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/search/?q={key}")
        expect(page.locator("#hits a").first).to_have_text(name)


@pytest.mark.parametrize(("query", "said"), [("查无此户查无此户", "没有找到"), ("水", "至少输入两个字")])
def test_search_says_at_once_when_there_is_nothing(chromium: Browser, site: Site, query: str, said: str) -> None:
    with opened(chromium, site, size=DESK) as page:
        page.goto(f"{site.address}search/")
        page.get_by_role("searchbox").fill(query)
        expect(page.locator("#hits")).to_contain_text(said)
        assert page.locator("#hits a").count() == 0


def test_the_script_finds_what_the_index_says(chromium: Browser, site: Site) -> None:
    held: dict[str, object] = {}

    def read(path: str) -> object:
        return held.setdefault(path, json.loads(gzip.decompress((site.folder / "lookup" / f"{path}.gz").read_bytes())))

    queries = [
        "演示",
        "水库 台网",
        "第1公司",
        "9165",
        "91650102DEM",
        "XJ-T-00",
        "2026-00",
        "SEI-01",
        "insp-2",
        "ＳＥＩ－０１",
    ]
    queries += ["演示·天山", "公司", "摘要", "做不了假", "x", "不存在的名称", "演示员甲0"]
    with opened(chromium, site, size=DESK) as page:
        page.goto(f"{site.address}search/")
        for query in queries:
            found = page.evaluate(SCRIPT, query)
            assert found == [hit[3] for hit in lookup.find(read, query) or ()], query


def test_an_unknown_record_is_named(chromium: Browser, site: Site) -> None:
    with opened(chromium, site, size=DESK) as page:
        page.goto(f"{site.address}targets/record/?id=%3Cimg%20src%3Dx%3E")
        expect(page.locator("[data-record]")).to_contain_text("名录中没有编号为 <img src=x> 的对象")


@pytest.mark.parametrize("kind", ["home", "draw", "result", "area", "items", "search"])
def test_without_javascript(chromium: Browser, site: Site, kind: str) -> None:
    with opened(chromium, site, size=PHONE, js=False) as page:
        page.goto(site.address + path_of(site, kind))
        expect(page.locator("h1")).to_be_visible()
        expect(page.get_by_role("navigation").first).to_be_visible()
        assert page.locator("main a").count() > 3
        if kind == "search":
            expect(page.get_by_text("查询需要在浏览器中启用 JavaScript")).to_be_visible()


def test_dark_without_javascript(chromium: Browser, site: Site) -> None:
    with opened(chromium, site, size=DESK, dark=True, js=False) as page:
        page.goto(site.address)
        heading = page.locator("h1").first
        colour: Callable[[str], str] = lambda name: heading.evaluate(f"one => getComputedStyle(one).{name}")  # noqa: E731
        assert sum(map(int, re.findall(r"\d+", colour("color"))[:3])) > 600


def test_light_and_dark_can_be_chosen(chromium: Browser, site: Site) -> None:
    with opened(chromium, site, size=DESK) as page:
        page.goto(site.address)
        page.get_by_title("切换为深色").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        page.goto(f"{site.address}draws/")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_the_first_tab_skips_to_the_content(chromium: Browser, site: Site) -> None:
    with opened(chromium, site, size=DESK) as page:
        page.goto(f"{site.address}items/")
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_text("跳到正文")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("kind", ["draw", "result", "home", "clauses"])
def test_print(chromium: Browser, site: Site, kind: str, tmp_path: Path) -> None:
    with opened(chromium, site, size=DESK, dark=True) as page:
        page.goto(site.address + path_of(site, kind))
        page.emulate_media(media="print")
        expect(page.locator(".sl-nav")).to_be_hidden()
        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.locator(".sl-demo").first.is_visible()
        made = page.pdf(path=tmp_path / "page.pdf", format="A4")
        assert made.startswith(b"%PDF")


def test_a_certificate_prints_on_one_sheet_and_says_that_it_is_a_demonstration(chromium: Browser, site: Site) -> None:
    with opened(chromium, site, size=DESK) as page:
        page.goto(f"{site.address}draws/2026-001/certificate/")
        sheets = PdfReader(BytesIO(page.pdf(format="A4")))
        assert len(sheets.pages) == 1
        told = "".join(sheets.pages[0].extract_text().split())
        seeds = json.loads((site.folder / "draws/2026-001.json").read_text())["seeds"].values()
        assert len(seeds) == 2
        assert all(seed in told for seed in seeds)
        # Chromium writes some characters as the radicals that look the same
        assert "演示用文书" in normalize("NFKC", told)
