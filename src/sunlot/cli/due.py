"""`sunlot due`: what is late and what is due, of every unit."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from sunlot import __version__
from sunlot.cli import edge
from sunlot.cli.columns import aligned
from sunlot.cli.telling import Names, either
from sunlot.core.deadlines import HORIZON, Deadline
from sunlot.core.icalendar import calendar, event_of
from sunlot.jobs.due import Due, due
from sunlot.store.repository import Store
from sunlot.store.schemas import label


@click.command(short_help="due")
@edge.as_of
@click.option("--unit", metavar="AUTHORITY", help="只看该单位及其下级 · this authority and those below it")
@click.option("--within", type=click.IntRange(min=0), metavar="DAYS", help="往后看多少天 · how many days ahead")
@click.option("--all", "everything", is_flag=True, help="不限天数 · whatever is owed, however far ahead")
@click.option("--strict", is_flag=True, help="有逾期时退出码为 1 · exit 1 if anything is late")
@click.option("--format", "form", type=click.Choice(["text", "json", "ics"]), default="text", show_default=True)
@edge.repository
@edge.guarded
def command(
    as_of: str | None,
    unit: str | None,
    within: int | None,
    everything: bool,
    strict: bool,
    form: str,
    repo: Path,
) -> int:
    """列出逾期和将要到期的事项：结果、通报、处罚、更正、异议、证据、整改、抽取、证件、复核、培训等。

    List what is late and what is due soon (30 days ahead, if nothing else is said), with the unit that answers for it,
    the last day, and the clause. Every day is computed from records and the working calendar; none is stored.

    \b
    sunlot due
    sunlot due --unit aksu-seismo-demo --within 60
    sunlot due --all --format ics > due.ics
    """
    if everything and within is not None:
        raise click.BadParameter("--within 与 --all 只能用一个 · give only one of them", param_hint="--all")
    ahead = None if everything else HORIZON if within is None else within
    found = due(Store.open(repo), now=edge.now(), as_of=edge.given_date(as_of), unit=unit, within=ahead)
    if form == "json":
        click.echo(json.dumps([_row(one) for one in found.deadlines], ensure_ascii=False, indent=2))
    elif form == "ics":
        names = Names(found.registry)
        events = [event_of(one, _said(one, names)) for one in found.deadlines]
        click.echo(calendar(events, found.day, __version__), nl=False)
    else:
        for line in _lines(found):
            click.echo(line)
    failed = _unread(found)
    return edge.PROBLEMS if failed or (strict and found.late) else edge.FINE


def _unread(found: Due) -> bool:
    """Tell what could not be read, aside: deadlines may be missing then."""
    if found.problems:
        zh = f"{len(found.problems)} 处格式问题，期限可能不全；请运行 sunlot check"
        en = f"{len(found.problems)} problems of form, deadlines may be missing: run sunlot check"
        click.echo(either(zh, en), err=True)
    return bool(found.problems)


def _said(one: Deadline, names: Names) -> str:
    draw = f" {one.draw}" if one.draw and one.draw != one.subject else ""
    return f"{one.what(edge.lang(), label)}{either('：', ': ')}{names(one.subject)}{draw}"


def _lines(found: Due) -> Iterator[str]:
    names = Names(found.registry)
    later = len(found.deadlines) - found.late
    yield either(
        f"{found.day}：逾期 {found.late} 项，将到期 {later} 项", f"{found.day}: {found.late} late, {later} due"
    )
    for unit in sorted({one.unit for one in found.deadlines}):
        own = [one for one in found.deadlines if one.unit == unit]
        yield ""
        yield f"{_unit(found, unit)} {unit}".strip()
        rows = [(_left(one), str(one.due) + _mark(one), _said(one, names), one.clause) for one in own]
        yield from (f"  {line}" for line in aligned(rows))


def _unit(found: Due, unit: str) -> str:
    placed = found.registry.authorities.get(unit)
    if placed is None:
        return "" if unit else either("未写明单位", "no unit named")
    return placed.value.name if edge.lang() == "zh" else placed.value.name_en


def _left(one: Deadline) -> str:
    if one.late:
        return either(f"逾期 {-one.days} 天", f"{-one.days} d late")
    return either(f"还有 {one.days} 天", f"{one.days} d left") if one.days else either("今天到期", "today")


def _mark(one: Deadline) -> str:
    return either("（暂定）", " (provisional)") if one.provisional else ""


def _row(one: Deadline) -> dict[str, object]:
    return {
        "kind": one.kind,
        "zh": one.what("zh", label),
        "en": one.what("en", label),
        "about": one.about,
        "subject": one.subject,
        "draw": one.draw,
        "unit": one.unit,
        "since": one.since,
        "due": one.due.isoformat(),
        "days": one.days,
        "late": one.late,
        "provisional": one.provisional,
        "clause": one.clause,
    }
