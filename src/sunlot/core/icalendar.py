"""Days and instants as a calendar that other programs subscribe to (RFC 5545)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from sunlot.core.deadlines import Deadline

WIDTH: Final = 75
"""Octets of a line, its end not counted; what is longer goes on in the next line after a space."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that stands in a calendar.

    Attributes:
        name: What tells it from every other event for good; its identifier is a digest of this.
        at: A day for an event that lasts it, or an instant in UTC (`2026-08-22T21:35:51Z`).
        summary: Its title.
        description: More of it.
        tentative: Whether it may still move.
        url: An address; empty for none.
    """

    name: str
    at: date | str
    summary: str
    description: str
    tentative: bool = False
    url: str = ""


def event_of(one: Deadline, said: str) -> Event:
    """Make an event of a deadline; `said` is how people read it."""
    name = "|".join([one.kind, one.about, one.subject, one.draw or "", one.detail, one.since or ""])
    return Event(name, one.due, said, f"{one.unit} · {one.clause}", one.provisional)


def calendar(events: Iterable[Event], day: date, version: str) -> str:
    """Write a calendar; the same events give the same bytes.

    Args:
        events: In the order in which they are written.
        day: The day at which this is said.
        version: The version of the program that says it.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//sunlot//{version}//ZH", "CALSCALE:GREGORIAN"]
    stamp = f"{day:%Y%m%d}T000000Z"
    for one in events:
        lines += _event(one, stamp)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _event(one: Event, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{sha256(one.name.encode()).hexdigest()[:32]}@sunlot"
    yield f"DTSTAMP:{stamp}"
    if isinstance(one.at, date):
        yield f"DTSTART;VALUE=DATE:{one.at:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{one.at + timedelta(days=1):%Y%m%d}"
    else:
        yield f"DTSTART:{one.at.replace('-', '').replace(':', '')}"
    yield f"SUMMARY:{_escaped(one.summary)}"
    yield f"DESCRIPTION:{_escaped(one.description)}"
    if one.url:
        yield f"URL:{one.url}"
    yield f"STATUS:{'TENTATIVE' if one.tentative else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for char in "\\;,":
        text = text.replace(char, f"\\{char}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Cut a line, and no character, into parts of so many octets."""
    part, room = "", WIDTH
    for char in line:
        size = len(char.encode())
        if size > room:
            yield part
            part, room = " ", WIDTH - 1
        part, room = part + char, room - size
    yield part
