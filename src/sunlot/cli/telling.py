"""Words that the answers of several commands share: names, teams, records."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sunlot.cli import edge
from sunlot.cli.columns import aligned
from sunlot.core.drawn import Team
from sunlot.core.protocol.grammar import is_withheld
from sunlot.core.registry import Registry
from sunlot.core.showing.changes import Relieved, Vacated
from sunlot.store import schemas
from sunlot.store.schemas import label

KINDS: Mapping[str, tuple[str, str]] = {
    "target": ("对象", "Target"),
    "inspector": ("执法检查人员", "Inspector"),
    "expert": ("专家", "Expert"),
    "draw": ("抽查", "Draw"),
}


def either(zh: str, en: str) -> str:
    """Choose the caller's language."""
    return zh if edge.lang() == "zh" else en


class Names:
    """Ids with the names that the registers have for them."""

    def __init__(self, books: Registry) -> None:
        self._books = books

    def __call__(self, key: str) -> str:
        """An id and its name; of a withheld one its beginning."""
        for records in (self._books.targets, self._books.inspectors, self._books.experts):
            if key in records:
                name: str | None = records[key].value.name
                return f"{key} {name}" if name else key
        return f"{key[:9]}… {either('不公开的对象', 'withheld')}" if is_withheld(key) else key

    def all(self, keys: Sequence[str]) -> str:
        """Several of them, or a dash."""
        return either("、", ", ").join(map(self, keys)) or "—"


def record_lines(kind: str, id_: str, raw: Mapping[str, Any]) -> Iterator[str]:
    """The public record by the labels of its schema; empty fields are left out."""
    name = raw.get("name") or ""
    yield f"{either(*KINDS[kind])} {id_} {name}".rstrip()
    if is_withheld(id_):
        yield either("  不公开身份；抽取情况照样公开", "  identity withheld; how it was drawn is public all the same")
        return
    if not raw:
        yield either("  现有名录中没有这条记录", "  no register has this record now")
        return
    properties = schemas.public(kind)["properties"]
    rows = [
        (_label(properties.get(field, {}), field), _said(properties.get(field, {}), value))
        for field, value in raw.items()
        if field not in {"id", "name"} and value not in (None, [], "")
    ]
    yield from (f"  {line}" for line in aligned(rows) if rows)


def _label(schema: Mapping[str, Any], field: str) -> str:
    return str(schema.get("title" if edge.lang() == "zh" else "x-en", field))


def _said(schema: Mapping[str, Any], value: Any) -> str:
    """A value of a record on one line."""
    if isinstance(value, bool):
        return either("是", "yes") if value else either("否", "no")
    if isinstance(value, Mapping):
        inner = schema.get("properties", {})
        return either("，", ", ").join(
            f"{_label(inner.get(name, {}), name)} {_said(inner.get(name, {}), one)}" for name, one in value.items()
        )
    if isinstance(value, Sequence) and not isinstance(value, str):
        plain = "properties" not in schema.get("items", {})
        between = either("、", ", ") if plain else either("；", "; ")
        return between.join(_said(schema.get("items", {}), one) for one in value)
    return label(schema["x-term"], value, edge.lang()) if "x-term" in schema else str(value)


def team_lines(teams: Sequence[Team], named: Names) -> Iterator[str]:
    """A line for each group that sends somebody; the first officer leads."""
    leader = next((team.members[0] for team in teams if team.role == "officer" and team.members), None)
    for team in teams:
        members = [
            f"{named(member)}{either('（组长）', ' (lead)') if member == leader else ''}" for member in team.members
        ]
        between = either("、", ", ")
        yield either(
            f"检查组 {team.group}：{between.join(members)}", f"team of group {team.group}: {between.join(members)}"
        )


def vacancy_line(vacancy: Vacated, named: Names) -> str:
    """Which target left, why, and what stepped in."""
    reason = label("target_vacancy_reason", vacancy.reason, edge.lang())
    newcomer = _newcomer(vacancy.newcomer, named, pending=vacancy.pending)
    return either(
        f"空缺（{vacancy.stage}）：{named(vacancy.target)} {reason}；递补 {newcomer}",
        f"vacancy ({vacancy.stage}): {named(vacancy.target)} {reason}; in its place {newcomer}",
    )


def relief_line(relief: Relieved, named: Names) -> str:
    """Who left a team, why, and who came."""
    reason = label("inspector_vacancy_reason", relief.reason, edge.lang())
    newcomer = _newcomer(relief.newcomer, named, pending=relief.pending)
    return either(
        f"替换（{relief.stage}）：{named(relief.inspector)} {reason}；接替 {newcomer}",
        f"relief ({relief.stage}): {named(relief.inspector)} {reason}; in the place {newcomer}",
    )


def _newcomer(key: str | None, named: Names, *, pending: bool) -> str:
    if key is not None:
        return named(key)
    return either("待抽取", "to be drawn") if pending else either("无人可补", "nobody left")
