"""Render papers and write them, all or none."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from sunlot.core.documents.paper import Paper
from sunlot.core.model import Settings
from sunlot.core.problems import Place, Problem, ProblemsError, problem
from sunlot.jobs.documents.editable import default_template, docx
from sunlot.jobs.documents.fixed import Press
from sunlot.jobs.loading import settings_of
from sunlot.store.repository import Store
from sunlot.store.vault import Vault
from sunlot.store.writing import Batch, make_folder

Form = Literal["pdf", "docx"]
Render = Callable[[Paper], bytes]


def print_papers(
    store: Store, papers: Sequence[Paper], out: Path, form: Form, *, vault: Vault, fonts: Path | None = None
) -> list[Path]:
    """Write papers into a folder, made if need be; only their owner can read them where a vault filled them in.

    Args:
        store: Whose templates and fonts are taken.
        papers: What to write.
        out: The folder.
        form: As PDF/A, or as .docx from the templates.
        vault: What the papers were filled from.
        fonts: A folder of fonts, before the one that `sunlot.yaml` names.

    Returns:
        The files that were not there already, in order.

    Raises:
        ProblemsError: If the folder lies in the repository while a vault fills papers in (F597), or one of the papers
            cannot be rendered (F590 to F592, F596); nothing was written.
        WriteError: If the disk refuses.
    """
    here = out.resolve()
    if vault.present and here.is_relative_to(store.root):
        raise ProblemsError([problem(Place(here.relative_to(store.root).as_posix() or "."), "F597")])
    made = list(_rendered(papers, form, _renderer(store, settings_of(store), form, fonts)))
    make_folder(here, private=vault.present)
    batch = Batch(here, private=vault.present)
    for name, data in made:
        batch.add(name, data)
    return batch.commit()


def write_template(store: Store, kind: str, out: Path) -> Path:
    """Write the template that a paper of a kind is filled into, to be changed in Word or WPS; give its place.

    Raises:
        WriteError: If the disk refuses.
    """
    own = settings_of(store).documents
    here = out.resolve()
    make_folder(here)
    batch = Batch(here)
    batch.add(f"{kind}.docx", _template(store, own.templates if own else None, kind)[0])
    batch.commit()
    return here / f"{kind}.docx"


def _renderer(store: Store, settings: Settings, form: Form, fonts: Path | None) -> Render:
    own = settings.documents
    if form == "pdf":
        named = store.root / own.fonts if own and own.fonts else None
        return Press(fonts or named).pdf
    found: dict[str, tuple[bytes, str]] = {}

    def fill(paper: Paper) -> bytes:
        if paper.kind not in found:
            found[paper.kind] = _template(store, own.templates if own else None, paper.kind)
        return docx(paper, *found[paper.kind])

    return fill


def _template(store: Store, folder: str | None, kind: str) -> tuple[bytes, str]:
    """The bureau's own template if it has one, else the one that comes along; with the path to name it by."""
    path = f"{folder}/{kind}.docx"
    if folder and any(entry.path == path for entry in store.source.entries(folder)):
        return store.source.read(path), path
    return default_template(kind), f"{kind}.docx"


def _rendered(papers: Sequence[Paper], form: Form, render: Render) -> Iterator[tuple[str, bytes]]:
    """Render all of them, so that all problems are told at once; what many papers share is told of the first."""
    problems: dict[object, Problem] = {}
    for paper in papers:
        try:
            yield f"{paper.file}.{form}", render(paper)
        except ProblemsError as error:
            for one in error.problems:
                problems.setdefault((one.code, one.values), one)
            if any(one.code != "F592" for one in error.problems):
                break
    if problems:
        raise ProblemsError(problems.values())
