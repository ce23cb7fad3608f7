"""`sunlot freeze`: fix the lists of a draw and name the future public value."""

import re
import secrets
from collections.abc import Mapping
from pathlib import Path

import click

from sunlot.cli import edge
from sunlot.core.dates import is_real
from sunlot.core.problems import Place, ProblemsError, problem
from sunlot.jobs.freeze import Frozen, freeze
from sunlot.jobs.loading import settings_of
from sunlot.store.errors import plain
from sunlot.store.repository import Store
from sunlot.store.schemas import label

_INSTANT = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z")


@click.command(short_help="freeze")
@click.argument("draw", metavar="DRAW")
@edge.repository
@click.option("--at", metavar="INSTANT", help="冻结时刻（仅限演示库）· moment of the freeze, in a demonstration only")
@edge.guarded
def command(draw: str, repo: Path, at: str | None) -> int:
    """冻结抽查 DRAW 的名单，并指明将来的随机值。

    Fix the lists of draw DRAW and name the future public value. Registers and task have to be committed before.

    \b
    sunlot freeze 2026-005
    """
    store = Store.open(repo)
    if at is not None:
        _look(at)
    if at and settings_of(store).demonstration is None:
        raise ProblemsError([problem(Place("sunlot.yaml"), "F444")])
    frozen = freeze(store, draw, now=at or edge.now(), fresh=secrets.token_bytes, vault=edge.vault(store))
    _tell(frozen)
    return edge.FINE


def _look(at: str) -> None:
    if _INSTANT.fullmatch(at) is None or not is_real(at):
        message = f"{plain(at)}：应为 YYYY-MM-DDTHH:MM:SSZ · expected YYYY-MM-DDTHH:MM:SSZ, in 2000 to 2099"
        raise click.BadParameter(message, param_hint="--at")


def _tell(frozen: Frozen) -> None:
    zh, en = (f"抽查 {frozen.draw} 此前已冻结，未作改动", f"draw {frozen.draw} was frozen before; nothing changed")
    if not frozen.already:
        zh, en = f"抽查 {frozen.draw} 已冻结", f"draw {frozen.draw} is frozen"
    edge.say(zh, en)
    for stratum, (size, take) in frozen.sizes.items():
        edge.say(f"  分层 {stratum}：{size} 个对象，抽取 {take} 个", f"  stratum {stratum}: {take} of {size} targets")
    excluded = _counted("exclusion_reason", frozen.excluded)
    absent = _counted("absence_reason", frozen.absent)
    edge.say(f"  未列入对象：{excluded}", f"  targets excluded: {excluded}")
    edge.say(
        f"  候选人员：{frozen.listed}；未列入：{absent}", f"  inspectors listed: {frozen.listed}; absent: {absent}"
    )
    for stage, time in frozen.times.items():
        edge.say(f"  {stage} 抽取时刻 {time}", f"  {stage} is drawn at {time}")
    if not frozen.already:
        edge.say("请提交 draws/ 下的新文件并公开", "commit the new files below draws/ and publish them")


def _counted(term: str, counts: Mapping[str, int]) -> str:
    told = "，".join(f"{label(term, reason, edge.lang())} {count}" for reason, count in sorted(counts.items()))
    return f"{sum(counts.values())}（{told}）" if told else "0"
