"""Read printed papers again: text, fonts and standard of a PDF, a page's QR codes, a .docx."""

import json
import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
import pypdf
import zxingcpp

from sunlot.core.documents.paper import Paper
from sunlot.jobs.documents.fixed import Press, described


def squeezed(text: str) -> str:
    """Text without white space: where a line ends is the paper's business."""
    return re.sub(r"\s", "", text)


def text_of(data: bytes) -> str:
    """The text of a PDF, without white space."""
    return squeezed("".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages))


def standard_of(data: bytes) -> str:
    """The part and level of PDF/A that a file declares."""
    xmp = pypdf.PdfReader(BytesIO(data)).xmp_metadata
    assert xmp is not None
    raw = xmp.stream.get_data().decode()
    part, level = (re.search(rf"pdfaid:{name}>(\w+)<", raw) for name in ("part", "conformance"))
    assert part
    assert level
    return part[1] + level[1]


def fonts_of(data: bytes) -> dict[str, bool]:
    """Every font of a PDF → whether it lies in the file."""
    found = {}
    for page in pypdf.PdfReader(BytesIO(data)).pages:
        for font in page["/Resources"]["/Font"].values():
            for inner in font.get_object()["/DescendantFonts"]:
                one = inner.get_object()
                kinds = one["/FontDescriptor"].keys() & {"/FontFile", "/FontFile2", "/FontFile3"}
                found[one["/BaseFont"]] = bool(kinds)
    return found


def scanned(press: Press, paper: Paper) -> list[str]:
    """What somebody reads who holds a phone over each page of a paper."""
    inputs = {"paper": json.dumps(described(paper)), "fonts": json.dumps(list(press.families))}
    pages = press.compiler.compile(press.source, format="png", ppi=144, sys_inputs=inputs)
    images = pages if isinstance(pages, list) else [pages]
    return [code.text for image in images for code in zxingcpp.read_barcodes(_grey(image))]


def _grey(png: bytes) -> memoryview:
    """The first colour of a PNG of eight bits, unfiltered, as rows."""
    chunks = dict(_chunks(png))
    width, height, depth, colour = struct.unpack(">IIBB", chunks[b"IHDR"][0][:10])
    assert (depth, colour) == (8, 6)
    raw, line = zlib.decompress(b"".join(chunks[b"IDAT"])), bytearray(4 * width)
    rows = bytearray()
    for top in range(0, len(raw), 4 * width + 1):
        line = _unfiltered(raw[top], bytearray(raw[top + 1 : top + 1 + 4 * width]), line)
        rows += line[::4]
    return memoryview(bytes(rows)).cast("B", (height, width))


def _chunks(png: bytes) -> Iterator[tuple[bytes, list[bytes]]]:
    found: dict[bytes, list[bytes]] = {}
    at = 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        found.setdefault(png[at + 4 : at + 8], []).append(png[at + 8 : at + 8 + size])
        at += size + 12
    yield from found.items()


def _unfiltered(kind: int, line: bytearray, above: bytearray) -> bytearray:
    for place in range(len(line)):
        left, up = (line[place - 4] if place >= 4 else 0), above[place]
        corner = above[place - 4] if place >= 4 else 0
        guess = left + up - corner
        nearest = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
        line[place] = (line[place] + (0, left, up, (left + up) // 2, nearest)[kind]) & 255
    return line


def document(data: bytes) -> Any:
    """A .docx, opened."""
    return docx.Document(BytesIO(data))


def words_of(data: bytes) -> str:
    """All text of a .docx, its header too, without white space."""
    opened = document(data)
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    heads = [one.text for one in opened.sections[0].header.paragraphs]
    return squeezed("".join([*heads, *(one.text for one in opened.paragraphs), *cells]))
