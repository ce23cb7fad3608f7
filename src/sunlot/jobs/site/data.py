"""The files beside the pages: records as JSON, the files of draws, schemas, the verifier, and the list of all files."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files as resources
from pathlib import Path
from typing import Any, Final

from sunlot.core.completeness import Completeness
from sunlot.core.fairness import Fairness
from sunlot.core.opendata import package
from sunlot.core.registry import Placed
from sunlot.core.views import completeness_pages, fairness_pages
from sunlot.core.views.contents import Contents, Page
from sunlot.core.views.draws import DrawView
from sunlot.jobs.site.contents import Raw
from sunlot.jobs.site.opendata import OpenData
from sunlot.jobs.site.serialised import as_json, as_line
from sunlot.store import schemas

MANIFEST: Final = "data/manifest.json"
SUMS: Final = "SHA256SUMS"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
SETS: Final = {
    "items": "item",
    "targets": "target",
    "withheld": "withheld_target",
    "inspectors": "inspector",
    "experts": "expert",
    "authorities": "authority",
    "plans": "plan",
    "tasks": "task",
    "results": "result",
    "circulars": "circular",
    "objections": "objection",
}
_VECTORS_README: Final = """\
sunlot/1 测试样例 · Test vectors of the draw protocol sunlot/1

draws/<name>/<draw>/      抽查文件夹 · the folder of a draw
draws/<name>/expected.json
drand.json                真实的 drand 轮次，和必须拒绝的签名 · real rounds, and signatures to be refused

good-… 必须通过核验。bad-… 必须不通过：第一处不符在 expected.json 所写的 stage（阶段），代码是 codes 之一。
good-… must verify. bad-… must be refused: the first failure is in the stage that expected.json names, with one of
its codes. The folder's own name is the draw's id, so verify draws/<name>/<draw>, not draws/<name>.

一切摘要都重新算过，只有要害处是假的。单位、人员和编号均为虚构。
Every digest in a forgery is right but for what it is about. Firms, people and numbers are invented.
"""
Files = Iterator[tuple[str, bytes]]


def sets(site: Contents) -> dict[str, tuple[str, Sequence[Mapping[str, Any]]]]:
    """Give the public records of the day: name of the set → kind and records."""
    return {name: (kind, [placed.raw for placed in _records(site, name)]) for name, kind in SETS.items()}


def page(site: Contents, offered: OpenData, verifier: bytes | None, queries: bytes | None = None) -> Page:
    """The page that offers all of it."""
    listed = [
        {"name": kind, "title": schemas.source(kind)["title"], "halves": kind in schemas.KINDS}
        for kind in (*schemas.KINDS, *schemas.SHARED, *schemas.DERIVED)
    ]
    digest = sha256(verifier).hexdigest() if verifier else None
    in_sql = sha256(queries).hexdigest() if queries else None
    values = {
        "open": offered,
        "described": as_json(offered.described).decode().replace("<", "\\u003c"),
        "shaped": SETS,
        "schemas": listed,
        "verifier": digest,
        "queries": in_sql,
        "vectors": vectors() is not None,
        "revision": site.revision,
    }
    return Page("data/", "data", values)


def verifier_of(root: Path, name: str = "verify.py") -> bytes | None:
    """A verifier offered for download: the repository's own, else the one that comes with the package."""
    inside = Path(str(resources("sunlot"))) / "site" / "scripts"
    for folder in (root / "scripts", inside, Path(__file__).parents[4] / "scripts"):
        if (folder / name).is_file():
            return (folder / name).read_bytes()
    return None


@cache
def vectors() -> bytes | None:
    """The test vectors of the protocol in one archive; they belong to it and not to a repository."""
    inside = Path(str(resources("sunlot"))) / "site" / "tests" / "vectors"
    for folder in (inside, Path(__file__).parents[4] / "tests" / "vectors"):
        if (folder / "drand.json").is_file():
            found = (folder / "drand.json", *(path for path in (folder / "draws").rglob("*") if path.is_file()))
            held = {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
            return archive("vectors", {"README.txt": _VECTORS_README.encode(), **held})
    return None


def files(site: Contents, raw: Raw, verifier: bytes | None, queries: bytes | None = None) -> Files:
    """Make all files but the list of them."""
    yield from _beside_pages(site)
    for name in SETS:
        yield f"data/{name}.ndjson", b"".join(as_line(placed.raw) for placed in _records(site, name))
    for draw, held in raw.items():
        yield from ((f"draws/{draw}/{draw}/{path}", data) for path, data in held.items())
        yield f"draws/{draw}/{draw}.zip", archive(draw, held)
    for kind in schemas.KINDS:
        yield f"schemas/v1/{kind}.public.schema.json", as_json(schemas.public(kind))
        yield f"schemas/v1/{kind}.internal.schema.json", as_json(schemas.internal(kind))
    for kind in (*schemas.KINDS, *schemas.SHARED, *schemas.DERIVED):
        yield f"schemas/v1/{kind}.schema.json", as_json(schemas.source(kind))
    if verifier is not None:
        yield "data/verify.py", verifier
    if queries is not None:
        yield "data/verify.sql", queries
    if (packed := vectors()) is not None:
        yield "data/vectors.zip", packed
    allow = "Disallow: /" if site.settings.demonstration else "Allow: /"
    yield "robots.txt", f"User-agent: *\n{allow}\n".encode()


def fairness(site: Contents, record: Fairness) -> Files:
    """Make the fairness record, and the table of targets that were never drawn."""
    yield "data/fairness.json", as_json(fairness_pages.as_data(record))
    yield "data/fairness-never-drawn.csv", fairness_pages.never_drawn(site, record).encode()


def completeness(site: Contents, record: Completeness) -> Files:
    """Make the data of the page on completeness, and the table of targets that several bodies or none supervise."""
    yield "data/completeness.json", as_json(completeness_pages.as_data(record))
    yield "data/completeness-bodies.csv", completeness_pages.bodies_table(site, record).encode()


def archive(name: str, held: Mapping[str, bytes]) -> bytes:
    """Pack a folder under a name; the same bytes give the same archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path, data in sorted(held.items()):
            entry = zipfile.ZipInfo(f"{name}/{path}", _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            packed.writestr(entry, data)
    return buffer.getvalue()


def checksums(digests: Mapping[str, tuple[int, str]]) -> bytes:
    """List every file but the manifest as `sha256sum --check` reads it."""
    return "".join(package.checksums({path: digest for path, (_, digest) in digests.items()})).encode()


def manifest(site: Contents, digests: Mapping[str, tuple[int, str]]) -> bytes:
    """List every file of the site with its size and SHA-256."""
    listed = {path: {"size": size, "sha256": digest} for path, (size, digest) in sorted(digests.items())}
    return as_json({"as_of": site.day, "revision": site.revision, "files": listed})


def sitemap(address: str, pages: Iterable[str]) -> bytes:
    """List every page for search engines; without dates, which would only repeat the day of the build."""
    lines = "".join(f"<url><loc>{address}{path}</loc></url>\n" for path in sorted(pages))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{lines}</urlset>\n".encode()


def _records(site: Contents, name: str) -> list[Placed[Any]]:
    """The records of one set; results and circulars with all their corrections that are published by the day."""
    if name in {"results", "circulars"}:
        held: Iterable[Placed[Any]] = getattr(site.registry, name)
        return [placed for placed in held if placed.value.published_on <= site.day]
    return list(getattr(site.registry, name).values())


def _beside_pages(site: Contents) -> Files:
    for name in ("items", "inspectors", "plans"):
        for placed in _records(site, name):
            yield f"{name}/{placed.value.id}.json", as_json(dict(placed.raw))
    for key in sorted(site.names.drawn):
        if key in site.registry.targets:
            yield f"targets/{key}.json", as_json(dict(site.registry.targets[key].raw))
    for (draw, target), placed in site.results.items():
        yield f"results/{draw}/{target}.json", as_json(dict(placed.raw))
    for draw, circular in site.circulars.items():
        yield f"results/{draw}/circular.json", as_json(dict(circular.raw))
    for view in site.draws:
        yield f"draws/{view.id}.json", as_json(_draw(site, view))


def _draw(site: Contents, view: DrawView) -> dict[str, Any]:
    """What came of a draw, in a nutshell; its own files lie in its folder."""
    task = site.registry.tasks.get(view.id)
    return {
        "id": view.id,
        "state": view.state_code,
        "verified": view.verdict.ok if view.verdict else None,
        "witnessed": view.verdict.witnessed if view.verdict else None,
        "strata": [{"id": one.id, "size": one.size, "take": one.take} for one in view.strata],
        "seeds": {stage.id: stage.seed for stage in view.stages},
        "selected": [
            {
                "rank": one.rank,
                "target": one.target.id,
                "stratum": one.stratum,
                "ticket": one.ticket,
                "stage": one.stage,
                "vacant": one.vacated is not None,
                "team": [member.person.id for member in one.team],
            }
            for one in view.chosen
        ],
        "files": [{"path": one.path, "size": one.size, "sha256": one.sha256} for one in site.files.get(view.id, ())],
        "task": dict(task.raw) if task else None,
    }
