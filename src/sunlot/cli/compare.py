"""`sunlot compare`: another authority's list against the register of targets."""

from pathlib import Path
from typing import Literal

import click

from sunlot.cli import edge
from sunlot.cli.compared import as_json, as_lines, told
from sunlot.jobs.compare import compare
from sunlot.store.repository import Store

SHOWN = 50
"""Lines of a kind that are printed as text; `--format csv` and `--format json` give all of them."""


@click.command(short_help="compare")
@click.argument("path", metavar="LIST", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--code", metavar="COLUMN", help="信用代码列的列名，默认自动识别 · column of credit codes")
@click.option("--name", metavar="COLUMN", help="名称列的列名，默认自动识别 · column of names")
@click.option("--authority", metavar="ID", help="名单属于哪个部门，只反查其监管的对象 · whose list it is")
@click.option("--strict", is_flag=True, help="有遗漏时以 1 退出 · exit 1 when something is missing")
@edge.as_of
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@edge.repository
@edge.guarded
def command(
    path: Path,
    code: str | None,
    name: str | None,
    authority: str | None,
    strict: bool,
    as_of: str | None,
    form: Literal["text", "json", "csv"],
    repo: Path,
) -> int:
    """把其他部门的名单 LIST（.xlsx 或 .csv）与对象名录比对：名单上有而名录没有的，名录有而名单没有的。

    Compare another authority's LIST with the register: by credit code, then by name; what may be the same is listed
    apart. Nothing is changed. Exit 1 for missing subjects only with --strict.

    \b
    sunlot compare 住建厅名单.xlsx --authority xj-housing-demo
    sunlot compare list.csv --code 信用代码 --name 单位名称 --format csv > 比对结果.csv
    """
    store = Store.open(repo)
    found = compare(
        store, path, now=edge.now(), as_of=edge.given_date(as_of), code=code, name=name, authority=authority
    )
    if form == "json":
        click.echo(as_json(found))
    elif form == "csv":
        click.echo("\ufeff" + "".join(as_lines(found, edge.lang())), nl=False)
    else:
        for line in told(found, edge.lang(), SHOWN):
            click.echo(line)
        edge.show(found.problems[:SHOWN])
    lacking = bool(found.comparison.missing or found.comparison.absent)
    return edge.PROBLEMS if strict and lacking else edge.FINE
