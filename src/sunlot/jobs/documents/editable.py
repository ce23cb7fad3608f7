"""Papers as .docx by docxtpl: filled into a template that staff may change, every value as plain text."""

import zipfile
from importlib.resources import files
from io import BytesIO
from typing import Any

from sunlot.core.documents.paper import Field, Fields, Links, Paper, Table, Text
from sunlot.core.problems import Place, ProblemsError, problem
from sunlot.jobs.documents.parts import part, qr_png

_WIDTH_MM = 26
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""What every member of the archive is dated: the same paper gives the same bytes."""


def docx(paper: Paper, template: bytes, shown: str) -> bytes:
    """Fill a template with a paper.

    Args:
        paper: The paper.
        template: A .docx with the names of `values`; a name that is none is an error.
        shown: Where the template stands, for messages.

    Raises:
        ProblemsError: If a library is missing (F590), or the template cannot be used (F596).
    """
    docxtpl, sandbox, jinja2 = part("docxtpl"), part("jinja2.sandbox"), part("jinja2")
    part("segno")
    out = BytesIO()
    try:
        document = docxtpl.DocxTemplate(BytesIO(template))
        document.init_docx()
        environment = sandbox.SandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=True)
        document.render(values(paper, document), environment, autoescape=True)
        document.save(out)
    except (
        Exception
    ) as error:  # what is no .docx, no template or asks for what is not there: all of it is the template's
        why = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        raise ProblemsError([problem(Place(shown), "F596", why=why)]) from None
    return settled(out.getvalue())


def values(paper: Paper, document: Any) -> dict[str, Any]:
    """Everything that a template can ask for by name."""
    docxtpl, shared = part("docxtpl"), part("docx.shared")
    links = [
        {
            "caption": one.caption.zh,
            "caption_en": one.caption.en,
            "address": one.address,
            "image": docxtpl.InlineImage(document, BytesIO(qr_png(one.address)), width=shared.Mm(_WIDTH_MM)),
        }
        for block in paper.blocks
        if isinstance(block, Links)
        for one in block.links
    ]
    texts = {block.name: block.words for block in paper.blocks if isinstance(block, Text)}
    return {
        "title": paper.title.zh,
        "title_en": paper.title.en,
        "issuer": paper.issuer.zh,
        "issuer_en": paper.issuer.en,
        "number": paper.number,
        "day": paper.day,
        "mark": paper.mark,
        "text": {name: words.zh for name, words in texts.items()},
        "text_en": {name: words.en for name, words in texts.items()},
        "field": {row.name: row.value for block in paper.blocks if isinstance(block, Fields) for row in block.rows},
        "parts": [
            {"title": block.title.zh if block.title else "", "rows": [_row(row) for row in block.rows]}
            for block in paper.blocks
            if isinstance(block, Fields)
        ],
        "table": {block.name: [list(row) for row in block.rows] for block in paper.blocks if isinstance(block, Table)},
        "links": links,
    }


def _row(row: Field) -> dict[str, str]:
    return {"label": row.label.zh, "label_en": row.label.en, "value": row.value}


def default_template(kind: str) -> bytes:
    """The template that comes along."""
    return (files("sunlot") / "templates" / "documents" / f"{kind}.docx").read_bytes()


def settled(data: bytes) -> bytes:
    """Write an archive again without the time of day."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return out.getvalue()
