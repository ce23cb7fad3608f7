"""Pages that verify in the browser: one for each draw, and one for a folder from anywhere, in Chinese and English."""

from collections.abc import Iterator

from sunlot.core.dates import end_of
from sunlot.core.views.contents import Contents, Page
from sunlot.core.views.draws import DrawView

MOST_NAMES = 3000
"""Beyond so many entries a page carries the names of the drawn ones alone; the rest show their keys."""


def pages(site: Contents) -> Iterator[Page]:
    """Make all of them."""
    for draw in site.draws:
        if draw.id in site.records:
            yield _of_draw(site, draw)
    yield Page("verify/", "verify_any", {"english": False})
    yield Page("en/verify/", "verify_any", {"english": True})


def _of_draw(site: Contents, draw: DrawView) -> Page:
    now = end_of(site.day) if site.settings.demonstration else None  # a demonstration stands still
    values = {"draw": draw, "files": site.files[draw.id], "names": _names(site, draw), "now": now}
    return Page(f"draws/{draw.id}/verify/", "verify", values, "draws/inner/shell/", f"现场核验 {draw.id}")


def _names(site: Contents, draw: DrawView) -> dict[str, str]:
    """Key → what people call it, where that is something else; only for display."""
    lists = site.records[draw.id].lists
    targets = [entry.key for entry in lists.roster]
    if len(targets) > MOST_NAMES:
        targets = [one.target.id for one in draw.chosen]
    people = [one.key for one in lists.inspectors[:MOST_NAMES]]
    named = [*(site.names.target(key) for key in targets), *(site.names.person(key) for key in people)]
    return {name.id: name.text for name in named if name.text != name.id}
