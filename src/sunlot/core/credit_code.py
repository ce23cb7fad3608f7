"""The unified social credit code (GB 32100-2015): what can be told wrong about it without asking anybody.

A code is `department(1) class(1) division(6) organisation(9) check(1)`. The check digit alone proves little: eighteen
zeros pass it. So each part has a function of its own and a rule of its own. Nothing here changes a code: lower case, a
space or a full-width digit is not a code (domain, section 11.1).
"""

import re
from operator import mul
from typing import Final

LENGTH: Final = 18
ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of a code; I, O, S, V and Z are left out, since they read like digits or each other."""

_SHAPE: Final = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
_START: Final = re.compile(f"[{ALPHABET}]{{{LENGTH - 1}}}")
_VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(LENGTH - 1))

_ORGANISATION_START: Final = re.compile("[0-9A-Z]{8}")
_BASE_36: Final = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)

_DEMONSTRATION: Final = re.compile(r"9[123][0-9]{6}DEM")

CLASSES: Final = {
    "1": frozenset("1239"),  # 机构编制: 机关, 事业单位, 编办直接管理的群众团体, 其他
    "2": frozenset("19"),  # 外交: 外国常驻新闻机构, 其他
    "3": frozenset("123459"),  # 司法行政: 律师执业机构, 公证处, 基层法律服务所, 司法鉴定机构, 仲裁委员会, 其他
    "4": frozenset("19"),  # 文化: 外国在华文化中心, 其他
    "5": frozenset("1239"),  # 民政: 社会团体, 民办非企业单位, 基金会, 其他
    "6": frozenset("129"),  # 旅游: 外国、港澳台旅游部门常驻代表机构, 其他
    "7": frozenset("129"),  # 宗教: 宗教活动场所, 宗教院校, 其他
    "8": frozenset("19"),  # 工会: 基层工会, 其他
    "9": frozenset("123"),  # 市场监管: 企业, 个体工商户, 农民专业合作社
    "A": frozenset("19"),  # 中央军委改革和编制办公室: 军队事业单位, 其他
    "N": frozenset("1239"),  # 农业: 组级、村级、乡镇级集体经济组织, 其他
    "Y": frozenset("1"),  # 其他
}
"""Registering department → its classes of organisation (GB 32100-2015 with its amendment; from memory, to confirm)."""

_PROVINCE: Final = re.compile("1[0-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]")


def is_shaped(text: str) -> bool:
    """Tell whether a text has the eighteen characters of a code, half-width and upper case."""
    return _SHAPE.fullmatch(text) is not None


def check_character(code: str) -> str:
    """Give the eighteenth character that the first seventeen of `code` ask for (GB 32100, MOD 31).

    Raises:
        ValueError: If they are not seventeen characters of the alphabet.
    """
    start = code[: LENGTH - 1]
    if _START.fullmatch(start) is None:
        raise ValueError(f"{code!r} does not start with seventeen characters of a credit code")
    return ALPHABET[-sum(map(mul, map(_VALUES.__getitem__, start), _WEIGHTS)) % 31]


def organisation_check(organisation: str) -> str:
    """Give the ninth character that the first eight of an organisation code ask for (GB 11714).

    Raises:
        ValueError: If they are not eight digits or upper-case letters.
    """
    start = organisation[:8]
    if _ORGANISATION_START.fullmatch(start) is None:
        raise ValueError(f"{organisation!r} does not start with eight digits or letters")
    return "0123456789X0"[11 - sum(map(mul, map(_BASE_36.__getitem__, start), _ORGANISATION_WEIGHTS)) % 11]


def organisation(code: str) -> str:
    """Cut the organisation code out of a code: its characters 9 to 17."""
    return code[8:17]


def division(code: str) -> str:
    """Cut the division of first registration out of a code: its characters 3 to 8."""
    return code[2:8]


def has_check_digit(code: str) -> bool:
    """Tell whether a shaped code ends in the character that GB 32100 asks for."""
    return is_shaped(code) and code[-1] == check_character(code)


def has_organisation(code: str) -> bool:
    """Tell whether the organisation code inside a shaped code ends in the character that GB 11714 asks for."""
    inside = organisation(code)
    return is_shaped(code) and inside[-1] == organisation_check(inside)


def has_known_prefix(code: str) -> bool:
    """Tell whether a registering department gives out codes of this class; 94, for one, does not exist."""
    return code[1:2] in CLASSES.get(code[:1], ())


def is_in_a_province(division: str) -> bool:
    """Tell whether a division's first two digits are a province's (GB/T 2260), or 10 for bodies of the nation."""
    return _PROVINCE.match(division) is not None


def is_demonstration(code: str) -> bool:
    """Tell whether a code is one of the invented ones that only a demonstration may hold."""
    return _DEMONSTRATION.match(code) is not None
