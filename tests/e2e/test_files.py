"""What is served beside the pages: every link leads somewhere, and a downloaded draw verifies."""

import json
import subprocess
import sys
import zipfile
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import jsonschema
import pytest
from tests.e2e.conftest import TOP, Site

ORIGIN = "http://site/"
KINDS = {"items": "item", "targets": "target", "inspectors": "inspector", "plans": "plan", "results": "result"}


class Links(HTMLParser):
    """Collects addresses and ids of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: set[str] = set()
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"href", "src", "action"} and value and (tag, value) != ("link", "canonical"):
                self.addresses.add(value)
            if name == "id" and value:
                self.ids.append(value)


def test_every_link_leads_somewhere(site: Site) -> None:
    pages = {}
    for path in site.folder.rglob("*.html"):
        reader = Links()
        reader.feed(path.read_text())
        pages[path.relative_to(site.folder).as_posix()] = reader
    broken = set()
    for page, reader in pages.items():
        if page == "404.html":  # served from any address, so its links start at the top of the host
            continue
        assert len(reader.ids) == len(set(reader.ids)), page
        for address in reader.addresses:
            whole, anchor = urldefrag(urljoin(ORIGIN + page, address))
            if not whole.startswith(ORIGIN):
                assert whole.startswith("https://"), (page, address)
                continue
            target = unquote(urlsplit(whole).path).lstrip("/")
            target += "index.html" if target.endswith("/") or not target else ""
            if not (site.folder / target).is_file() or (anchor and anchor not in pages[target].ids):
                broken.add((page, address))
    assert broken == set()


def test_records_beside_pages_fit_the_published_schemas(site: Site) -> None:
    for folder, kind in KINDS.items():
        schema = json.loads((site.folder / "schemas" / "v1" / f"{kind}.public.schema.json").read_text())
        judge = jsonschema.Draft202012Validator(schema)
        files = [path for path in (site.folder / folder).rglob("*.json") if path.name != "circular.json"]
        assert files
        for path in files:
            judge.validate(json.loads(path.read_text()))
            assert path.with_suffix("").is_dir(), "a record lies beside its page"


def test_the_manifest_lists_every_file(site: Site) -> None:
    listed = json.loads((site.folder / "data" / "manifest.json").read_text())["files"]
    there = {path.relative_to(site.folder).as_posix(): path for path in site.folder.rglob("*") if path.is_file()}
    assert set(there) - set(listed) == {"data/manifest.json"}
    assert all(sha256(there[path].read_bytes()).hexdigest() == one["sha256"] for path, one in listed.items())


def test_nothing_internal_is_published(site: Site) -> None:
    for name in ("targets", "inspectors", "results"):
        kind = KINDS[name]
        internal = json.loads((site.folder / "schemas" / "v1" / f"{kind}.internal.schema.json").read_text())
        public = json.loads((site.folder / "schemas" / "v1" / f"{kind}.public.schema.json").read_text())
        secret = set(internal["properties"]) - set(public["properties"])
        for line in (site.folder / "data" / f"{name}.ndjson").read_text().splitlines():
            assert not secret & json.loads(line).keys()


def test_files_of_draws_are_those_of_the_repository(site: Site) -> None:
    for source in (TOP / "draws").rglob("*"):
        if source.is_file():
            draw, path = source.relative_to(TOP / "draws").as_posix().split("/", 1)
            assert (site.folder / "draws" / draw / draw / path).read_bytes() == source.read_bytes()


@pytest.mark.parametrize("draw", ["2026-001", "2026-005"])
def test_a_downloaded_draw_verifies(site: Site, draw: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(site.folder / "draws" / draw / f"{draw}.zip") as archive:
        archive.extractall(tmp_path)
    (tmp_path / "verify.py").write_bytes((site.folder / "data" / "verify.py").read_bytes())
    command = [sys.executable, "-I", "verify.py", draw]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "verified", done.stderr
    served = str(site.folder / "draws" / draw / draw)
    again = subprocess.run([sys.executable, "-I", "verify.py", served], cwd=tmp_path, capture_output=True, check=False)
    assert again.returncode == 0


def test_by_hand(site: Site) -> None:
    """The lines that a page offers for copying give what the page says."""
    html = (site.folder / "draws" / "2026-001" / "index.html").read_text()
    lines = [part.split("</code>")[0] for part in html.split("<pre><code>")[1:]]
    commands = [line.replace("&#39;", "'") for line in lines if line.startswith("printf")]
    assert len(commands) == 1
    plain = html.replace("<wbr>", "")
    for command in commands:
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
        assert f'应当得到 <code class="sl-hash">{done.stdout[:64]}</code>' in plain
