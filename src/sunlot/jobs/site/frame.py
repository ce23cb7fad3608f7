"""The frame of the site: the authored pages and the empty shells, built by MkDocs, once, in a process of its own.

MkDocs reads its settings from the environment. A repository's own `mkdocs.yml` is run as its Makefile is: build the
site of a repository that you would run `make` in.
"""

import calendar
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from sunlot.store.errors import StoreError

UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/", "sitemap.xml")
"""What the theme brings and this site does not use: its search, and a list of pages that ends at the shells."""


class FrameError(StoreError):
    """MkDocs refuses to build the authored pages."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What MkDocs is told about one site.

    Attributes:
        title: The name of the site.
        title_en: The same in English.
        address: Where it will stand, or empty.
        as_of: The ISO date it shows.
        demonstration: Whether every page says that nothing here is real.
    """

    title: str
    title_en: str
    address: str
    as_of: str
    demonstration: bool


def source_of(root: Path) -> Path:
    """Find the folder with `mkdocs.yml` and `docs/`: the repository's own, else the one that comes with the package."""
    inside = Path(str(files("sunlot"))) / "site"
    candidates = (root, inside, Path(__file__).parents[4])
    return next(folder for folder in candidates if (folder / "mkdocs.yml").is_file())


def build(source: Path, frame: Frame, scratch: Path) -> Iterator[tuple[str, bytes]]:
    """Build the frame in an empty folder and yield its files: path → content, sorted.

    Raises:
        FrameError: With what MkDocs said.
    """
    run = subprocess.run(  # noqa: S603  fixed arguments
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(scratch)],
        cwd=source,
        env=_environment(frame),
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        said = " ".join((run.stderr or run.stdout).split())[-600:]
        raise FrameError(
            f"MkDocs 未能生成网站框架：{said}；请检查 {source}/mkdocs.yml 和 docs/site",
            f"MkDocs could not build the frame: {said}; look into {source}/mkdocs.yml and docs/site",
        )
    for place in sorted(scratch.rglob("*")):
        path = place.relative_to(scratch).as_posix()
        if place.is_file() and not path.startswith(UNUSED) and not path.endswith(".map"):
            yield path, place.read_bytes()


def _environment(frame: Frame) -> Mapping[str, str]:
    """What `mkdocs.yml` reads; a day in words, since MkDocs would take an ISO date for something else than text."""
    day = date.fromisoformat(frame.as_of)
    return os.environ | {
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "SOURCE_DATE_EPOCH": "0",
        "SUNLOT_TITLE": frame.title,
        "SUNLOT_TITLE_EN": frame.title_en,
        "SUNLOT_SITE_URL": frame.address,
        "SUNLOT_DAY": f"{day.year}年{day.month}月{day.day}日",
        "SUNLOT_DAY_EN": f"{day.day} {calendar.month_name[day.month]} {day.year}",
        "SUNLOT_DEMONSTRATION": "true" if frame.demonstration else "false",
    }
