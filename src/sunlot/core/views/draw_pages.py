"""Pages of draws: the list, and a page for each."""

from collections.abc import Iterator, Sequence

from sunlot.core.documents.case import Office
from sunlot.core.documents.certificate import certifiable, certificate
from sunlot.core.views import by_hand
from sunlot.core.views.contents import Contents, Page
from sunlot.core.views.draws import DrawView
from sunlot.core.views.life_views import counted, lives


def pages(site: Contents) -> Iterator[Page]:
    """Make all of them."""
    yield Page("draws/", "draws", {"draws": site.draws, "published": site.published})
    found = lives(site)
    for draw in site.draws:
        yield _draw(site, draw, counted(site, [life for (of, _), life in found.items() if of == draw.id]))
        if draw.stage:
            yield _by_hand(site, draw)
        if certifiable(draw, site.day):
            yield _certificate(site, draw)


def _draw(site: Contents, draw: DrawView, progress: Sequence[tuple[str, int]]) -> Page:
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
        "progress": progress,
        "outcomes": site.outcomes(draw.id),
        "circular": circular.value if circular else None,
        "files": site.files.get(draw.id, ()),
        "objections": objections,
    }
    return Page(f"draws/{draw.id}/", "draw", values, "draws/shell/", f"{draw.id} {draw.title}")


def _by_hand(site: Contents, draw: DrawView) -> Page:
    parts = by_hand.parts(draw, site.records[draw.id], site.files[draw.id], lambda key: site.names.target(key).text)
    values = {"draw": draw, "parts": parts}
    return Page(f"draws/{draw.id}/by-hand/", "by_hand", values, "draws/inner/shell/", f"自己动手核对 {draw.id}")


def _certificate(site: Contents, draw: DrawView) -> Page:
    """The certificate to be printed from the browser; `sunlot print` makes the same as a PDF."""
    authority = site.registry.authorities.get(site.settings.authority)
    office = Office(
        settings=site.settings,
        authority=authority.value if authority else None,
        names=site.names,
        words=site.words,
        day=site.day,
    )
    values = {"draw": draw, "paper": certificate(office, draw, site.records[draw.id])}
    return Page(f"draws/{draw.id}/certificate/", "certificate", values, "draws/inner/shell/", f"抽取证明 {draw.id}")
