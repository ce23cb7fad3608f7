"""Write the templates of editable papers, `src/sunlot/templates/documents/<kind>.docx`, from papers of each kind.

Staff change a copy of them in Word or WPS. What is fixed in a kind of paper (labels, heads of tables) stands in the
template as text; what differs is asked for by name. Run `python scripts/make_documents.py`; `--check` fails when one is
stale. The papers of the demonstration serve as examples: every paper of a kind has the same names.
"""

import sys
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from sunlot.core.documents.paper import Fields, Paper, Table, Text
from sunlot.jobs.documents import Kind, papers
from sunlot.jobs.documents.editable import settled
from sunlot.store.repository import Store
from sunlot.store.vault import Vault

TOP = Path(__file__).parents[1]
FOLDER = TOP / "src" / "sunlot" / "templates" / "documents"
EXAMPLES: dict[Kind, str] = {"notice": "2026-002", "record": "2026-002", "order": "2026-001", "circular": "2026-001"}
FONT, LATIN = "宋体", "Times New Roman"


def template(paper: Paper) -> bytes:
    """Make the template of a kind of paper from one of its kind."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(26)
    _font(document.styles["Normal"], 11)
    section.header.paragraphs[0].text = "{{ mark }}"
    section.header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    _centred(document, "{{ issuer }}", 15)
    _centred(document, "{{ title }}", 20, bold=True)
    if paper.numbered:
        _centred(document, "{{ number or '（文号）＿＿＿＿＿＿＿＿' }}", 11)
    for block in paper.blocks:
        if isinstance(block, Text):
            shown = document.add_paragraph(f"{{{{ text.{block.name} }}}}")
            shown.paragraph_format.first_line_indent = None if block.stands or block.small else Pt(22)
        elif isinstance(block, Fields):
            _fields(document, block)
        elif isinstance(block, Table):
            _rows(document, block)
    _links(document)
    if paper.sealed:
        for line in ("{{ issuer }}", "{{ '' if mark else '（印章）' }}", "＿＿＿＿年＿＿月＿＿日"):
            document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    out = BytesIO()
    document.core_properties.title = paper.title.zh if paper.kind != "circular" else "通报"
    document.core_properties.author = "sunlot"
    document.core_properties.comments = ""
    document.save(out)
    return settled(out.getvalue())


def _font(style: Any, size: int) -> None:
    style.font.name, style.font.size = LATIN, Pt(size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)


def _centred(document: Any, text: str, size: int, *, bold: bool = False) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _fields(document: Any, block: Fields) -> None:
    if block.title:
        document.add_paragraph(block.title.zh).runs[0].bold = True
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for row in block.rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = row.label.zh, f"{{{{ field.{row.name} }}}}"
        cells[0].width, cells[1].width = Mm(45), Mm(113)
        for _ in range(row.lines - 1):
            cells[1].add_paragraph()


def _rows(document: Any, block: Table) -> None:
    """A table that repeats its row: docxtpl takes the rows with `{%tr` away."""
    document.add_paragraph(block.title.zh).runs[0].bold = True
    table = document.add_table(rows=0, cols=len(block.head), style="Table Grid")
    lines = (
        [words.zh for words in block.head],
        [f"{{%tr for row in table.{block.name} %}}"],
        [f"{{{{ row[{place}] }}}}" for place in range(len(block.head))],
        ["{%tr endfor %}"],
    )
    whole = sum(block.widths)
    for line in lines:
        cells = table.add_row().cells
        for place, cell in enumerate(cells):
            cell.width = Mm(158 * block.widths[place] / whole)
            if place < len(line):
                cell.text = line[place]


def _links(document: Any) -> None:
    document.add_paragraph("{%p for one in links %}")
    document.add_paragraph("{{ one.image }}")
    document.add_paragraph("{{ one.caption }} {{ one.address }}")
    document.add_paragraph("{%p endfor %}")


def made() -> dict[Path, bytes]:
    """All templates."""
    store, vault = Store.open(TOP), Vault.open(None)
    found = {}
    for kind, draw in EXAMPLES.items():
        found[FOLDER / f"{kind}.docx"] = template(papers(store, kind, draw, now="2026-08-21T00:00:00Z", vault=vault)[0])
    return found


def told(data: bytes) -> dict[str, bytes]:
    """What an archive holds, however it is packed."""
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def main() -> int:
    """Write them, or compare."""
    stale = [path for path, data in made().items() if not path.exists() or told(path.read_bytes()) != told(data)]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.relative_to(TOP)} is stale: python scripts/make_documents.py", file=sys.stderr)
        return 1 if stale else 0
    for path, data in made().items():
        path.write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
