"""Gathers from a repository all that its site shows on one day."""

from collections.abc import Mapping
from hashlib import sha256

from sunlot.core.catalogue import is_warning
from sunlot.core.dates import end_of
from sunlot.core.life.tombstones import buried
from sunlot.core.problems import Place, ProblemsError, problem
from sunlot.core.protocol.facts import Witness
from sunlot.core.protocol.reading import read
from sunlot.core.protocol.record import Record
from sunlot.core.protocol.verify import judge
from sunlot.core.views.assembling import assemble
from sunlot.core.views.contents import Contents, DrawFile
from sunlot.core.views.draws import Verdict
from sunlot.core.views.vocabulary import Vocabulary, forms_of
from sunlot.jobs.loading import load
from sunlot.jobs.receipts import Receipts
from sunlot.jobs.withheld import with_declassified
from sunlot.store import schemas
from sunlot.store.drawfolders import DRAWS, DrawFolder, draw_ids
from sunlot.store.repository import Store

Raw = Mapping[str, Mapping[str, bytes]]
"""Draw → path below its folder → bytes, as they lie in the repository."""


def gather(store: Store, day: str) -> tuple[Contents, Raw]:
    """Read a repository; the files of its draws come along as they are.

    Raises:
        ProblemsError: If a record has a problem of form, or there is no `sunlot.yaml`.
    """
    loading = load(store)
    failing = [one for one in loading.problems if not is_warning(one)]
    registry = loading.registry
    if failing or registry.settings is None:
        nothing = problem(Place("sunlot.yaml"), "F430", id="sunlot.yaml", what="设置", what_en="settings", known="—")
        raise ProblemsError(failing or [nothing])
    check = Receipts.of(store, registry.settings.value)
    raw = {draw: _files(store, draw) for draw in sorted({*registry.tasks, *draw_ids(store.source)})}
    records = {draw: read(DrawFolder(store.source, draw), draw) for draw in raw if len(raw[draw]) > 1}
    registry = with_declassified(registry, store, records)
    registry = buried(registry, day)
    contents = assemble(
        registry,
        vocabulary(),
        day,
        records=records,
        verdicts={draw: verdict_of(record, day, check) for draw, record in records.items()},
        files={draw: [_described(path, data) for path, data in files.items()] for draw, files in raw.items()},
        revision=store.source.revision,
    )
    return contents, raw


def vocabulary() -> Vocabulary:
    """All labels, from the schemas."""
    terms = {name: schemas.terms(name) for name in schemas.source("terms")["$defs"]}
    public = {kind: schemas.public(kind) for kind in schemas.KINDS}
    return Vocabulary(terms, public, forms_of(schemas.source("common")))


def _files(store: Store, draw: str) -> dict[str, bytes]:
    top = f"{DRAWS}/{draw}/"
    found = store.source.read_many(store.source.entries(top.rstrip("/")))
    return {entry.path.removeprefix(top): data for entry, data in found}


def _described(path: str, data: bytes) -> DrawFile:
    return DrawFile(path, len(data), sha256(data).hexdigest())


def verdict_of(record: Record, day: str, check: Receipts) -> Verdict:
    """The verifier's word on a draw at the end of a day, as pages show it."""
    found = judge(record, now=end_of(day), receipt_check=check)
    sentence = "" if found.failure is None else f"{found.failure.stage}：{found.failure.sentence('zh')}"
    witnessed = bool(found.stages) and all(stage.witness is Witness.WITNESSED for stage in found.stages)
    return Verdict(found.verified, witnessed, sentence)
