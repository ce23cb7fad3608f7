"""Credit codes: every part is judged by itself, and the traps that a check digit alone lets through are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from sunlot.core import credit_code
from sunlot.core.credit_code import ALPHABET, check_character, organisation_check

characters = st.sampled_from(ALPHABET)
places = st.integers(0, 17)


@st.composite
def codes(draw):
    """A code that is right in every part: a demonstration one or an ordinary one."""
    prefix = draw(st.sampled_from([dept + kind for dept, kinds in credit_code.CLASSES.items() for kind in kinds]))
    division = draw(st.sampled_from(["650102", "659001", "110101", "653228"]))
    body = draw(st.text(st.sampled_from(ALPHABET), min_size=8, max_size=8))
    start = prefix + division + body + organisation_check(body)
    return start + check_character(start)


def is_right(code):
    return (
        credit_code.is_shaped(code)
        and credit_code.has_check_digit(code)
        and credit_code.has_organisation(code)
        and credit_code.has_known_prefix(code)
        and credit_code.is_in_a_province(credit_code.division(code))
    )


@given(codes())
def test_a_code_that_is_right_in_every_part_is_accepted(code):
    assert is_right(code)


@given(codes(), places, characters)
def test_every_single_substitution_is_found(code, place, other):
    wrong = code[:place] + other + code[place + 1 :]
    assert credit_code.has_check_digit(wrong) == (wrong == code)


@given(codes(), st.integers(0, 16))
def test_every_swap_of_neighbours_is_found(code, place):
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert credit_code.has_check_digit(wrong) == (wrong == code)


@given(st.text(characters, min_size=8, max_size=8), st.integers(0, 7), characters)
def test_gb_11714_finds_a_substitution_unless_it_weighs_a_multiple_of_eleven(body, place, other):
    wrong = body[:place] + other + body[place + 1 :]
    apart = abs(int(body[place], 36) - int(other, 36))
    assert (organisation_check(wrong) == organisation_check(body)) == (apart % 11 == 0)


def with_division(division):
    start = "91" + division + "DEM00001" + "4"
    return start + check_character(start)


WRONG_ORGANISATION = "91650102DEM000015"
CLASS_94 = "94650102DEM000014"
RIGHT = "91650102DEM000014J"
STDNUM_ACCEPTS = {
    "eighteen zeros": "0" * 18,
    "a division that never was": with_division("999999"),
    "a wrong organisation part": WRONG_ORGANISATION + check_character(WRONG_ORGANISATION),
    "class 94": CLASS_94 + check_character(CLASS_94),
    "lower case": RIGHT.lower(),
    "a leading space": " " + RIGHT,
}


@pytest.mark.parametrize("code", STDNUM_ACCEPTS.values(), ids=STDNUM_ACCEPTS)
def test_traps_that_a_common_library_lets_through(code):
    assert uscc.is_valid(code)
    assert not is_right(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        RIGHT[:-1],
        RIGHT + "0",
        RIGHT + "\n",
        RIGHT.replace("9", "\uff19", 1),
        RIGHT.replace("1", "\u0661"),
        RIGHT[:-1] + "I",
    ],
)
def test_nothing_is_repaired(code):
    assert not credit_code.is_shaped(code)
    assert not credit_code.has_check_digit(code)


@given(codes())
def test_the_check_digit_is_the_one_of_a_second_implementation(code):
    if code[:8].isdigit():
        assert uscc.is_valid(code)
    assert uscc.calc_check_digit(code[:-1]) == code[-1]


def test_zeros_pass_both_check_digits_and_fail_for_their_prefix():
    zeros = "0" * 18
    assert credit_code.has_check_digit(zeros)
    assert credit_code.has_organisation(zeros)
    assert not credit_code.has_known_prefix(zeros)


@pytest.mark.parametrize(
    ("function", "text"), [(check_character, "123"), (organisation_check, "abc"), (check_character, "I" * 18)]
)
def test_what_is_no_start_of_a_code_has_no_check_character(function, text):
    with pytest.raises(ValueError, match="does not start with"):
        function(text)


def test_demonstration_codes_are_told_apart():
    assert credit_code.is_demonstration(RIGHT)
    assert not credit_code.is_demonstration("91650102MA00000140")
    assert not credit_code.is_demonstration("52650102DEM000014J")
