"""`sunlot check`: all rules, all problems."""

from pathlib import Path

import click

from sunlot.cli import edge
from sunlot.core.catalogue import is_warning
from sunlot.jobs.check import check
from sunlot.store.repository import Store


@click.command(short_help="check")
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".")
@edge.as_of
@click.option("--since", metavar="REV", help="与该版本比较：已公布的不得改动 · what REV published must still stand")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@edge.guarded
def command(path: Path, as_of: str | None, since: str | None, form: edge.Format) -> int:
    """检查 PATH 处的仓库：格式、名录、计划、抽查、结果，一次列出全部问题。

    Check the repository at PATH: form, registers, plans, draws, results; every problem at once, with its place.
    Warnings do not fail. Exit: 0 fine, 1 problems, 2 usage.

    \b
    sunlot check --since origin/main
    sunlot check --as-of 2026-12-31 --lang en --format github
    """
    found = check(Store.open(path), today=edge.today(), as_of=edge.given_date(as_of), since=since)
    failed = edge.show(found.problems, form)
    warnings = sum(map(is_warning, found.problems))
    problems = len(found.problems) - warnings
    zh = f"{found.as_of}：{found.records} 条记录，{problems} 个问题，{warnings} 个提醒"
    en = f"{found.as_of}: {found.records} records, {problems} problems, {warnings} warnings"
    click.echo(zh if edge.lang() == "zh" else en, err=form == "json")
    return edge.PROBLEMS if failed else edge.FINE
