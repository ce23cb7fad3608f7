"""Build the public site: one frame by MkDocs, every record put into its shell, data beside it, swapped in at once."""

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from html import unescape
from pathlib import Path

from sunlot.core.views import (
    clause_pages,
    completeness_pages,
    draw_pages,
    due_pages,
    fairness_pages,
    findable,
    front_pages,
    lookup,
    register_pages,
    result_pages,
    target_pages,
    verify_pages,
)
from sunlot.core.views.contents import Contents, Page
from sunlot.jobs.loading import settings_of
from sunlot.jobs.site import clauses, data, frame, opendata
from sunlot.jobs.site.contents import Raw, gather
from sunlot.jobs.site.rendering import Renderer
from sunlot.jobs.site.serialised import as_json, as_line, packed
from sunlot.jobs.site.shells import MARKER, Shell, with_policy
from sunlot.store.repository import Store
from sunlot.store.writing import beside, fill, replace_tree

_TITLE = re.compile(r"<title>(.*?) - ", re.DOTALL)
_SECTION = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)
_SHELL = re.compile(r"(^|/)shell/index\.html$")


@dataclass(frozen=True, slots=True)
class Built:
    """What was built.

    Attributes:
        out: Where it stands.
        as_of: The day it shows.
        pages: How many pages it has.
        files: How many files, pages included.
    """

    out: Path
    as_of: str
    pages: int
    files: int


def build_site(store: Store, out: Path, *, today: date, as_of: date | None = None) -> Built:
    """Build the site in a folder beside `out` and put it in its place.

    Two builds of one revision and one day are equal, byte for byte. A build that fails leaves the old site whole.

    Args:
        store: The state that is shown.
        out: The folder of the site; one that stands there was built by an earlier run, or is empty.
        today: Today in Beijing.
        as_of: The day that the site shows; by default the one a demonstration pins, else `today`.

    Raises:
        ProblemsError: If a record has a problem of form.
        FrameError: If MkDocs refuses the authored pages.
        WriteError: If `out` cannot be written.
    """
    day = as_of or _pinned(store) or today
    contents, raw = gather(store, day.isoformat())
    built = _frame(store, contents)
    new = beside(out)
    counter = _Counter()
    fill(new, counter.counted(_files(store, contents, raw, built)))
    fill(new, counter.counted([(data.SUMS, data.checksums(counter.digests))]))
    fill(new, counter.counted([(data.MANIFEST, data.manifest(contents, counter.digests))]))
    replace_tree(new, out, marker=data.MANIFEST)
    pages = sum(path.endswith(".html") for path in counter.digests)
    return Built(out, contents.day, pages, len(counter.digests))


class _Counter:
    """Notes the digest of every file that passes."""

    def __init__(self) -> None:
        self.digests: dict[str, tuple[int, str]] = {}

    def counted(self, files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        """Pass files on.

        Raises:
            ValueError: If a path comes twice.
        """
        for path, content in files:
            if path in self.digests:
                raise ValueError(f"{path} is made twice")
            self.digests[path] = (len(content), sha256(content).hexdigest())
            yield path, content


def _pinned(store: Store) -> date | None:
    demonstration = settings_of(store).demonstration
    return date.fromisoformat(demonstration.as_of) if demonstration else None


def _frame(store: Store, site: Contents) -> dict[str, bytes]:
    """Build the frame: path → content."""
    told = frame.Frame(
        site.settings.title,
        site.settings.title_en,
        site.settings.site_url or "",
        site.day,
        site.settings.demonstration is not None,
    )
    with tempfile.TemporaryDirectory(prefix="sunlot-site-") as scratch:
        return dict(frame.build(frame.source_of(store.root), told, Path(scratch)))


def _files(store: Store, site: Contents, raw: Raw, built: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Make every file of the site."""
    address = site.settings.site_url or ""
    html = {path: with_policy(held.decode()) for path, held in built.items() if path.endswith(".html")}
    shells = {path: Shell.cut(text, address) for path, text in html.items() if MARKER in text}
    yield from ((path, held) for path, held in built.items() if path not in html)
    whole = {path: text for path, text in html.items() if path not in shells}
    yield from ((path, text.encode()) for path, text in whole.items())
    verifiers = data.verifier_of(store.root), data.verifier_of(store.root, "verify.sql")
    renderer = Renderer(site)
    offered = opendata.gathered(site, data.sets(site))
    fair = fairness_pages.told(site)
    complete = completeness_pages.told(site)
    table = clauses.coverage_of(store)
    titles = {address: title for title, address in _authored(html)}
    made = []
    told = fairness_pages.page(site, fair), clause_pages.page(table, titles), completeness_pages.page(site, complete)
    for page in (*_pages(site), data.page(site, offered, *verifiers), *told):
        shell = shells[f"{page.path if page.shell is None else page.shell}index.html"]
        body = renderer.render(page.template, page.path.count("/"), page.values)
        made.append(page.path)
        yield f"{page.path}index.html", shell.fill(body, page.title, page.path)
    lines = findable.entries(site, _authored(html))
    yield from _lookup(lookup.files(lines, findable.KINDS))
    yield from _lookup(lookup.records(findable.register(site)))
    yield from data.files(site, raw, *verifiers)
    yield from offered.files
    yield from data.fairness(site, fair)
    yield from data.completeness(site, complete)
    yield "data/clauses.json", as_json(clause_pages.as_data(table, site.day))
    if address:
        others = [path.removesuffix("index.html") for path in whole if path.endswith("index.html")]
        yield "sitemap.xml", data.sitemap(address, [*made, *others])


def _pages(site: Contents) -> Iterator[Page]:
    """Every page with a body of its own."""
    for maker in (front_pages, due_pages, draw_pages, result_pages, register_pages, target_pages, verify_pages):
        yield from maker.pages(site)


def _lookup(made: lookup.Files) -> Iterator[tuple[str, bytes]]:
    return ((f"lookup/{path}.gz", packed(as_line(value))) for path, value in made)


def _authored(html: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Titles of authored pages and their sections, so that they can be looked up."""
    for path, text in sorted(html.items()):
        if not path.endswith("index.html") or _SHELL.search(path) or path == "index.html":
            continue
        folder = path.removesuffix("index.html")
        if title := _TITLE.search(text):
            yield unescape(title[1]), folder
        for section in _SECTION.finditer(text):
            yield unescape(re.sub("<[^>]*>", "", section[2])), f"{folder}#{section[1]}"
