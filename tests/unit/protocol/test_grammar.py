"""Words of the protocol: stage ids, instants, refusals."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunlot.core.protocol.grammar import (
    CODES,
    KEY,
    Kind,
    Refusal,
    StageId,
    beijing_date,
    check_date,
    instant,
    is_draw_id,
    seconds,
)
from sunlot.core.protocol.sentences_proved import PROVED
from sunlot.core.protocol.sentences_refused import REFUSED

STAGES = {
    "targets": StageId(Kind.TARGETS),
    "teams": StageId(Kind.TEAMS),
    "teams-2": StageId(Kind.TEAMS, 2),
    "teams-10": StageId(Kind.TEAMS, 10),
    "substitutes-1": StageId(Kind.SUBSTITUTES, 1),
    "relief-31": StageId(Kind.RELIEF, 31),
}


@pytest.mark.parametrize("text", STAGES)
def test_stage_ids_are_read_and_written(text):
    assert StageId.parse(text) == STAGES[text]
    assert str(STAGES[text]) == text


def test_the_greatest_number_of_a_stage():
    assert StageId.parse("teams-" + "9" * 9).number == 999_999_999
    with pytest.raises(ValueError, match="not the id of a stage"):
        StageId.parse("relief-1" + "0" * 9)


NO_STAGES = """targets-1 targets-2 teams-0 teams-1 teams-02 substitutes substitutes-0 substitutes-01 relief relief-1a
Teams teams-２ team -2"""


@pytest.mark.parametrize("text", [*NO_STAGES.split(), "", " teams", "teams-2\n", "relief-" + "9" * 5000])
def test_nothing_else_is_a_stage_id(text):
    with pytest.raises(ValueError, match="not the id of a stage"):
        StageId.parse(text)


@given(st.integers(min_value=-62135596800, max_value=253402300799))
def test_instants_are_seconds(moment):
    assert seconds(instant(moment)) == moment


@given(st.integers(-(10**9), 10**10), st.integers(-(10**9), 10**10))
def test_instants_compare_as_text(one, other):
    assert (instant(one) < instant(other)) == (one < other)


@pytest.mark.parametrize("text", ["2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z"])
def test_instants_no_calendar_has(text):
    with pytest.raises(ValueError, match=r"must be|out of range"):
        seconds(text)


def test_the_date_in_beijing():
    assert beijing_date("2026-08-20T15:59:59Z") == "2026-08-20"
    assert beijing_date("2026-08-20T16:00:00Z") == "2026-08-21"
    assert beijing_date("9999-12-31T15:59:59Z") == "9999-12-31" < beijing_date("9999-12-31T16:00:00Z")


@pytest.mark.parametrize("text", ["2026-02-30", "20260230", "2026-2-3", "2026-W01-1", "", "２026-02-03"])
def test_dates_no_calendar_has(text):
    with pytest.raises(ValueError, match=r"day|date"):
        check_date(text)


def test_draw_ids():
    assert is_draw_id("2026-001")
    for text in ("2026-1", "2026-0001", "26-001", "2026-001 ", "2026-001\n", "２026-001"):
        assert not is_draw_id(text)


@given(st.characters())
def test_a_key_has_the_characters_of_the_protocol(character):
    allowed = set(string.printable) - set(string.whitespace) - set(",\"'\\|")
    assert (re.fullmatch(KEY, "a" + character) is not None) == (character in allowed)


def test_a_key_with_a_tilde_is_withheld():
    assert re.fullmatch(KEY, "~" + "0" * 64)
    for key in ("~", "~a", "~" + "0" * 63, "~" + "0" * 65, "~" + "A" * 64, ""):
        assert re.fullmatch(KEY, key) is None


def test_sentences_are_whole_in_both_languages():
    field = re.compile(r"\{(\w+)\}")
    for chinese, english in (REFUSED | PROVED).values():
        spoken = {name.removesuffix("_en") for name in field.findall(english)}  # a detail may have a form of its own
        assert set(field.findall(chinese)) == spoken
        assert any("\u4e00" <= character <= "\u9fff" for character in chinese)
        assert not any("\u4e00" <= character <= "\u9fff" for character in english)


def test_a_refusal_speaks_on_one_line_whatever_it_names():
    refusal = Refusal("files.stray", path="a\nb\u202e\x1b[31m{path}\ud800" + "x" * 1000)
    assert refusal.code == "files"
    assert refusal.code in CODES
    for lang in ("zh", "en"):
        sentence = refusal.sentence(lang)
        assert sentence.isprintable()
        assert r"a\u000ab\u202e\u001b[31m{path}\ud800" in sentence
        assert len(sentence) < 300
    missing = Refusal("files.missing", path="x")
    assert str(missing) == "files: x is missing"
    assert missing.args == ("files.missing",)
