"""Masks: the reduced form in which a natural person's name, address or certificate number may be public.

A mask keeps too little rather than too much, says nothing of the length of what it hides, and changes nothing when it
is put on again (domain, section 11.5; PIPL, article 6).
"""

import re
from collections.abc import Collection
from typing import Final

STARS: Final = "**"
DOTS: Final = ".\u00b7\uff0e\u2027\u30fb\u2022\uff65\u22c5\u2219\u0387\u2024\ufe52\u2e31"
"""What is written between the parts of a name: U+00B7 by the standard, the others by keyboards, fonts and scanners.

`lookup.js` evens out the same ones.
"""
_ALSO: Final = "\u3002\u25cf\u2e33\u16eb\u30a0\u2010\u2011-"
_SURNAMES: Final = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容"
    "仲孙钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐"
    "段干百里呼延东郭南门羊舌微生梁丘左丘东门西门第五"
)
COMPOUND_SURNAMES: Final = frozenset(_SURNAMES[n : n + 2] for n in range(0, len(_SURNAMES), 2))
GIVEN_NAMES: Final = ("司马义", "司马依", "司马仪")
"""Uyghur and Kazakh given names (Ismail) that begin like a compound surname; they have no surname to keep."""
_LAST: Final = 4
_NUMERALS: Final = "一二三四五六七八九十〇零百千甲乙丙丁"
_STREET: Final = re.compile(
    rf"[^\W\d_{_NUMERALS}]{{1,10}}?(?:大道|大街|路|街|巷|胡同)(?=[\d\W{_NUMERALS}东西南北中附]|$)"
)
_WITHIN: Final = re.compile(r"省|自治区|自治州|地区|市|县|区|师|镇|乡|街道")


def mask_name(name: str) -> str:
    """Reduce a person's name: the first character, or a compound surname, and two stars.

    Of a name with dots or spaces only the first character of its first part is kept: no part is a surname.
    A first character that is written with a combining mark or a variation selector loses it.
    """
    whole = name.strip()
    stem = whole.removesuffix(STARS)
    if stem != whole and (len(stem) < 2 or stem in COMPOUND_SURNAMES):
        return whole
    first = re.split(rf"[{re.escape(DOTS + _ALSO)}\s]", whole, maxsplit=1)[0]
    if first == whole and len(whole) > 2 and whole[:2] in COMPOUND_SURNAMES and not whole.startswith(GIVEN_NAMES):
        return whole[:2] + STARS
    return first[:1] + STARS


def mask_address(division_name: str, address: str = "") -> str:
    """Reduce an address to its division, and the name of its street where it has one; number and house stay hidden."""
    within = address.rpartition(division_name)[2] if division_name in address else address
    begins = [found.end() for found in _WITHIN.finditer(within)]
    streets = (_STREET.match(within, at) for at in (*reversed(begins), 0))
    return division_name + next((found[0] for found in streets if found), "") + STARS


def mask_number(number: str) -> str:
    """Reduce the number of a certificate to its last four characters; of a shorter one nothing is left."""
    held = number.removeprefix(STARS)
    return STARS + (held[-_LAST:] if len(held) > _LAST or held != number else "")


def reduced(field: str, text: str, division_names: Collection[str]) -> Collection[str]:
    """Give what the public form of a masked property may read, to be compared with what it does read.

    Args:
        field: The property; `address` is reduced to a division and a street, every other one is a name.
        text: What the record says.
        division_names: The names that the record's division has or had; of an unknown one any reduced address will do.
    """
    if field != "address":
        return (mask_name(text),)
    if not division_names:
        return (text if looks_masked(text) else STARS,)
    return [text if _is_street(text, name) else mask_address(name) for name in division_names]


def _is_street(text: str, division_name: str) -> bool:
    """Whether a public form is a division and a street: what can be told where the full address is not at hand."""
    street = text.removeprefix(division_name).removesuffix(STARS)
    return text == f"{division_name}{street}{STARS}" and _STREET.fullmatch(street) is not None


def looks_masked(text: str) -> bool:
    """Tell whether a public form can be the result of masking; the full form never ends in the two stars."""
    return text.endswith(STARS)
