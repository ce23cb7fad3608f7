"""Deadlines as a calendar that other programs subscribe to (RFC 5545): one all-day event each."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from hashlib import sha256

from sunlot import __version__
from sunlot.core.deadlines import Deadline
from sunlot.jobs.due import Due

WIDTH = 75
"""Octets of a line, its end not counted; what is longer goes on in the next line after a space."""


def calendar(found: Due, said: Sequence[str]) -> str:
    """Write a calendar; the same deadlines give the same bytes.

    Args:
        found: The deadlines.
        said: What each of them says.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//sunlot//{__version__}//ZH", "CALSCALE:GREGORIAN"]
    stamp = f"{found.day:%Y%m%d}T000000Z"
    for one, text in zip(found.deadlines, said, strict=True):
        lines += _event(one, text, stamp)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _event(one: Deadline, text: str, stamp: str) -> Iterator[str]:
    name = "|".join([one.kind, one.about, one.subject, one.draw or "", one.detail, one.since or ""])
    yield "BEGIN:VEVENT"
    yield f"UID:{sha256(name.encode()).hexdigest()[:32]}@sunlot"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{one.due:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{one.due + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(text)}"
    yield f"DESCRIPTION:{_escaped(f'{one.unit} · {one.clause}')}"
    yield f"STATUS:{'TENTATIVE' if one.provisional else 'CONFIRMED'}"
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
