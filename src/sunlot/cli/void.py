"""`sunlot void`: set a stage aside, in public."""

from pathlib import Path

import click

from sunlot.cli import edge
from sunlot.core.protocol.grammar import VOID_REASONS, StageId
from sunlot.jobs.void import Grounds, void
from sunlot.store.repository import Store


@click.command(short_help="void")
@click.argument("draw", metavar="DRAW")
@click.argument("stage", metavar="STAGE")
@click.option("--reason", type=click.Choice(sorted(VOID_REASONS)), required=True, help="理由 · reason")
@click.option("--explanation", metavar="TEXT", required=True, help="向社会公开的说明 · what happened, for the public")
@click.option(
    "--approved-by", multiple=True, metavar="NAME", required=True, help="批准者，至少两个 · who approved, at least two"
)
@click.option("--with-dependents", "along", is_flag=True, help="一并作废以其为基础的阶段 · and all that rests on it")
@edge.repository
@edge.at
@edge.guarded
def command(
    draw: str,
    stage: str,
    reason: str,
    explanation: str,
    approved_by: tuple[str, ...],
    along: bool,
    repo: Path,
    at: str | None,
) -> int:
    """公开作废抽查 DRAW 的阶段 STAGE；作废不删除任何文件，仍须抽出本应得到的结果。

    Set stage STAGE of draw DRAW aside. No file goes: what it would have decided is still owed, so that all can see it.

    \b
    sunlot void 2026-003 teams --reason procedure --explanation "…" --approved-by 法规处 --approved-by 监察室
    """
    store = Store.open(repo)
    try:
        wanted = StageId.parse(stage)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="STAGE") from None
    grounds = Grounds(reason=reason, explanation=explanation, approved_by=approved_by)
    voided = void(store, draw, wanted, grounds, now=edge.moment(store, at), along=along)
    if not voided:
        edge.say(
            f"抽查 {draw} 的阶段 {wanted} 此前已作废，未作改动",
            f"stage {wanted} of {draw} was void before; nothing changed",
        )
    for one in voided:
        edge.say(f"抽查 {draw} 的阶段 {one} 已作废", f"stage {one} of draw {draw} is void")
    if voided:
        edge.say(
            "请提交 draws/ 下的新文件并公开；仍在等待的阶段到时刻后仍须抽取",
            "commit the new files below draws/ and publish them; what waits is still drawn when its time comes",
        )
    return edge.FINE
