"""A comparison of a list with the register as text, as JSON and as lines for a spreadsheet."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sunlot.core.catalogue import sentence
from sunlot.core.completeness.comparing import Listed, Match
from sunlot.core.csv_cells import line
from sunlot.core.problems import Lang
from sunlot.jobs.compare import Compared
from sunlot.store.errors import plain
from sunlot.store.spreadsheets import column_letters

_KINDS: Final[dict[str, tuple[str, str]]] = {
    "missing": ("名单上有，名录中没有", "on the list, not in the register"),
    "absent": ("名录中有，名单上没有", "in the register, not on the list"),
    "possible": ("可能是同一户，请人工核对", "may be the same: look at them"),
    "gone": ("名录中有，但已移出、未生效或不在营业", "in the register, but removed, not yet valid or out of business"),
    "repeated": ("名单内重复", "twice on the list"),
    "empty": ("既无代码也无名称的行", "rows with neither code nor name"),
    "fault": ("代码有误", "no sound code"),
}
_WHYS: Final[dict[str, tuple[str, str]]] = {
    "written_otherwise": ("代码写法不规范（全角、小写或空格）", "the same code, written otherwise"),
    "near_code": ("代码有误，与此只差一处", "a wrong code, one slip away"),
    "same_name": ("名称相同，代码不同", "the same name, another code"),
    "no_code": ("名称相同，名录中没有代码", "the same name, no code in the register"),
    "code": ("代码相同", "the same code"),
    "name": ("名称相同", "the same name"),
}
_HEAD: Final = (
    ("类别", "行号", "名单代码", "名单名称", "名录编号", "名录名称", "说明"),
    ("kind", "row", "listed code", "listed name", "register id", "register name", "note"),
)
Row = tuple[str, str, str, str, str, str, str]


def told(found: Compared, lang: Lang, most: int) -> Iterator[str]:
    """Tell what came of it; of each kind no more lines than `most`."""
    zh, one, at = lang == "zh", found.comparison, found.columns
    none = "无" if zh else "none"
    code = f"{column_letters(at.code)} {at.code_title}" if at.code is not None else none
    name = f"{column_letters(at.name)} {at.name_title}" if at.name is not None else none
    if zh:
        yield plain(f"{found.file}（{found.sheet}）：表头在第 {at.head} 行；代码列：{code}；名称列：{name}")
        yield f"{found.day}：名单 {one.rows} 行，其中 {len(one.same)} 行在名录中"
    else:
        yield plain(f"{found.file} ({found.sheet}): head in row {at.head}; codes: {code}; names: {name}")
        yield f"{found.day}: {one.rows} rows, {len(one.same)} of them in the register"
    rows: dict[str, list[Row]] = {}
    for row in _rows(found, lang):
        rows.setdefault(row[0], []).append(row)
    for kind, labels in _KINDS.items():
        listed = rows.get(kind, [])
        if kind == "fault" or not (listed or kind in {"missing", "absent"}):
            continue
        yield ""
        yield f"{labels[not zh]}{'：' if zh else ': '}{_count(found, kind)}"
        yield from (f"  {plain(_shown(row, lang))}" for row in listed[:most])
        if len(listed) > most:
            rest = len(listed) - most
            yield f"  …… 还有 {rest} 行，见 --format csv" if zh else f"  … {rest} more, see --format csv"
    if one.withheld:
        yield ""
        yield (
            f"另有 {one.withheld} 户依法不公开身份，无法比对；名单上有而名录没有的，可能在其中"
            if zh
            else f"{one.withheld} targets are withheld and were not compared; what is missing may be among them"
        )
    if found.problems:
        yield ""
        yield f"代码有误：{len(found.problems)}" if zh else f"no sound code: {len(found.problems)}"


def _count(found: Compared, kind: str) -> int:
    counted: Iterable[object] = getattr(found.comparison, kind)
    if kind == "possible":
        return len({match.listed for match in found.comparison.possible})
    return len(list(counted))


def _shown(row: Row, lang: Lang) -> str:
    _, number, code, name, target, target_name, note = row
    where = (f"第 {number} 行" if lang == "zh" else f"row {number}") if number else ""
    left = " ".join(filter(None, (where, code, name)))
    right = " ".join(filter(None, (target, target_name)))
    both = " → ".join(filter(None, (left, right)))
    return f"{both}{f'（{note}）' if lang == 'zh' else f' ({note})'}" if note else both


def as_lines(found: Compared, lang: Lang) -> Iterator[str]:
    """All findings as comma-separated lines in which nothing is a formula."""
    yield line(_HEAD[lang == "en"])
    for kind, *rest in _rows(found, lang):
        yield line((_KINDS[kind][lang == "en"], *rest))


def _rows(found: Compared, lang: Lang) -> Iterator[Row]:
    """Every finding as one row, in the order of kinds."""
    one, names = found.comparison, found.registry.targets
    english = lang == "en"
    yield from (("missing", *_listed(each), "", "", "") for each in one.missing)
    yield from (("absent", "", "", "", key, names[key].value.name, "") for key in one.absent)
    yield from (("possible", *_match(found, each), _WHYS[each.why][english]) for each in one.possible)
    yield from (("gone", *_match(found, each), "") for each in one.gone)
    for group in one.repeated:
        first, *others = group
        note = f"same as row {first.row}" if english else f"与第 {first.row} 行相同"
        yield from (("repeated", *_listed(each), "", "", note) for each in others)
    yield from (("empty", str(number), "", "", "", "", "") for number in one.empty)
    for problem, fault in zip(found.problems, one.faults, strict=True):
        yield ("fault", *_listed(fault.listed), "", "", f"{problem.code} {sentence(problem, lang)}")


def _listed(one: Listed) -> tuple[str, str, str]:
    return str(one.row), one.code, one.name


def _match(found: Compared, one: Match) -> tuple[str, str, str, str, str]:
    return *_listed(one.listed), one.target, found.registry.targets[one.target].value.name


def as_json(found: Compared) -> str:
    """All findings as JSON."""
    one, at = found.comparison, found.columns
    value: dict[str, Any] = {
        "file": found.file,
        "sheet": found.sheet,
        "head": at.head,
        "code_column": at.code_title if at.code is not None else None,
        "name_column": at.name_title if at.name is not None else None,
        "as_of": found.day,
        "rows": one.rows,
        "same": len(one.same),
        "missing": [_as_listed(each) for each in one.missing],
        "absent": [{"id": key, "name": found.registry.targets[key].value.name} for key in one.absent],
        "possible": [_as_match(found, each) for each in one.possible],
        "gone": [_as_match(found, each) for each in one.gone],
        "repeated": [[_as_listed(each) for each in group] for group in one.repeated],
        "empty": list(one.empty),
        "faults": [
            {**_as_listed(fault.listed), "code_of_problem": each.code}
            | {"zh": sentence(each, "zh"), "en": sentence(each, "en")}
            for each, fault in zip(found.problems, one.faults, strict=True)
        ],
        "withheld": one.withheld,
    }
    return json.dumps(value, ensure_ascii=False, indent=2)


def _as_listed(one: Listed) -> dict[str, Any]:
    return {"row": one.row, "code": one.code, "name": one.name}


def _as_match(found: Compared, one: Match) -> dict[str, Any]:
    target = {"target": one.target, "target_name": found.registry.targets[one.target].value.name}
    return {**_as_listed(one.listed), **target, "why": one.why}
