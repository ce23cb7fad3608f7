"""Records as flat tables, one a kind; columns, types and labels come from the schemas.

A field of an object becomes `visit.visited_on`; a list of texts is joined by `;`; a list of objects is JSON text. So a
row keeps everything that the record says, and `<set>.ndjson` beside it keeps its shape.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sunlot.core.views.contents import Contents
from sunlot.core.views.vocabulary import Vocabulary

Cell = str | int | bool | None
JOINT: Final = ";"
_SCALARS: Final = {"string": "string", "integer": "integer", "boolean": "boolean"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: The path of the field in the record.
        title: Its labels from the outermost field inwards, Chinese.
        title_en: The same in English.
        type: `string`, `integer`, `boolean`, `date`, `list` (texts joined by `;`) or `json` (a list of objects).
        term: The list of terms whose codes stand in it; empty where they are no codes.
    """

    name: str
    title: str
    title_en: str
    type: str
    term: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: `name` is also that of its files, `key` the columns that tell its rows apart."""

    name: str
    title: str
    title_en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]


def table_of(
    words: Vocabulary, name: str, kind: str, records: Iterable[Mapping[str, Any]], key: tuple[str, ...]
) -> Table:
    """Lay records of one kind out as a table; extension fields (`x_…`) stay in the NDJSON only."""
    schema = words.schemas[kind]
    columns = tuple(_columns(words, schema))
    rows = [[_cell(column, record) for column in columns] for record in records]
    return Table(name, str(schema["title"]), str(schema["x-en"]), key, columns, rows)


def _columns(
    words: Vocabulary,
    schema: Mapping[str, Any],
    path: tuple[str, ...] = (),
    titles: tuple[tuple[str, ...], ...] = ((), ()),
) -> Iterator[Column]:
    for name, prop in schema.get("properties", {}).items():
        at = (*path, name)
        said = tuple((*above, str(prop[key])) for above, key in zip(titles, ("title", "x-en"), strict=True))
        if "properties" in prop:
            yield from _columns(words, prop, at, said)
        else:
            zh, en = (" · ".join(part) for part in said)
            entry = prop.get("items", prop)
            yield Column(".".join(at), zh, en, _type(words, prop), str(entry.get("x-term", "")))


def _type(words: Vocabulary, prop: Mapping[str, Any]) -> str:
    if prop.get("type") == "array":
        return "json" if "properties" in prop.get("items", {}) else "list"
    if words.form(prop) == "date":
        return "date"
    return _SCALARS.get(str(prop.get("type", "string")), "json")


def _cell(column: Column, record: Mapping[str, Any]) -> Cell:
    value: Any = record
    for step in column.name.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    if value is None or not isinstance(value, list | Mapping):
        return value
    if column.type == "list":
        return JOINT.join(map(str, value))
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _plain(name: str, title: str, title_en: str, kind: str = "string", term: str = "") -> Column:
    return Column(name, title, title_en, kind, term)


_SELECTED: Final = (
    _plain("draw", "抽查编号", "draw"),
    _plain("stage", "阶段", "stage"),
    _plain("rank", "名次", "rank", "integer"),
    _plain("target", "检查对象", "target"),
    _plain("name", "名称", "name"),
    _plain("stratum", "层", "stratum"),
    _plain("ticket", "签号", "ticket"),
    _plain("vacated", "空缺原因", "why vacant"),
    _plain("team", "检查人员", "team", "list"),
    _plain("result_code", "检查结果", "result", "string", "result_code"),
    _plain("published_on", "公布日期", "published on", "date"),
)


def selections(site: Contents) -> Table:
    """Give everybody who was ever chosen, draw by draw in the order of the tickets, with what became of it."""
    rows: list[list[Cell]] = []
    for draw in sorted(site.draws, key=lambda draw: draw.id):
        for one in draw.chosen:
            placed = site.results.get((draw.id, one.target.id))
            team = JOINT.join(member.person.id for member in one.team)
            code, day = (placed.value.result_code, placed.value.published_on) if placed else (None, None)
            rows.append(
                [
                    draw.id, one.stage, one.rank, one.target.id, one.target.text, one.stratum, one.ticket,
                    one.vacated, team, code, day,
                ]
            )  # fmt: skip
    return Table("selections", "抽中记录", "selections", ("draw", "target"), _SELECTED, rows)
