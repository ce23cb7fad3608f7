"""`sunlot plan`: a batch of the annual plan becomes the task of a draw."""

from pathlib import Path

import click

from sunlot.cli import edge
from sunlot.jobs.plan import Times, plan
from sunlot.store.repository import Store

INSTANT = "YYYY-MM-DDTHH:MM:SSZ"


@click.command(short_help="plan")
@click.argument("batch", metavar="BATCH")
@click.option("--targets-at", required=True, metavar=INSTANT, help="抽取对象的时刻（UTC）· when targets are drawn")
@click.option("--teams-at", required=True, metavar=INSTANT, help="抽取人员的时刻（UTC）· when inspectors are drawn")
@click.option("--source", type=click.Choice(["drand", "lottery", "document", "date"]), help="随机源 · beacon source")
@click.option("--chain", help="彩票玩法或文件代号 · game of a lottery, title of a document")
@click.option("--issues", nargs=2, metavar="N N", help="彩票期号（对象、人员）· issue numbers of a lottery")
@click.option("--lead", type=click.IntRange(min=600), help="冻结提前量（秒）· seconds between freeze and value")
@click.option("--training", is_flag=True, help="标为演示 · mark as a demonstration")
@edge.repository
@edge.guarded
def command(
    batch: str,
    targets_at: str,
    teams_at: str,
    source: str | None,
    chain: str | None,
    issues: tuple[str, str] | None,
    lead: int | None,
    training: bool,
    repo: Path,
) -> int:
    """由年度计划的批次 BATCH 生成抽查任务 draws/<编号>/task.yaml。

    Make the task of a draw from batch BATCH of the annual plan.

    \b
    sunlot plan 2026-B05 --targets-at 2026-08-22T21:40:00Z --teams-at 2026-08-31T18:45:15Z
    """
    times = Times(targets=targets_at, teams=teams_at, source=source, chain=chain, issues=issues)
    path = plan(Store.open(repo), batch, times, lead=lead, training=training)
    edge.say(
        f"已写入 {path}；请核对并提交，然后运行 sunlot freeze {path.split('/')[1]}",
        f"wrote {path}; look at it, commit it, then run sunlot freeze {path.split('/')[1]}",
    )
    return edge.FINE
