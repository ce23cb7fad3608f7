"""Unified social credit codes of the demonstration: right in every check digit, and never a real firm's.

Positions 9 to 16 read `DEM` and a serial number; the check refuses such codes outside a demonstration (design, 9).
"""

from sunlot.core.credit_code import check_character, organisation_check

CLASSES = {"enterprise": "1", "individual_business": "2", "cooperative": "3"}
"""Kind of subject → the second character of a code that a market supervision office gives out."""


def credit_code(kind: str, division: str, serial: int) -> str:
    """The code of the demonstration's subject number `serial`, registered in `division`."""
    organisation = f"DEM{serial:05d}"
    start = f"9{CLASSES[kind]}{division}{organisation}{organisation_check(organisation)}"
    return start + check_character(start)
