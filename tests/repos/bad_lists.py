"""Bad examples of lists that `sunlot compare` is given; each lies at the top of its repository."""

import io
import zipfile

from tests.repos.editing import Repo, case
from tests.repos.records import BUILDERS, code

HEAD = "序号,企业名称,统一社会信用代码"


def listed(repo: Repo, *lines: str, head: str = HEAD, options: str = "") -> None:
    """Compare a list of comma-separated lines."""
    repo.files["list.csv"] = "".join(f"{line}\r\n" for line in (head, *lines)).encode()
    repo.command = f"compare {{repo}}/list.csv{options}"


def far_corner() -> bytes:
    """A workbook of one cell, in the last corner of its sheet; nothing of it is compressed."""
    sheet = b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("xl/worksheets/sheet1.xml"), sheet)
    return buffer.getvalue()


def workbook_of_a_number() -> bytes:
    """A workbook in which a code of digits alone was typed as a number; as small as one can be."""
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="xl/workbook.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
        "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships "
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="worksheets/sheet1.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>',
        "xl/worksheets/sheet1.xml": '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>企业名称</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>信用代码</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>演示甲公司</t></is></c>'
        '<c r="B2"><v>916501020000012340</v></c></row></sheetData></worksheet>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text.encode())
    return buffer.getvalue()


@case("F240-list-of-another-format")
def _(repo: Repo) -> None:
    repo.files["list.xls"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    repo.command = "compare {repo}/list.xls"


@case("F241-list-without-head")
def _(repo: Repo) -> None:
    listed(repo, "2,演示乙公司", head="1,演示甲公司")


@case("F242-cell-in-the-last-corner")
def _(repo: Repo) -> None:
    repo.files["list.xlsx"] = far_corner()
    repo.command = "compare {repo}/list.xlsx"


@case("F243-column-that-is-not-there")
def _(repo: Repo) -> None:
    listed(repo, f"1,演示甲公司,{BUILDERS[0]}", options=" --code 证照编号")


@case("F244-list-with-wrong-check-digit")
def _(repo: Repo) -> None:
    sound = code("91650102", 77)
    listed(repo, f"1,演示甲公司,{BUILDERS[0]}", f"2,演示乙公司,{sound[:-1]}{'A' if sound[-1] != 'A' else 'B'}")


@case("F245-list-with-what-is-no-code")
def _(repo: Repo) -> None:
    listed(repo, f"1,演示甲公司,{BUILDERS[0].lower()}", "2,演示乙公司,无")


@case("F246-code-kept-as-a-number")
def _(repo: Repo) -> None:
    repo.files["list.xlsx"] = workbook_of_a_number()
    repo.command = "compare {repo}/list.xlsx"


@case("F247-eighteen-zeros")
def _(repo: Repo) -> None:
    listed(repo, f"1,演示甲公司,{'0' * 18}")
