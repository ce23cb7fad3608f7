"""Every command that a draw's page offers is typed here, and prints what the page says."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from re import DOTALL, findall

import duckdb
import pytest
from tests.support.site import VECTORS, contents

from sunlot.core.views import by_hand, draw_pages
from sunlot.core.views.by_hand import Part
from sunlot.jobs.site.rendering import Renderer

SCRIPTS = Path(__file__).parents[3] / "scripts"
GOOD = sorted(path.name for path in VECTORS.glob("good-*"))
DRAWN = [name for name in GOOD if name != "good-waiting"]


def parts(vector: str) -> tuple[Part, ...]:
    site = contents("文字", vector)
    (draw,) = site.draws
    return by_hand.parts(draw, site.records[draw.id], site.files[draw.id], lambda key: site.names.target(key).text)


def page(vector: str) -> str:
    site = contents("文字", vector)
    (made,) = (one for one in draw_pages.pages(site) if one.template == "by_hand")
    return Renderer(site).render(made.template, made.path.count("/"), made.values)


def folder_of(vector: str) -> Path:
    (folder,) = (path for path in (VECTORS / vector).iterdir() if path.is_dir())
    return folder


def offered(vector: str) -> Iterator[tuple[str, str]]:
    """The commands that stand on the page: kind, text."""
    for kind, text in findall(r'<pre><code data-kind="(\w+)">(.*?)</code></pre>', page(vector), DOTALL):
        yield kind, unescape(text)


def typed(command: str, folder: Path) -> str:
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.removesuffix("\n")


def queried(statement: str, folder: Path) -> str:
    with duckdb.connect() as database:
        database.execute(f"SET file_search_path = '{folder}'")
        return "\n".join(" ".join(row) for row in database.execute(statement).fetchall())


@pytest.mark.parametrize("vector", GOOD)
def test_every_command_prints_what_stands_beside_it(vector: str) -> None:
    folder = folder_of(vector)
    for step in [step for part in parts(vector) for step in part.steps]:
        run = queried if step.sql else typed
        assert run(step.command, folder) == step.prints, step.command


@pytest.mark.parametrize("vector", GOOD)
def test_the_page_offers_these_commands_and_results(vector: str) -> None:
    steps = [step for part in parts(vector) for step in part.steps]
    assert [text for kind, text in offered(vector) if kind in {"sh", "sql"}] == [step.command for step in steps]
    shown = page(vector).replace("<wbr>", "")
    samples = [unescape(text) for text in findall(r'<samp class="sl-hash">(.*?)</samp>', shown, DOTALL)]
    assert samples[: len(steps)] == [step.prints for step in steps]


@pytest.mark.parametrize("vector", GOOD)
def test_the_two_verifiers_as_the_page_says(vector: str, tmp_path: Path) -> None:
    """The commands for the whole draw, beside the unpacked folder; `duckdb -f` here is DuckDB in Python."""
    folder = tmp_path / folder_of(vector).name
    shutil.copytree(folder_of(vector), folder)
    for name in ("verify.py", "verify.sql"):
        shutil.copy(SCRIPTS / name, tmp_path / name)
    commands = dict(offered(vector))
    assert commands["verify"].startswith("python3 ")
    python = f"'{sys.executable}'" + commands["verify"].removeprefix("python3")
    assert typed(python, folder).splitlines()[-1] == "verified"
    assert commands["duckdb"] == "duckdb -f ../verify.sql"
    query = f"import duckdb; print(duckdb.execute(open('{tmp_path}/verify.sql').read()).fetchall()[-1][0])"
    assert typed(f"'{sys.executable}' -c \"{query}\"", folder) == "agrees"


@pytest.mark.parametrize("vector", DRAWN)
def test_what_is_covered(vector: str) -> None:
    made = {part.id: part.steps for part in parts(vector)}
    site = contents("文字", vector)
    (draw,) = site.draws
    newcomers = [one for one in draw.chosen if one.rank is None]
    replaced = ["substitutes"] if newcomers else []
    assert list(made) == ["files", "seeds", "tickets", "selection", *replaced, "teams"]
    assert len(made.get("substitutes", ())) == len(newcomers)
    assert len(made["seeds"]) == sum(stage.seed is not None for stage in draw.stages)
    cuts = sum(stratum.take > 0 for stratum in draw.strata) + sum(0 <= one.take < one.size for one in draw.strata)
    assert len(made["tickets"]) == 1 + cuts
    assert len(made["selection"]) == 2 * sum(stratum.take > 0 for stratum in draw.strata)


def test_a_waiting_draw_has_only_its_files() -> None:
    assert [part.id for part in parts("good-waiting")] == ["files"]
    assert "随机数还没有产生" in page("good-waiting")


def test_a_long_selection_shows_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_hand, "SHOWN", 2)
    folder = folder_of("good-substitutes-and-relief")
    steps = [step for part in parts(folder.parent.name) if part.id == "selection" for step in part.steps]
    assert max(step.prints.count("\n") for step in steps) == 1
    assert [(queried if step.sql else typed)(step.command, folder) for step in steps] == [one.prints for one in steps]


@pytest.mark.skipif(shutil.which("shasum") is None, reason="shasum comes with Perl and with macOS")
def test_on_a_mac() -> None:
    folder = folder_of("good-small")
    for step in [step for part in parts("good-small") for step in part.steps if not step.sql]:
        assert typed(step.command.replace("sha256sum", "shasum -a 256"), folder) == step.prints


def test_the_windows_line_hashes_the_same_text() -> None:
    commands = [text for kind, text in offered("good-small") if kind == "windows"]
    (seed, *_) = next(part.steps for part in parts("good-small") if part.id == "seeds")
    (text,) = findall(r"GetBytes\('([^']*)'\)", commands[-1])
    assert f"'{text}'" in seed.command


def test_nothing_in_a_draw_can_become_a_command() -> None:
    step = by_hand._hashed("", "", "a'; touch b; echo '$(id)", "x")
    assert typed(step.command.replace("sha256sum", "cat"), Path("/")) == "a'; touch b; echo '$(id)"
