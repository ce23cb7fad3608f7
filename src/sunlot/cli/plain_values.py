"""Facts as JSON: the fields of a value under their own names, fractions as text, nothing rounded."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

import msgspec


def plain_value(value: Any) -> Any:
    """Reduce a value to what JSON has; a fraction becomes `"2/7"`."""
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain_value(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, msgspec.Struct):
        return plain_value(msgspec.to_builtins(value))
    if isinstance(value, Mapping):
        return {str(key): plain_value(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain_value(one) for one in value]
    return value
