"""`sunlot verify`: repeat draws and compare."""

from pathlib import Path

import click

from sunlot.cli import edge
from sunlot.jobs.receipts import Receipt, Unchecked
from sunlot.jobs.verify import Lists, Verified, declared, verify
from sunlot.store.repository import Store


@click.command(short_help="verify")
@click.argument("draws", metavar="[DRAW]...", nargs=-1)
@click.option("--quiet", is_flag=True, help="每次抽查只显示一行 · one line a draw")
@click.option(
    "--tsa-roots",
    "roots",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="时间戳机构的根证书（PEM），代替 sunlot.yaml 所列，可多次给出 · roots to trust for receipts instead",
)
@edge.repository
@edge.guarded
def command(draws: tuple[str, ...], quiet: bool, roots: tuple[Path, ...], repo: Path) -> int:
    """重做抽查 DRAW（不写则全部已冻结的），逐步列出已证明的事项。

    Repeat draws (without DRAW all that are frozen), step by step, and compute their frozen lists again from the
    registers they name. The last line of a draw is `verified`, or `refused: <stage>: <code>: <sentence>`.

    \b
    sunlot verify 2026-001
    """
    store = Store.open(repo)
    good, empty = True, True
    for found in verify(store, draws, now=edge.now(), roots=roots):
        verdict, empty = found.verdict, False
        good &= verdict.verified
        if quiet:
            click.echo(f"{verdict.draw}: {verdict.last_line(edge.lang())}{_aside(found)}")
        else:
            _tell(found)
        good &= not edge.show(found.problems)
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
    for receipt in found.receipts:
        edge.say(*_of_receipt(receipt))
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


def _of_receipt(one: Receipt) -> tuple[str, str]:
    head = f"{one.stage} {one.name}"
    if one.stamp is not None and one.early:
        return (
            f"{head}：{one.stamp.by} 证明不晚于 {one.stamp.latest} 已冻结",
            f"{head}: {one.stamp.by} proves the freeze for {one.stamp.latest} at the latest",
        )
    if one.stamp is not None:
        return (
            f"{head}：{one.stamp.by} 只证明 {one.stamp.latest} 之前已冻结，太晚，等于没有",
            f"{head}: {one.stamp.by} proves the freeze for {one.stamp.latest} only; late, it counts as none",
        )
    match one.unchecked:
        case Unchecked.NO_ROOTS:
            zh, en = "没有可用的信任根（sunlot.yaml 的 receipts，或 --tsa-roots）", "no trust roots to check it with"
        case Unchecked.NO_LIBRARY:
            zh, en = "本机未安装 rfc3161-client", "rfc3161-client is not installed"
        case _:
            zh, en = "本程序尚不核验公共日志的证明", "proofs of the public log are not checked yet"
    return f"{head}：未检验，{zh}", f"{head}: not checked, {en}"


def _of_withheld(found: Verified) -> tuple[str, str]:
    count = found.withheld
    return f"有 {count} 项不公开身份，只核对各层的数目", f"{count} entries withheld: only their number was compared"
