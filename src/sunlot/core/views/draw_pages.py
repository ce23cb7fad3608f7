"""Pages of draws: the list, and a page for each."""

from collections.abc import Iterator

from sunlot.core.views.contents import Contents, Page
from sunlot.core.views.draws import DrawView


def pages(site: Contents) -> Iterator[Page]:
    """Make all of them."""
    yield Page("draws/", "draws", {"draws": site.draws, "published": site.published})
    for draw in site.draws:
        yield _draw(site, draw)


def _draw(site: Contents, draw: DrawView) -> Page:
    placed = site.registry.tasks.get(draw.id)
    record = site.describer.describe("task", placed.raw) if placed else {}
    circular = site.circulars.get(draw.id)
    objections = [
        list(site.describer.describe("objection", one.raw).values())
        for one in site.registry.objections.values()
        if one.value.record_kind == "draw" and one.value.record == draw.id and one.value.filed_on <= site.day
    ]
    values = {
        "draw": draw,
        "task": placed.value if placed else None,
        "rest": [field for name, field in record.items() if name not in {"id", "title"}],
        "done": site.published[draw.id],
        "outcomes": site.outcomes(draw.id),
        "circular": circular.value if circular else None,
        "files": site.files.get(draw.id, ()),
        "objections": objections,
    }
    return Page(f"draws/{draw.id}/", "draw", values, "draws/shell/", f"{draw.id} {draw.title}")
