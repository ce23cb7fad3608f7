"""The portable part of regular expressions: what is inside, what is not, and that narrowing narrows."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunlot.store.patterns import PatternError, parse, render, strict

PORTABLE = [
    "^$",
    "^abc$",
    "^[0-9]{6}$",
    "^[^\\u0000-\\u001f]+$",
    "^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$",
    "^(?:a|bc)?$",
    "^[A-Za-z0-9._~:/?#@!$&()*+,;=%-]{3,300}$",
    "^[0-9]{2}([0-9]{2}([0-9]{2})?)?$",
    "^(0|[1-9][0-9]{0,2})(\\.[0-9]{1,6})?$",
    "^[一-鿿]{2,20}〔20[0-9]{2}〕号$",
    "^a*b+c?d{2,}$",
    "^[-a]x[a-]$",
    "^([0-9]{2}){3}$",
]
REFUSED = [
    "abc",
    "^abc",
    "abc$",
    "^a|b$",
    "^a.c$",
    "^\\d+$",
    "^\\w$",
    "^[\\s]$",
    "^(?=a)b$",
    "^(?!a)b$",
    "^(?P<n>a)$",
    "^(a)\\1$",
    "^a+?$",
    "^a++$",
    "^(a+)+$",
    "^(a|aa)*$",
    "^(a{1,2}){3}$",
    "^[a$",
    "^(a$",
    "^a)$",
    "^[]$",
    "^[z-a]$",
    "^[[a]]$",
    "^[a&&b]$",
    "^[+--]$",
    "^a{2,1}$",
    "^a$b$",
    "^^a$",
    "^{2}$",
    "^a\\$",
    "^a\\n$",
    "^*a$",
]


@pytest.mark.parametrize("pattern", PORTABLE)
def test_what_is_portable_is_parsed_and_means_what_re_says(pattern):
    assert re.compile(render(parse(pattern)))


@pytest.mark.parametrize("pattern", REFUSED)
def test_what_engines_read_differently_or_slowly_is_refused(pattern):
    with pytest.raises(PatternError):
        parse(pattern)


@given(st.sampled_from(PORTABLE), st.data())
def test_rendering_neither_widens_nor_narrows(pattern, data):
    near = st.one_of(st.from_regex(pattern), st.text(max_size=8), st.text("0123456789-.abcdx", max_size=8))
    text = data.draw(near)
    assert bool(re.fullmatch(render(parse(pattern)), text)) == bool(strict(pattern).match(text))


@given(st.sampled_from(PORTABLE), st.data())
def test_a_forbidden_character_is_never_matched(pattern, data):
    text = data.draw(st.from_regex(pattern))
    narrowed = re.fullmatch(render(parse(pattern), ((0x30, 0x35), (0x61, 0x61))), text)
    fits = strict(pattern).match(text) and not set("012345a") & set(text)
    assert bool(narrowed) == bool(fits)


def test_a_last_line_feed_does_not_match():
    assert re.compile("^[0-9]$").match("1\n")
    assert strict("^[0-9]$").match("1")
    assert not strict("^[0-9]$").match("1\n")
