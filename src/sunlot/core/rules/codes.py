"""Rules on credit codes (GB 32100-2015; domain, section 11.1)."""

from collections.abc import Iterator
from typing import Any

from sunlot.core import credit_code
from sunlot.core.problems import Problem, problem
from sunlot.core.registry import Placed, Registry
from sunlot.core.rules.base import Context, rule


def _codes(registry: Registry) -> Iterator[tuple[Placed[Any], str, str]]:
    """Yield every credit code that stands in a record now, with its field; an id of the bureau's own is none."""
    for placed in registry.targets.values():
        target = placed.value
        if len(target.id) == credit_code.LENGTH:
            yield placed, "id", target.id
        if target.uscc is not None and target.uscc != target.id:
            yield placed, "uscc", target.uscc
    for authority in registry.authorities.values():
        if authority.value.uscc is not None:
            yield authority, "uscc", authority.value.uscc


@rule("F201")
def wrong_check_digit(registry: Registry, _: Context) -> Iterator[Problem]:
    """The last character of a credit code is its check digit (GB 32100-2015, MOD 31)."""
    for placed, field, code in _codes(registry):
        if not credit_code.has_check_digit(code):
            yield problem(placed.place(field), "F201", uscc=code, expected=credit_code.check_character(code))


@rule("F202")
def wrong_organisation(registry: Registry, _: Context) -> Iterator[Problem]:
    """Characters 9 to 17 of a credit code are an organisation code with its own check digit (GB 11714)."""
    for placed, field, code in _codes(registry):
        if not credit_code.has_organisation(code):
            part = credit_code.organisation(code)
            yield problem(
                placed.place(field), "F202", uscc=code, part=part, expected=credit_code.organisation_check(part)
            )


@rule("F203")
def unknown_prefix(registry: Registry, _: Context) -> Iterator[Problem]:
    """The first two characters name a registering department and a class of organisation (GB 32100-2015)."""
    for placed, field, code in _codes(registry):
        if not credit_code.has_known_prefix(code):
            yield problem(placed.place(field), "F203", uscc=code, prefix=code[:2])


@rule("F204")
def unknown_division_inside(registry: Registry, context: Context) -> Iterator[Problem]:
    """Characters 3 to 8 are a division that exists or once existed (GB/T 2260, history included).

    Divisions of the own region are looked up; of another province only the first two digits are known here.
    """
    if not context.divisions.rows or registry.settings is None:
        return
    region = registry.settings.value.region[:2]
    for placed, field, code in _codes(registry):
        inside = credit_code.division(code)
        known = context.divisions.ever(inside) if inside.startswith(region) else credit_code.is_in_a_province(inside)
        if not known:
            yield problem(placed.place(field), "F204", uscc=code, division=inside)


@rule("F205")
def demonstration_code_outside(registry: Registry, context: Context) -> Iterator[Problem]:
    """Invented codes stay in demonstrations (design, section 9)."""
    if registry.settings and not context.demonstration:
        for placed, field, code in _codes(registry):
            if credit_code.is_demonstration(code):
                yield problem(placed.place(field), "F205", uscc=code)


@rule("F231")
def real_code_inside_a_demonstration(registry: Registry, context: Context) -> Iterator[Problem]:
    """A demonstration names no subject that could be real (design, section 9)."""
    if context.demonstration:
        for placed, field, code in _codes(registry):
            if not credit_code.is_demonstration(code):
                yield problem(placed.place(field), "F231", uscc=code)
