"""How large a workbook may become: looked at before anybody parses it.

A workbook is a ZIP archive of XML. A few kilobytes of it can unpack to gigabytes, one cell in the last corner of a
sheet makes a table of 17 thousand million cells, and one long text can be named by each of a million cells. So an
archive is unpacked here, within bounds, and only what was unpacked is handed on, unpacked and without pictures.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

ARCHIVE: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an old `.xls` begins, and every workbook with a password."""

_READ = (".xml", ".rels")
_REFERENCE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{1,4})([0-9]{1,9})["']""")
_ROW = re.compile(rb"<(?:[A-Za-z0-9_]+:)?row[\s/>]")
_CELL = re.compile(rb"<(?:[A-Za-z0-9_]+:)?c[\s/>]")
_VALUE = re.compile(rb"<(?:[A-Za-z0-9_]+:)?v[^>]*>\s*([0-9]{1,9})\s*<")
_SHARED = re.compile(rb"</(?:[A-Za-z0-9_]+:)?si>")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a list may be at most.

    Attributes:
        file: Bytes of the file.
        unpacked: Bytes of all that is read of an archive.
        ratio: How many times larger than the file that may be; small files may unpack to a megabyte anyhow.
        members: Files in an archive.
        rows: Lines of a sheet.
        cells: Lines of a sheet times its columns.
        text: Bytes of all texts of a sheet together.
    """

    file: int = 50 << 20
    unpacked: int = 256 << 20
    ratio: int = 200
    members: int = 2_000
    rows: int = 200_000
    cells: int = 4_000_000
    text: int = 256 << 20


LIMITS: Final = Limits()


class TooLargeError(ValueError):
    """Something is larger than it may be: what, in both languages, its size and the limit."""

    def __init__(self, what: str, what_en: str, size: object, limit: object) -> None:
        super().__init__(f"{what_en}: {size} > {limit}")
        self.what, self.what_en, self.size, self.limit = what, what_en, size, limit


class UnreadableError(ValueError):
    """A file is not what it should be; why, in both languages."""

    def __init__(self, why: str, why_en: str) -> None:
        super().__init__(why_en)
        self.why, self.why_en = why, why_en


def unpacked(data: bytes, limits: Limits = LIMITS) -> bytes:
    """Give a workbook anew, with nothing in it that could grow any more: no compression, XML only.

    Raises:
        TooLargeError: If it unpacks to more than it may, or a sheet would.
        UnreadableError: If it is no sound archive, or holds XML that is not UTF-8.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = dict(_members(data, archive, limits))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError) as error:
        if isinstance(error, TooLargeError | UnreadableError):
            raise
        raise UnreadableError("压缩包已损坏", "the archive is damaged") from None
    _look(members, limits)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as plain:
        for name, held in members.items():
            plain.writestr(zipfile.ZipInfo(name), held)
    return buffer.getvalue()


def _members(data: bytes, archive: zipfile.ZipFile, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """Unpack what is read; an archive may lie about a member's size, so only what really comes out counts."""
    infos = archive.infolist()
    if len(infos) > limits.members:
        raise TooLargeError("工作簿内的文件数", "the number of files in the workbook", len(infos), limits.members)
    bound = min(limits.unpacked, max(1 << 20, limits.ratio * len(data)))
    left, seen = bound, set[str]()
    for info in infos:
        if not info.filename.lower().endswith(_READ):
            continue
        if info.flag_bits & 1:
            raise UnreadableError("工作簿有密码", "the workbook has a password")
        if info.filename in seen:
            raise UnreadableError(f"“{info.filename}”有两份", f"it has “{info.filename}” twice")
        seen.add(info.filename)
        held = _inflated(data, info, left)
        if len(held) > left:
            raise TooLargeError("工作簿解压后的大小", "the unpacked workbook", f"> {bound} B", f"{bound} B")
        left -= len(held)
        if zlib.crc32(held) != info.CRC:
            raise UnreadableError("压缩包已损坏", "the archive is damaged")
        yield info.filename, held


def _inflated(data: bytes, info: zipfile.ZipInfo, most: int) -> bytes:
    """Unpack one member up to one byte more than `most`."""
    head = info.header_offset
    start = head + 30 + int.from_bytes(data[head + 26 : head + 28], "little")
    start += int.from_bytes(data[head + 28 : head + 30], "little")
    packed = data[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        return packed
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise UnreadableError("压缩方式不受支持", "it is compressed in an unusual way")
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most + 1)


def _look(members: Mapping[str, bytes], limits: Limits) -> None:
    """Look at every sheet: how large the table becomes, and how much text it names."""
    lengths = [0]
    for name, held in members.items():
        if b"\0" in held:
            raise UnreadableError(f"“{name}”不是 UTF-8", f"“{name}” is not UTF-8")
        if name.lower().endswith("sharedstrings.xml"):
            ends = [0, *(found.end() for found in _SHARED.finditer(held))]
            lengths = [after - before for before, after in pairwise(ends)]
    for name, held in members.items():
        if "worksheets/" in name.lower() and name.lower().endswith(".xml"):
            _look_at_sheet(held, lengths, limits)


def _look_at_sheet(held: bytes, lengths: list[int], limits: Limits) -> None:
    rows = columns = 0
    for found in _REFERENCE.finditer(held):
        rows, columns = max(rows, int(found[2])), max(columns, _number(found[1]))
    parts = _ROW.split(held)
    rows = max(rows, len(parts) - 1)
    columns = max(columns, *(sum(1 for _ in _CELL.finditer(part)) for part in parts))
    if rows > limits.rows:
        raise TooLargeError("行数", "the number of rows", rows, limits.rows)
    if rows * columns > limits.cells:
        raise TooLargeError("单元格数", "the number of cells", rows * columns, limits.cells)
    named = (int(found[1]) for found in _VALUE.finditer(held))
    text = sum(lengths[value] for value in named if value < len(lengths))
    if text > limits.text:
        raise TooLargeError("全部文字", "the text of all cells", f"{text} B", f"{limits.text} B")


def _number(letters: bytes) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number
