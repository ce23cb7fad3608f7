"""Building: whole or not at all, and the same bytes twice."""

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.support.repositories import SETTINGS, bureau, put, put_record

from sunlot.cli import main
from sunlot.core.problems import ProblemsError
from sunlot.jobs.site import build_site, frame
from sunlot.jobs.site.frame import FrameError
from sunlot.store.repository import Store
from sunlot.store.writing import WriteError

TODAY = date(2026, 8, 1)


def build(root: Path, out: Path, day: date | None = None) -> dict[str, bytes]:
    build_site(Store.open(root), out, today=TODAY, as_of=day)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    root = bureau(tmp_path_factory.mktemp("bureau") / "repository")
    return root, build(root, root / "build" / "site")


def test_the_same_state_and_day_give_the_same_bytes(site: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    root, first = site
    assert build(root, tmp_path / "again") == first


def test_another_day_is_another_site(site: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    root, first = site
    other = build(root, tmp_path / "other", date(2026, 9, 1))
    assert other["index.html"] != first["index.html"]
    assert "2026年9月1日" in other["index.html"].decode()
    assert "1 September 2026" in other["en/index.html"].decode()


def test_no_marker_is_left_and_every_page_has_a_policy(site: tuple[Path, dict[str, bytes]]) -> None:
    root, files = site
    pages = {path: data.decode() for path, data in files.items() if path.endswith(".html")}
    offline = pages.pop("data/verify.html")  # no page of the site, but a program to take away
    assert offline.encode() == (frame.source_of(root) / "docs/site/data/verify.html").read_bytes()
    assert len(pages) > 20
    for path, html in pages.items():
        assert "SUNLOT-TITLE" not in html, path
        assert "<!-- sunlot -->" not in html, path
        assert "default-src 'none'" in html, path
        assert "演示" in html, path
        assert 'name="robots" content="noindex' in html, path
        told = re.sub(r'<script type="application/ld\+json">.*?</script>', "", html, flags=re.DOTALL)  # data, not run
        assert "https://" not in told.replace("https://www.w3.org", ""), path
    assert not [path for path in files if "shell" in path.split("/")]


def test_a_demonstration_is_not_for_search_engines(site: tuple[Path, dict[str, bytes]]) -> None:
    _, files = site
    assert b"Disallow: /" in files["robots.txt"]
    assert "sitemap.xml" not in files


def test_addresses_are_canonical(tmp_path: Path) -> None:
    root = bureau(tmp_path / "repository", targets=1, inspectors=1)
    plain = {name: value for name, value in SETTINGS.items() if name != "demonstration"}
    put_record(root, "settings", "sunlot.yaml", {**plain, "site_url": "https://site.example/a/"})
    files = build(root, tmp_path / "out")
    page = files["items/SEI-01/index.html"].decode()
    assert '<link rel="canonical" href="https://site.example/a/items/SEI-01/">' in page
    assert "noindex" not in page
    assert "<title>SEI-01 演示事项 - 演示地震局（演示）</title>" in page
    assert b"<loc>https://site.example/a/items/SEI-01/</loc>" in files["sitemap.xml"]
    assert b"shell" not in files["sitemap.xml"]


def test_a_problem_of_form_leaves_the_old_site(tmp_path: Path) -> None:
    root = bureau(tmp_path / "repository", targets=1, inspectors=1)
    out = tmp_path / "out"
    first = build(root, out)
    put(root, "registers/items/SEI-01.yaml", "id: [")
    with pytest.raises(ProblemsError):
        build(root, out)
    assert {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()} == set(first)


def test_a_frame_that_mkdocs_refuses_leaves_the_old_site(tmp_path: Path) -> None:
    root = bureau(tmp_path / "repository", targets=1, inspectors=1)
    out = tmp_path / "out"
    first = build(root, out)
    put(root, "mkdocs.yml", "site_name: x\nnav: [missing.md]\n")
    with pytest.raises(FrameError, match="MkDocs"):
        build(root, out)
    assert {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()} == set(first)
    (root / "mkdocs.yml").unlink()
    assert build(root, out) == first


def test_a_folder_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    root = bureau(tmp_path / "repository", targets=1, inspectors=1)
    out = tmp_path / "mine"
    put(out, "letter.txt", "dear")
    with pytest.raises(WriteError):
        build(root, out)
    assert (out / "letter.txt").read_text() == "dear"


def test_the_command_says_what_it_built(site: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    root, first = site
    done = CliRunner().invoke(
        main, ["--lang", "en", "site", str(root), "--rev", "HEAD", "--out", str(tmp_path / "out")]
    )
    assert done.exit_code == 0, done.output
    assert f"as of 2026-07-21, {sum(path.endswith('.html') for path in first)} pages" in done.output
