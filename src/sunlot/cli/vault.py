"""`sunlot vault`: the bureau's erasable store of internal fields, and the keys of withheld targets."""

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from sunlot.cli import edge
from sunlot.jobs import vault as jobs
from sunlot.jobs import withheld
from sunlot.store.repository import Store

SPARED_HOURS = 24


@click.group(short_help="vault")
def command() -> None:
    """内部库：核对、清理，以及不公开身份的对象的年度密钥。库在仓库之外的，用环境变量 SUNLOT_VAULT 写明其绝对路径。

    The vault of internal fields: check, prune, and the year's key of withheld targets. It is the folder that `vault` in
    sunlot.yaml names; one outside the repository is named by its absolute path in the variable SUNLOT_VAULT.
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


@command.command("year-key")
@click.argument("year", type=click.IntRange(2000, 2099))
@edge.repository
@edge.guarded
def year_key(year: int, repo: Path) -> int:
    """生成 YEAR 年的密钥（已有则不变），并给出须写入年度计划的摘要。

    Make the key of YEAR, unless there is one, and give the digest that the annual plan has to print before any draw.

    \b
    sunlot vault year-key 2027
    """
    store = Store.open(repo)
    digest = withheld.make_year_key(edge.vault(store), year, secrets.token_bytes, withheld.printed_digest(store, year))
    edge.say(
        f"请在首次抽查前将摘要写入 registers/plans/{year}.yaml 的 year_key_sha256：",
        f"print this digest as year_key_sha256 in registers/plans/{year}.yaml before the first draw:",
    )
    click.echo(digest)
    return edge.FINE


@command.command("open")
@click.argument("draw", metavar="DRAW")
@click.option(
    "--declassify",
    "ids",
    multiple=True,
    metavar="ID",
    help="向社会公开该对象在本次抽查中的编号 · open it to the public",
)
@edge.repository
@edge.guarded
def open_(draw: str, ids: tuple[str, ...], repo: Path) -> int:
    """供审计：打开抽查 DRAW 中不公开身份的对象，核对每个都在名录中、只有一次。

    For auditors: open the withheld keys of draw DRAW; each stands for one registered target, once, and not in clear.

    \b
    sunlot vault open 2026-003
    sunlot vault open 2026-003 --declassify XJ-W-0001
    """
    store = Store.open(repo)
    vault = edge.vault(store)
    audited = withheld.open_draw(store, draw, vault)
    drawn = set(audited.audit.selected)
    for key, id_ in sorted(audited.audit.opened.items(), key=lambda one: one[1]):
        chosen = id_ in drawn
        zh, en = ("抽中", "drawn") if chosen else ("未抽中", "not drawn")
        edge.say(f"{id_}  {key}  {zh}", f"{id_}  {key}  {en}")
    count = len(audited.audit.opened)
    failed = edge.show(audited.problems)
    edge.say(
        f"{count} 个不公开身份的对象，{len(audited.problems)} 个问题",
        f"{count} withheld targets, {len(audited.problems)} problems",
    )
    if audited.unnamed:
        edge.say(
            f"注意：内部库中没有其中 {audited.unnamed} 个的信用代码，未与列名的对象比对",
            f"mind: the vault has no credit code of {audited.unnamed} of them, not compared with those in clear",
        )
    if ids:
        for path in withheld.declassify(store, draw, ids, vault):
            edge.say(f"已公开，请提交：{path}", f"open to the public now, commit it: {path}")
    return edge.PROBLEMS if failed else edge.FINE
