"""`sunlot verify`: repeat draws and compare."""

from pathlib import Path

import click

from sunlot.cli import edge
from sunlot.jobs.verify import Lists, Verified, declared, verify
from sunlot.store.repository import Store


@click.command(short_help="verify")
@click.argument("draws", metavar="[DRAW]...", nargs=-1)
@click.option("--quiet", is_flag=True, help="每次抽查只显示一行 · one line a draw")
@edge.repository
@edge.guarded
def command(draws: tuple[str, ...], quiet: bool, repo: Path) -> int:
    """重做抽查 DRAW（不写则全部已冻结的），逐步列出已证明的事项。

    Repeat draws (without DRAW all that are frozen), step by step, and compute their frozen lists again from the
    registers they name. The last line of a draw is `verified`, or `refused: <stage>: <code>: <sentence>`.

    \b
    sunlot verify 2026-001
    """
    store = Store.open(repo)
    good, empty = True, True
    for found in verify(store, draws, now=edge.now()):
        verdict, empty = found.verdict, False
        good &= verdict.verified and not found.problems
        if quiet:
            click.echo(f"{verdict.draw}: {verdict.last_line(edge.lang())}{_aside(found)}")
        else:
            _tell(found)
        edge.show(found.problems)
    waiting = [] if draws else declared(store)
    if waiting:
        edge.say(f"已公布任务、尚未冻结：{'、'.join(waiting)}", f"declared, not frozen yet: {', '.join(waiting)}")
    elif empty:
        edge.say("本库还没有抽查", "there is no draw in this repository yet")
        return edge.TOO_EARLY
    return edge.FINE if good else edge.PROBLEMS


def _tell(found: Verified) -> None:
    click.echo(f"== {found.verdict.draw}")
    *steps, last = found.verdict.lines(edge.lang())
    for line in steps:
        click.echo(line)
    zh, en = _of_lists(found)
    edge.say(f"名单：{zh}", f"lists: {en}")
    if found.withheld:
        edge.say(*_of_withheld(found))
    click.echo(last)


def _aside(found: Verified) -> str:
    """What has to be said even on one line: everything but lists that were computed and are the same."""
    said = [] if found.lists in {Lists.AGREE, None} else [_of_lists(found)]
    said += [_of_withheld(found)] if found.withheld else []
    if not said:
        return ""
    if edge.lang() == "zh":
        return f"（名单{'；'.join(zh for zh, _ in said)}）"
    return f" (lists {'; '.join(en for _, en in said)})"


def _of_lists(found: Verified) -> tuple[str, str]:
    tree = (found.tree or "—")[:12]
    match found.lists:
        case Lists.AGREE:
            return f"由名录 {tree} 重新计算，一致", f"computed again from registers {tree}: the same"
        case Lists.DIFFER:
            return f"不能由名录 {tree} 得出", f"do not follow from registers {tree}"
        case Lists.UNKNOWN_TREE if found.excused:
            return (
                f"未重新计算：版本历史中没有名录 {tree}，本库是演示库，不算问题",
                f"not computed: this history has no registers {tree}; no problem in a demonstration",
            )
        case Lists.UNKNOWN_TREE:
            return f"未重新计算：版本历史中没有名录 {tree}", f"not computed: this history has no registers {tree}"
        case Lists.NO_HISTORY:
            return "未重新计算：没有完整的版本历史", "not computed: no history"
        case None:
            return "未重新计算：抽查未通过验证", "not computed: the draw is refused"


def _of_withheld(found: Verified) -> tuple[str, str]:
    return f"有 {found.withheld} 项不公开身份，未重新计算", f"{found.withheld} entries withheld, not computed"
