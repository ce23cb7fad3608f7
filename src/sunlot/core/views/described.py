"""Any record as labelled values in the order of its schema, so that a page leaves no public field out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sunlot.core.views.names import Names
from sunlot.core.views.vocabulary import Vocabulary

YES_NO = {True: "是", False: "否"}


@dataclass(frozen=True, slots=True)
class Value:
    """One value.

    Attributes:
        text: What is read.
        form: `term`, `yes`, `no`, `number`, or the common type of the schema (`date`, `sha256`, `text` …).
        address: Where a link leads: relative to the top of the site, or `https:`; None for no link.
        id: The id behind a name, where they differ.
    """

    text: str
    form: str = "line"
    address: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its label and its values, or what stands below it.

    Attributes:
        name: The field's name in the schema.
        label: Its label.
        values: The values of a plain field; several for a list.
        below: The fields of an object.
        columns: The labels of a list of objects; `rows` holds a cell (values) for each.
        rows: The entries of a list of objects.
    """

    name: str
    label: str
    values: tuple[Value, ...] = ()
    below: tuple["Field", ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[tuple[Value, ...], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Describer:
    """Describes records with the labels of one vocabulary and the names of one registry."""

    words: Vocabulary
    names: Names

    def describe(self, kind: str, raw: Mapping[str, Any]) -> dict[str, Field]:
        """Describe a record: field name → field, in the schema's order, extension fields last."""
        schema = self.words.schemas[kind]
        found = {field.name: field for field in self._fields(schema, raw)}
        if "id" in found:
            found["id"] = replace(found["id"], values=(Value(str(raw["id"]), "code"),))
        if "withheld" in found:
            found["withheld"] = self._named(schema, found["withheld"])
        for name, value in raw.items():
            if name.startswith("x_"):
                found[name] = Field(name, name, (Value("" if value is None else str(value)),))
        return found

    def _named(self, schema: Mapping[str, Any], withheld: Field) -> Field:
        """Write the withheld fields by their labels."""
        labels = {name: str(prop["title"]) for name, prop in schema["properties"].items()}
        rows = []
        for row in withheld.rows:
            first = tuple(Value(labels.get(value.text, value.text)) for value in row[0])
            rows.append((first, *row[1:]))
        return replace(withheld, rows=tuple(rows))

    def _fields(self, schema: Mapping[str, Any], raw: Mapping[str, Any]) -> Iterator[Field]:
        for name, prop in schema["properties"].items():
            value = raw.get(name)
            if value is not None and value != []:
                yield self._field(name, prop, value)

    def _field(self, name: str, prop: Mapping[str, Any], value: Any) -> Field:
        label = str(prop["title"])
        if "properties" in prop:
            return Field(name, label, below=tuple(self._fields(prop, value)))
        if "properties" in prop.get("items", {}):
            return self._table(name, label, prop["items"], value)
        entries = value if isinstance(value, list) else [value]
        inner = prop.get("items", prop)
        return Field(name, label, tuple(self.value(inner, entry) for entry in entries))

    def _table(self, name: str, label: str, schema: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]) -> Field:
        used = [column for column in schema["properties"] if any(column in entry for entry in entries)]
        columns = tuple(str(schema["properties"][column]["title"]) for column in used)
        rows = []
        for entry in entries:
            cells = []
            for column in used:
                field = self._field(column, schema["properties"][column], entry[column]) if column in entry else None
                cells.append(_flat(field) if field else ())
            rows.append(tuple(cells))
        return Field(name, label, columns=columns, rows=tuple(rows))

    def value(self, schema: Mapping[str, Any], value: Any) -> Value:
        """Describe one plain value by its schema."""
        if isinstance(value, bool):
            return Value(YES_NO[value], "yes" if value else "no")
        if isinstance(value, int):
            return Value(str(value), "number")
        form = self.words.form(schema)
        if form == "term":
            return Value(self.words.term(schema["x-term"], value), "term", id=value)
        if form == "url":
            return Value(value, "url", value)
        if name := self.names.of(form, value):
            return Value(name.text, form, name.address, None if name.text == name.id else name.id)
        return Value(str(value), form)


def _flat(field: Field) -> tuple[Value, ...]:
    """Everything inside a field that stands in one cell of a table."""
    if field.rows:
        return tuple(value for row in field.rows for cell in row for value in cell)
    return field.values + tuple(value for inner in field.below for value in _flat(inner))
