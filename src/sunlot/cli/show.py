"""`sunlot show`: everything about one target, one person or one draw."""

import json
from pathlib import Path

import click

from sunlot.cli import edge
from sunlot.cli.plain_values import plain_value
from sunlot.cli.shown import lines
from sunlot.jobs.show import show
from sunlot.store.repository import Store


@click.command(short_help="show")
@click.argument("key", metavar="KEY")
@click.option("--draw", metavar="DRAW", help="只看这一次抽查 · this draw only")
@edge.as_of
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@edge.repository
@edge.guarded
def command(key: str, draw: str | None, as_of: str | None, form: edge.Format, repo: Path) -> int:
    """查看 KEY 的全部情况：对象（编号、曾用编号、统一社会信用代码、名称）、人员或专家、抽查编号。

    Show everything about KEY: a target (id, former id, credit code, name), an inspector or expert, or a draw: in which
    lists and why not, ticket and rank, team, visits of the year, results; of a draw its stages and what came out.

    \b
    sunlot show 91650105DEM000030K
    sunlot show insp-286h --draw 2026-002 --format json
    """
    store = Store.open(repo)
    found = show(store, key, draw=draw, now=edge.now(), as_of=edge.given_date(as_of), vault=edge.vault(store))
    if form == "json":
        value = {"kind": found.found.kind, "as_of": found.day, **plain_value(found.facts)}
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))
    else:
        for line in lines(found):
            click.echo(line)
    return edge.FINE
