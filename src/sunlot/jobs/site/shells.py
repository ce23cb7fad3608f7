"""Shells: pages of the frame with a marker, where finished HTML is put in; and the policy that each page carries."""

import re
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from html import escape

MARKER = "<!-- sunlot -->"
TITLE = "SUNLOT-TITLE"
POLICY = "sunlot:policy"
_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
_CANONICAL = re.compile(r'(<link rel="canonical" href=")[^"]*(">)')
_DATA = re.compile(r'\btype="application/(ld\+)?json"')


def with_policy(html: str) -> str:
    """Write the Content-Security-Policy of a page: nothing from outside, inline scripts of the theme by their hash."""
    hashes = sorted(
        {
            f"'sha256-{b64encode(sha256(found['text'].encode()).digest()).decode()}'"
            for found in _SCRIPT.finditer(html)
            if "src=" not in found["attributes"] and not _DATA.search(found["attributes"])
        }
    )
    rules = (
        "default-src 'none'",
        " ".join(("script-src 'self'", *hashes)),
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
    )
    return html.replace(POLICY, "; ".join(rules), 1)


@dataclass(frozen=True, slots=True)
class Shell:
    """A built page, cut at its marker.

    Attributes:
        before: Up to the marker.
        after: From the marker on.
        address: Where the site will stand, or empty.
    """

    before: str
    after: str
    address: str

    @classmethod
    def cut(cls, html: str, address: str) -> "Shell":
        """Cut a page of the frame.

        Raises:
            ValueError: If it has no marker, or several.
        """
        before, marker, after = html.partition(MARKER)
        if not marker or MARKER in after:
            raise ValueError(f"a shell has the marker {MARKER} once")
        return cls(before, after, address)

    def fill(self, body: str, title: str | None = None, path: str = "") -> bytes:
        """Make a page: the body in the marker's place, its title, and its own address as the canonical one.

        Args:
            body: Finished HTML.
            title: Plain text; None keeps the title that the page was written with.
            path: The folder of the page below the top of the site; empty keeps the address.
        """
        before, after = self.before, self.after
        if title is not None:
            before, after = before.replace(TITLE, escape(title)), after.replace(TITLE, escape(title))
        if path and self.address:
            # a function, so that nothing in the address is read as a reference to a group
            before = _CANONICAL.sub(lambda found: f"{found[1]}{escape(self.address + path)}{found[2]}", before, 1)
        return f"{before}{body}{after}".encode()
