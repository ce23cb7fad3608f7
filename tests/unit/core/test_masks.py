"""Masks: what they keep, and what nobody can learn from them."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sunlot.core.masks import (
    COMPOUND_SURNAMES,
    DOTS,
    GIVEN_NAMES,
    STARS,
    looks_masked,
    mask_address,
    mask_name,
    mask_number,
    reduced,
)

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
RARE = st.characters(min_codepoint=0x20000, max_codepoint=0x323AF)
ARABIC = st.characters(min_codepoint=0x0620, max_codepoint=0x064A)
LATIN = st.characters(min_codepoint=0x41, max_codepoint=0x24F, categories=["L"])
WORD = st.one_of(*(st.text(one, min_size=1, max_size=12) for one in (HAN, RARE, ARABIC, LATIN)))
BETWEEN = st.sampled_from([*DOTS, " ", "\u3000"])


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张**"),
        ("张三丰", "张**"),
        ("欧阳某某", "欧阳**"),
        ("欧阳", "欧**"),
        ("阿不都·买买提", "阿**"),
        ("阿不都.买买提", "阿**"),
        ("阿不都．买买提", "阿**"),
        ("古丽\uff65某某", "古**"),
        ("叶尔江 某某别克", "叶**"),
        ("ئالىم قادىر", "ئ**"),
        ("司马义·某某", "司**"),
        ("司马义", "司**"),
        ("司马某", "司马**"),
        ("Ivan Ivanov", "I**"),
        ("热", "热**"),
        ("𠮷田某", "𠮷**"),
        ("𬀩某某", "𬀩**"),
        ("\U00031350某", "\U00031350**"),
        ("葛\U000e0100某", "葛**"),
        (" 张三", "张**"),
        ("", "**"),
        ("·", "**"),
    ],
)
def test_names_keep_the_surname_only(name, masked):
    assert mask_name(name) == masked
    assert looks_masked(masked)


@given(st.one_of(WORD, st.text(max_size=33)))
def test_a_mask_tells_nothing_of_the_length(name):
    kept = mask_name(name).removesuffix(STARS)
    assert len(kept) <= 1 or kept in COMPOUND_SURNAMES


@given(WORD, WORD, WORD)
def test_longer_names_that_begin_alike_have_one_mask(start, one, other):
    assume(len(start) > 2)
    assert mask_name(start + one) == mask_name(start + other)


@given(WORD, st.lists(st.tuples(BETWEEN, WORD), min_size=1, max_size=3))
def test_of_a_name_in_parts_only_one_character_is_kept(first, others):
    whole = first + "".join(dot + part for dot, part in others)
    assert mask_name(whole) == first[0] + STARS


@given(st.sampled_from(sorted(COMPOUND_SURNAMES)), BETWEEN, WORD)
def test_a_part_that_looks_like_a_compound_surname_is_none(first, dot, second):
    assert mask_name(f"{first}{dot}{second}") == first[0] + STARS


@given(st.one_of(WORD, st.text(max_size=33)))
def test_masking_again_changes_nothing(text):
    assert mask_name(mask_name(text)) == mask_name(text)
    assert mask_number(mask_number(text)) == mask_number(text)


@given(WORD)
def test_every_mask_is_accepted_and_no_full_name(name):
    assert mask_name(name) in reduced("name", mask_name(name), ())
    assert name not in reduced("name", name, ())


@pytest.mark.parametrize("name", GIVEN_NAMES)
def test_given_names_are_no_surnames(name):
    assert mask_name(f"{name}某某") == name[0] + STARS


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("", "天山区**"),
        ("天山区演示路5号", "天山区演示路**"),
        ("乌鲁木齐市天山区演示街道演示南路5号小区2栋301室", "天山区演示南路**"),
        ("天山区解放北路一巷3号", "天山区解放北路**"),
        ("天山区演示家园2栋301室", "天山区**"),
        ("天山区铁路局家属院3栋", "天山区**"),
        ("天山区5号路", "天山区**"),
        ("天山区张三家旁边", "天山区**"),
    ],
)
def test_an_address_keeps_division_and_street(address, masked):
    assert mask_address("天山区", address) == masked
    assert masked in reduced("address", masked, ["天山区"])


@given(st.text(HAN, max_size=8), st.integers(0, 9999), st.text(max_size=10))
def test_no_number_of_a_house_is_kept(street, number, rest):
    masked = mask_address("天山区", f"天山区{street}路{number}号{rest}")
    assert not any(character.isdigit() for character in masked)
    assert masked in reduced("address", masked, ["天山区"])


@pytest.mark.parametrize("text", ["天山区演示路5号**", "天山区演示家园**", "演示路**", "天山区演示路"])
def test_more_than_a_street_is_refused(text):
    assert text not in reduced("address", text, ["天山区"])


@pytest.mark.parametrize(
    ("number", "masked"), [("新A-123456", "**3456"), ("12345", "**2345"), ("1234", "**"), ("", "**")]
)
def test_a_certificate_keeps_its_last_four(number, masked):
    assert mask_number(number) == masked
