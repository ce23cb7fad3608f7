"""`sunlot vault`: the bureau's erasable store of internal fields."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from sunlot.cli import edge
from sunlot.jobs import vault as jobs
from sunlot.store.repository import Store

SPARED_HOURS = 24


@click.group(short_help="vault")
def command() -> None:
    """内部库：核对与清理。库在仓库之外的，用环境变量 SUNLOT_VAULT 写明其绝对路径。

    The vault of internal fields: check and prune. It is the folder that `vault` in sunlot.yaml names; one outside the
    repository is named by its absolute path in the environment variable SUNLOT_VAULT.
    """


@command.command()
@edge.repository
@edge.guarded
def check(repo: Path) -> int:
    """核对内部库的文件与公开记录中的承诺是否一致。

    Compare the vault's files with the commitments in the public records.

    \b
    sunlot vault check
    """
    store = Store.open(repo)
    count, problems = jobs.check(store, edge.vault(store))
    failed = edge.show(problems)
    edge.say(f"{count} 个承诺，{len(problems)} 个问题", f"{count} commitments, {len(problems)} problems")
    return edge.PROBLEMS if failed else edge.FINE


@command.command()
@click.option(
    "--branch",
    "branches",
    multiple=True,
    help="另外保留其所提到的 · keep what this names too",
)
@click.option(
    "--hours",
    type=click.IntRange(min=0),
    default=SPARED_HOURS,
    show_default=True,
    help="保留近几小时写入的 · spare what is newer",
)
@click.option("--yes", is_flag=True, help="真正删除；不写则只列出 · delete; without it they are only listed")
@edge.repository
@edge.guarded
def prune(branches: tuple[str, ...], hours: int, yes: bool, repo: Path) -> int:
    """删除当前提交与所有本地、远程分支都不再提到的旧版本；删除后不可恢复。

    Delete versions that neither HEAD nor any local or remote branch names. What is deleted is gone.
    Fetch first: a branch that this clone has never seen keeps nothing.

    \b
    sunlot vault prune --yes
    """
    store = Store.open(repo)
    before = datetime.now(UTC) - timedelta(hours=hours)
    gone = jobs.prune(store, edge.vault(store), branches=branches, before=before, dry_run=not yes)
    for path in gone:
        click.echo(path)
    zh, en = ("已删除", "deleted") if yes else ("可删除（加 --yes 执行）", "could be deleted (add --yes)")
    edge.say(f"{len(gone)} 个版本{zh}", f"{len(gone)} versions {en}")
    return edge.FINE
