"""Events as feeds: Atom (RFC 4287) and JSON Feed 1.1, for all, for each prefecture, for each item."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from sunlot.core.opendata.news import KINDS, Event

LONGEST: Final = 200
"""Events in a feed; older ones stand on the pages and in the data."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed.

    Attributes:
        name: The name of its files below `feeds/`.
        title: What it is about.
        events: Its events, the latest first.
    """

    name: str
    title: str
    events: Sequence[Event]


def atom(feed: Feed, top: str, author: str, day: str) -> str:
    """Write a feed as Atom.

    Args:
        feed: The feed.
        top: The address of the site; it ends with `/`.
        author: Who publishes it.
        day: The day that the site shows: when a feed without events was last looked at.
    """
    own = f"{top}feeds/{feed.name}.atom"
    shown = feed.events[:LONGEST]
    updated = shown[0].at if shown else f"{day}T00:00:00+08:00"
    entries = "".join(_entry(one, top) for one in shown)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">\n'
        f"<id>{escape(own)}</id>\n<title>{_text(feed.title)}</title>\n<updated>{updated}</updated>\n"
        f"<author><name>{_text(author)}</name></author>\n"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(own)}/>\n'
        f'<link rel="alternate" type="text/html" href={quoteattr(top)}/>\n'
        f"{entries}</feed>\n"
    )


def _entry(one: Event, top: str) -> str:
    zh, en = KINDS[one.kind]
    return (
        f"<entry>\n<id>{escape(_id(one, top))}</id>\n<title>{_text(one.title)}</title>\n<updated>{one.at}</updated>\n"
        f'<link rel="alternate" type="text/html" href={quoteattr(top + one.address)}/>\n'
        f'<category term="{one.kind}" label="{zh} · {en}"/>\n<summary>{_text(one.title)}</summary>\n</entry>\n'
    )


def _id(one: Event, top: str) -> str:
    """An identifier that stays when the page is corrected: two events of one page have two."""
    return f"{top}{one.address}#{one.name}"


def _text(text: str) -> str:
    """Text of an XML document: markup escaped, and no character that XML cannot hold."""
    return escape("".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in text))


def json_feed(feed: Feed, top: str, author: str) -> dict[str, Any]:
    """Give a feed as the value of a JSON Feed."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": top,
        "feed_url": f"{top}feeds/{feed.name}.json",
        "language": "zh-CN",
        "authors": [{"name": author}],
        "items": [
            {
                "id": _id(one, top),
                "url": top + one.address,
                "title": one.title,
                "content_text": one.title,
                "date_published": one.at,
                "tags": [one.kind],
            }
            for one in feed.events[:LONGEST]
        ],
    }
