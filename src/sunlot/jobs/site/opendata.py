"""The published data in the formats of others: tables and what describes them, feeds, a calendar."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final

from sunlot import __version__
from sunlot.core.divisions import prefecture
from sunlot.core.icalendar import calendar
from sunlot.core.opendata import agenda, api, feeds, news, package
from sunlot.core.opendata.tables import Table, selections, table_of
from sunlot.core.views.contents import Contents
from sunlot.jobs.site.serialised import as_json, packed
from sunlot.store import datasets

LARGE: Final = 50_000
"""Rows from which on a spreadsheet is no help: then the table comes packed, and as Parquet."""
KEYS: Final = {"results": ("draw", "id", "published_on"), "circulars": ("draw", "id", "published_on")}
Files = Iterator[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Dataset:
    """One table with its files below `data/`, as the page on data offers it."""

    name: str
    title: str
    rows: int
    files: tuple[package.File, ...]


@dataclass(frozen=True, slots=True)
class OpenData:
    """Everything of this kind that the site offers.

    Attributes:
        datasets: The tables.
        whole: Files that hold all tables.
        feeds: The feeds; none where the site has no address, since a feed names its pages by theirs.
        described: What search engines are told (schema.org).
        held: Path below the top of the site → content.
    """

    datasets: Sequence[Dataset]
    whole: Sequence[package.File]
    feeds: Sequence[feeds.Feed]
    described: Mapping[str, Any]
    held: Mapping[str, bytes]

    @property
    def files(self) -> Files:
        """Every file, in the order of the paths."""
        yield from sorted(self.held.items())


def gathered(site: Contents, sets: Mapping[str, tuple[str, Sequence[Mapping[str, Any]]]]) -> OpenData:
    """Make all of it.

    Args:
        site: What is shown.
        sets: Name → kind of record, and the public records of the day.
    """
    tables = [
        table_of(site.words, name, kind, records, KEYS.get(name, ("id",))) for name, (kind, records) in sets.items()
    ]
    tables.append(selections(site))
    held = {f"data/{name}": data for table in tables for name, data in _formats(table)}
    if sum(len(table.rows) for table in tables) <= LARGE:
        held["data/sunlot.xlsx"] = datasets.workbook(tables, site.words)
        held["data/sunlot.sqlite"] = datasets.database(tables, site.words)
    files = [package.File(path.removeprefix("data/"), len(data), _digest(data)) for path, data in held.items()]
    own = {table.name: tuple(one for one in files if one.name.split(".")[0] == table.name) for table in tables}
    publisher = _publisher(site)
    described = package.datapackage(publisher, site.day, site.words, tables, {n: f[0] for n, f in own.items()})
    held["data/datapackage.json"] = as_json(described)
    held["data/catalog.jsonld"] = as_json(package.dcat(publisher, site.day, tables, files))
    held["data/openapi.json"] = as_json(api.description(publisher, __version__, sets))
    followed = list(_feeds(site)) if publisher.address else []
    for feed in followed:
        held[f"feeds/{feed.name}.atom"] = feeds.atom(feed, publisher.address, publisher.authority, site.day).encode()
        held[f"feeds/{feed.name}.json"] = as_json(feeds.json_feed(feed, publisher.address, publisher.authority))
    coming = calendar(agenda.events(site), date.fromisoformat(site.day), __version__)
    held["feeds/calendar.ics"] = coming.encode()
    listed = [Dataset(table.name, table.title, len(table.rows), own[table.name]) for table in tables]
    whole = [one for one in files if not any(one in mine for mine in own.values())]
    return OpenData(listed, whole, followed, package.schema_org(publisher, site.day, tables, files), held)


def _formats(table: Table) -> Files:
    plain = datasets.as_csv(table)
    if len(table.rows) > LARGE:
        yield f"{table.name}.csv.gz", packed(plain)
    else:
        yield f"{table.name}.csv", plain
    yield f"{table.name}.parquet", datasets.parquet(table)


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def _publisher(site: Contents) -> package.Publisher:
    settings = site.settings
    return package.Publisher(
        settings.title,
        settings.title_en,
        site.names.authority(settings.authority).text,
        settings.site_url or "",
        settings.demonstration is not None,
    )


def _feeds(site: Contents) -> Iterator[feeds.Feed]:
    found = news.events(site)
    yield feeds.Feed("all", site.settings.title, found)
    for code in sorted({prefecture(one.value.division) for one in site.registry.targets.values()}):
        name = site.names.division(f"{code}00").text
        yield feeds.Feed(f"prefecture-{code}", f"{site.settings.title} · {name}", news.of_prefecture(found, code))
    for item in sorted(site.registry.items):
        title = f"{site.settings.title} · {site.names.item(item).text}"
        yield feeds.Feed(f"item-{item}", title, news.of_item(found, item))
