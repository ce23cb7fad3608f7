"""The pages that greet: home in both languages, and the look-up."""

from collections.abc import Iterator

from sunlot.core.views.contents import Contents, Page
from sunlot.core.views.due_pages import overdue
from sunlot.core.views.overview import coverage, numbers
from sunlot.core.views.tiles import GAP, HEIGHT, WIDTH, tiles

RECENT = 6


def pages(site: Contents) -> Iterator[Page]:
    """Make all of them."""
    counts = numbers(site.registry, site.draws, site.results, site.day, site.problems)
    areas = coverage(site.registry, site.draws, site.names, site.day)
    placed = list(tiles(areas))
    shared = {"numbers": counts, "recent": site.draws[:RECENT], "published": site.published}
    home = shared | {
        "waiting": [draw for draw in reversed(site.draws) if draw.state_code in {"waiting", "teams_waiting"}],
        "late": overdue(site),
        "areas": areas,
        "tiles": placed,
        "tiles_width": max((tile.x for tile in placed), default=0) + WIDTH,
        "tiles_height": max((tile.y for tile in placed), default=0) + HEIGHT,
        "size": (WIDTH, HEIGHT, GAP),
    }
    yield Page("", "home", home)
    yield Page("en/", "en_home", shared)
    yield Page("search/", "search")
