"""What does not fit a schema, said in the words of the catalogue (F106 to F114); jsonschema finds it.

Imported only when a file is not canonical or not valid: a sound repository never loads jsonschema.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, Literal

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from sunlot.core.problems import Problem, problem
from sunlot.store.bounds import BOUNDS
from sunlot.store.patterns import strict
from sunlot.store.strict import Reading

Schema = Mapping[str, Any]
Path = tuple[str | int, ...]

_KINDS: Final = {
    "object": ("一组字段", "a set of fields"),
    "array": ("列表", "a list"),
    "string": ("文字", "text"),
    "integer": ("整数", "a whole number"),
    "boolean": ("true 或 false", "true or false"),
    "null": ("null（空）", "null"),
}
_SHOWN: Final = 60
"""Characters of a value that a sentence shows."""


def _pattern(_: Validator, pattern: str, value: Any, __: Schema) -> Iterator[ValidationError]:
    """Match the whole text: Python alone lets `$` stand before a last line feed."""
    if isinstance(value, str) and not strict(pattern).match(value):
        yield ValidationError("pattern")


_Checker: type[Validator] = extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]


def explain(reading: Reading, schema: Schema, *, many: bool, whole: Schema | None = None) -> list[Problem]:
    """Find everything that does not fit.

    Args:
        reading: The file as the exact reader read it.
        schema: What a record has to fit, references inlined.
        many: Whether the file is a list of records.
        whole: The schema of which `schema` is the public half, to tell an internal field from an unknown one.
    """
    if many and not isinstance(reading.value, list):
        return [_kind_problem(reading, (), reading.file, reading.value, "array")]
    explainer = _Explainer(reading, schema, schema if whole is None else whole, many=many)
    return sorted(set(islice(explainer.problems(), BOUNDS.problems)))


def at(schema: Schema, path: Sequence[str | int]) -> Schema:
    """The part of a schema that a path in a record leads to; empty where the schema knows nothing of it."""
    for step in path:
        schema = schema.get("items", {}) if isinstance(step, int) else schema.get("properties", {}).get(step, {})
    return schema


def _kind_problem(reading: Reading, path: Path, shown: str, value: Any, expected: str | list[str]) -> Problem:
    found = next((name for name, kind in _PYTHON if isinstance(value, kind)), "null")
    kinds = [expected] if isinstance(expected, str) else expected
    return problem(
        reading.place(path),
        "F108",
        path=shown,
        found=_KINDS[found][0],
        found_en=_KINDS[found][1],
        expected="或".join(_KINDS[kind][0] for kind in kinds),
        expected_en=" or ".join(_KINDS[kind][1] for kind in kinds),
    )


_PYTHON: Final = (("boolean", bool), ("integer", int), ("string", str), ("array", list), ("object", dict))


class _Explainer:
    """Turns the errors of each record of one file into problems."""

    def __init__(self, reading: Reading, schema: Schema, whole: Schema, *, many: bool) -> None:
        self.reading = reading
        self.schema = schema
        self.whole = whole
        self.many = many

    def problems(self) -> Iterator[Problem]:
        checker = _Checker(self.schema)
        for index, record in enumerate(self.reading.value if self.many else [self.reading.value]):
            errors = sorted(checker.iter_errors(record), key=lambda error: error.validator != "type")
            mistaken = {tuple(error.absolute_path) for error in errors if error.validator == "type"}
            for error in errors:
                path = tuple(error.absolute_path)
                if error.validator == "type" or path not in mistaken:
                    yield from self.explained(error, (index, *path) if self.many else path, record, path)

    def explained(self, error: ValidationError, full: Path, record: Any, path: Path) -> Iterator[Problem]:
        """Say one error of jsonschema as problems; `full` leads from the file, `path` from the record."""
        value: Any = error.instance
        rule: Any = error.schema
        shown = self.shown(record, path)
        place = self.reading.place(full)
        match error.validator:
            case "type":
                yield _kind_problem(self.reading, full, shown, value, rule["type"])
            case "required":
                yield from self.missing(value, rule, full, shown)
            case "additionalProperties":
                yield from self.unknown(value, rule, full, (record, path))
            case "oneOf" | "enum" | "const":
                yield problem(place, "F109", path=shown, value=_short(value), **_allowed(rule))
            case "pattern":
                forms = [_rule(rule, lang) for lang in ("", "-en")]
                yield problem(place, "F110", path=shown, value=_short(value), rule=forms[0], rule_en=forms[1])
            case "minLength" | "maxLength":
                yield problem(
                    place, "F111", path=shown, size=len(value), **_bound(rule.get("minLength"), rule.get("maxLength"))
                )
            case "minItems" | "maxItems":
                yield problem(
                    place, "F111", path=shown, size=len(value), **_bound(rule.get("minItems"), rule.get("maxItems"))
                )
            case "minimum" | "maximum":
                yield problem(
                    place, "F112", path=shown, value=value, **_bound(rule.get("minimum"), rule.get("maximum"))
                )
            case "uniqueItems":
                for number, entry in enumerate(value):
                    if any(_same(entry, other) for other in value[:number]):
                        yield problem(self.reading.place((*full, number)), "F113", path=shown, value=_short(entry))
            case keyword:
                raise ValueError(f"a schema uses {keyword}, for which there is no sentence")

    def missing(self, value: Mapping[str, Any], rule: Schema, full: Path, shown: str) -> Iterator[Problem]:
        """Name the required fields that are not there."""
        for name in rule["required"]:
            if name not in value:
                prop = rule["properties"][name]
                title, title_en = prop.get("title", name), prop.get("x-en", name)
                yield problem(self.reading.place(full), "F107", path=shown, key=name, title=title, title_en=title_en)

    def unknown(self, value: Mapping[str, Any], rule: Schema, full: Path, where: tuple[Any, Path]) -> Iterator[Problem]:
        """Name the fields that may not be there, and tell an internal field from an unknown one."""
        patterns = [strict(pattern) for pattern in rule.get("patternProperties", ())]
        record, path = where
        for name in value:
            if name in rule["properties"] or any(pattern.match(name) for pattern in patterns):
                continue
            place = self.reading.place((*full, name))
            if name in at(self.whole, path).get("properties", {}):
                yield problem(place, "F114", path=self.shown(record, (*path, name)))
            else:
                allowed = ", ".join(rule["properties"])
                yield problem(place, "F106", path=self.shown(record, path), key=name, allowed=allowed)

    def shown(self, record: Any, path: Path) -> str:
        """Write a path as people read it: the record's id where it is the record, entries counted from one."""
        text = ""
        for step in path:
            text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
        known = record.get("id") if isinstance(record, Mapping) else None
        name = _short(known) if isinstance(known, str) else "" if self.many else self.reading.file
        if not text:
            return name or self.reading.file
        return f"{name}.{text}" if self.many and name else text


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _same(one: Any, other: Any) -> bool:
    """Equality as JSON has it, where true is not 1."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _bound(low: int | None, high: int | None) -> dict[str, str]:
    if low is None:
        return {"bound": f"不超过 {high}", "bound_en": f"at most {high}"}
    if high is None:
        return {"bound": f"至少 {low}", "bound_en": f"at least {low}"}
    if low == high:
        return {"bound": f"正好 {low}", "bound_en": f"exactly {low}"}
    return {"bound": f"在 {low} 至 {high} 之间", "bound_en": f"{low} to {high}"}


def _allowed(rule: Schema) -> dict[str, str]:
    """The terms of a list with their labels."""
    terms = rule.get("oneOf") or [{"const": term} for term in rule.get("enum", [rule.get("const")])]
    zh = "、".join(
        f"{term['const']}（{term['title']}）" if "title" in term else _short(term["const"]) for term in terms
    )
    en = ", ".join(f"{term['const']} ({term['x-en']})" if "x-en" in term else _short(term["const"]) for term in terms)
    return {"allowed": zh, "allowed_en": en}


def _rule(schema: Schema, lang: Literal["", "-en"]) -> str:
    """What the form of a text is in words: those of the shared type, where the field's own description says more."""
    own = "x-en-description" if lang else "description"
    return str(schema.get(f"x{lang}-rule") or schema.get(own) or schema["pattern"])
