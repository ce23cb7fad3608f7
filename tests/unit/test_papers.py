"""Whatever a text holds, it comes out of a printed paper as it stands: property tests over both renderers."""

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.fonts import FONTS
from tests.support.papers import squeezed, text_of, words_of
from tests.support.site import contents

from sunlot.core.documents.case import Office
from sunlot.core.documents.certificate import certifiable, certificate
from sunlot.core.documents.paper import Block, Field, Fields, Paper, Table, Text, Words, date_in_words, in_fours
from sunlot.core.views.draws import Verdict
from sunlot.jobs.documents import papers
from sunlot.jobs.documents.editable import default_template, docx
from sunlot.jobs.documents.fixed import Press
from sunlot.store.repository import Store
from sunlot.store.vault import Vault

TOP = Path(__file__).parents[2]

MARKS = st.sampled_from(
    [
        "#",
        "$",
        "@",
        "\\",
        "*",
        "_",
        "`",
        "=",
        "//",
        "/*",
        "<a>",
        "[",
        "]",
        "{{",
        "}}",
        "{%",
        "%}",
        "&amp;",
        "\"'",
        "~",
        "^",
    ]
)
CHINESE = st.text("检查对象地震局抗震设防要求〔〕（）“”", min_size=1, max_size=6)
TEXTS = st.lists(MARKS | CHINESE | st.sampled_from(["let x", "raw", "include", " "]), max_size=8).map("".join)
PRESS = Press(FONTS)


def paper(text: str) -> Paper:
    return Paper(
        kind="notice",
        file="paper",
        issuer=Words("演示局"),
        title=Words("题"),
        number=text,
        day="2026-08-21",
        blocks=(
            Text("opening", Words(f"始{text}终")),
            Fields("fields", (Field("one", Words(f"签{text}名"), f"值{text}尾"),)),
            Table("rows", Words("表"), (Words("列"),), (1,), ((f"格{text}末",),)),
        ),
    )


@settings(max_examples=60)
@given(TEXTS)
def test_no_text_is_read_as_markup_by_typst(text):
    told = text_of(PRESS.pdf(paper(text)))
    for before, after in (("始", "终"), ("签", "名"), ("值", "尾"), ("格", "末")):
        assert squeezed(f"{before}{text}{after}") in told


def template() -> bytes:
    made = Document()
    for line in ("{{ text.opening }}", "{{ field.one }}", "{% for row in table.rows %}{{ row[0] }}{% endfor %}"):
        made.add_paragraph(line)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


TEMPLATE = template()
ANY = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\u2028\u2029"))


@settings(max_examples=60)
@given(TEXTS | ANY)
def test_no_text_is_read_as_a_template_or_as_xml_by_word(text):
    data = docx(paper(text), TEMPLATE, "t.docx")
    told = words_of(data)
    for before, after in (("始", "终"), ("值", "尾"), ("格", "末")):
        assert squeezed(f"{before}{text}{after}") in told
    assert zipfile.ZipFile(BytesIO(data)).testzip() is None


HOSTILE = '#strong[a] $x$ @r \\n *b* _c_ `d` <w:t>&amp;</w:t> {{ field.name }} {% raw %} // "e" \\u{41}'


def spoilt(paper: Paper) -> tuple[Paper, list[str]]:
    """A paper in which every text that comes from a register is hostile, and these texts."""
    told: list[str] = []

    def bad(text: str) -> str:
        if text:
            told.append(f"{HOSTILE}{len(told)}号")
        return told[-1] if text else text

    def field(row: Field) -> Field:
        return replace(row, value=bad(row.value))

    def block(one: Block) -> Block:
        if isinstance(one, Text):
            return replace(one, words=Words(bad(one.words.zh)))
        if isinstance(one, Fields):
            return replace(one, rows=tuple(map(field, one.rows)))
        if isinstance(one, Table):
            return replace(one, rows=tuple(tuple(map(bad, row)) for row in one.rows))
        return one

    blocks = tuple(map(block, paper.blocks))
    return replace(paper, issuer=Words(bad("x")), title=Words(bad("x")), number=bad("x"), blocks=blocks), told


@pytest.mark.parametrize("kind", ["notice", "record", "order", "circular", "certificate"])
def test_every_text_of_every_paper_comes_out_as_it_stands(kind):
    made = papers(Store.open(TOP), kind, "2026-001", now="2026-08-21T00:00:00Z", vault=Vault.open(None))[0]
    paper, told = spoilt(made)
    assert len(told) > 10
    fixed = text_of(PRESS.pdf(paper))
    assert [one for one in told if squeezed(one) not in fixed and one != paper.number] == []
    if kind != "certificate":
        edited = words_of(docx(paper, default_template(kind), kind))
        assert [one for one in told if squeezed(one) not in edited] == []


def test_a_draw_set_aside_says_so_before_all_else():
    site = contents("演示", "good-void-and-repeat")
    view, record = site.draws[0], site.records[site.draws[0].id]
    office = Office(settings=site.settings, authority=None, names=site.names, words=site.words, day=site.day)
    assert certifiable(view, site.day)
    told = [certificate(office, one, record).blocks[1] for one in (replace(view, state_code="void"), view)]
    assert [block.words.zh.startswith("本次抽取已公开作废") for block in told] == [True, False]
    assert not certifiable(replace(view, verdict=Verdict(ok=False)), site.day)
    assert not certifiable(view, "2020-01-01")


@given(st.text("0123456789abcdef"))
def test_groups_of_four_lose_no_digit(digits):
    parts = in_fours(digits).split(" ")
    assert "".join(parts) == digits
    assert all(len(part) == 4 for part in parts[:-1])


def test_a_date_is_written_as_papers_do():
    assert date_in_words("2026-08-01") == "2026年8月1日"
    assert date_in_words("") == "＿＿＿＿年＿＿月＿＿日"
