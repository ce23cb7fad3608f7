"""Templates to HTML: everything is escaped unless a template says otherwise, and what a template misses is an error."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from sunlot.core.views.contents import Contents
from sunlot.core.views.times import beijing

GROUP = 16


def grouped(text: str) -> Markup:
    """A digest that may break after every 16 characters and is copied without a gap."""
    parts = [text[n : n + GROUP] for n in range(0, len(text), GROUP)]
    return Markup("<wbr>").join(escape(part) for part in parts)


def short_key(key: str) -> str:
    """The key of a withheld entry, shortened; every other key as it is."""
    return f"{key[:9]}…{key[-4:]}" if key.startswith("~") else key


class Renderer:
    """Renders templates with what every page knows.

    That includes the beacon of each draw, so that its strength stands wherever the draw is named (protocol, 10).
    """

    def __init__(self, site: Contents) -> None:
        self._environment = Environment(
            loader=PackageLoader("sunlot"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {"grouped": grouped, "short_key": short_key, "beijing": beijing}
        beacons = {draw.id: draw.beacon for draw in site.draws if draw.beacon}
        self._environment.globals |= {"words": site.words, "as_of": site.day, "beacons": beacons}

    def render(self, template: str, depth: int, values: Mapping[str, Any]) -> str:
        """Render one template for a page so many folders below the top of the site."""
        return self._environment.get_template(f"{template}.html").render(root="../" * depth, **values)
