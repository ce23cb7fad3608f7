"""`sunlot verify`: repeat draws and compare."""

from pathlib import Path

import click

from sunlot.cli import edge
from sunlot.jobs.verify import Lists, Verified, verify
from sunlot.store.repository import Store


@click.command(short_help="verify")
@click.argument("draws", metavar="[DRAW]...", nargs=-1)
@click.option("--quiet", is_flag=True, help="每次抽查只显示一行 · one line a draw")
@edge.repository
@edge.guarded
def command(draws: tuple[str, ...], quiet: bool, repo: Path) -> int:
    """重做抽查 DRAW（不写则全部），逐步列出已证明的事项。

    Repeat draws, step by step, and compute their frozen lists again from the registers they name.
    The last line of a draw is `verified`, or `refused: <stage>: <code>: <sentence>`.

    \b
    sunlot verify 2026-001
    """
    good = True
    for found in verify(Store.open(repo), draws, now=edge.now()):
        verdict = found.verdict
        good &= verdict.verified and not found.problems
        if quiet:
            click.echo(f"{verdict.draw}: {verdict.last_line(edge.lang())}")
        else:
            _tell(found)
        edge.show(found.problems)
    return edge.FINE if good else edge.PROBLEMS


def _tell(found: Verified) -> None:
    click.echo(f"== {found.verdict.draw}")
    *steps, last = found.verdict.lines(edge.lang())
    for line in steps:
        click.echo(line)
    tree = (found.tree or "—")[:12]
    match found.lists:
        case Lists.AGREE:
            edge.say(f"名单：由名录 {tree} 重新计算，一致", f"lists: computed again from registers {tree}: the same")
        case Lists.DIFFER:
            edge.say(f"名单：与名录 {tree} 不符", f"lists: they do not follow from registers {tree}")
        case Lists.NOT_HERE:
            edge.say(f"名单：本库没有名录 {tree}，未重新计算", f"lists: registers {tree} are not here; not computed")
    click.echo(last)
