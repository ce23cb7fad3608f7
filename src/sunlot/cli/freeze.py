"""`sunlot freeze`: fix the lists of a draw, or what a later stage of it does, and name the future public value."""

import secrets
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

import click

from sunlot.cli import edge
from sunlot.core.following import Leaving
from sunlot.core.protocol.freezes import LaterTeamsFreeze, ReliefFreeze
from sunlot.core.protocol.grammar import (
    VACANCY_INSPECTOR_REASONS,
    VACANCY_TARGET_REASONS,
    Digest,
    Kind,
    StageId,
)
from sunlot.jobs.freeze import Frozen, freeze
from sunlot.jobs.freeze_next import Asked, Next, freeze_next
from sunlot.store.errors import plain
from sunlot.store.repository import Store
from sunlot.store.schemas import label

_LATER = {kind.value: kind for kind in (Kind.SUBSTITUTES, Kind.TEAMS, Kind.RELIEF)}
ABOUT_ONE_TARGET = ("recusal", "other_duty")
_BELONG = {
    "vacant": {Kind.SUBSTITUTES},
    "leaving": {Kind.RELIEF},
    "withdrawn": {Kind.TEAMS, Kind.RELIEF},
    "evidence": {Kind.SUBSTITUTES, Kind.RELIEF},
}
"""Which stages an option says something about; given for another it would be lost unseen."""


@click.command(short_help="freeze")
@click.argument("draw", metavar="DRAW")
@click.argument("later", metavar="[substitutes|teams|relief]", type=click.Choice(list(_LATER)), required=False)
@click.option("--time", metavar="INSTANT", help="后续阶段的随机值时刻 · when the value of a later stage comes, UTC")
@click.option("--round", "issue", metavar="ISSUE", help="彩票期号（仅 lottery）· issue number of a lottery")
@click.option("--lead", type=click.IntRange(600, 31_536_000), help="冻结提前量（秒）· seconds before the value")
@click.option("--of", metavar="STAGE", help="以哪个阶段为基础 · the stage it builds on, where it is not clear")
@click.option(
    "--vacant",
    type=(str, click.Choice(sorted(VACANCY_TARGET_REASONS))),
    multiple=True,
    metavar="TARGET REASON",
    help=f"无法检查的对象 · a target that cannot be inspected: {' '.join(sorted(VACANCY_TARGET_REASONS))}",
)
@click.option(
    "--relieve",
    "leaving",
    type=(str, click.Choice(sorted(VACANCY_INSPECTOR_REASONS))),
    multiple=True,
    metavar="INSPECTOR[@TARGET] REASON",
    help=f"不能前往的人员 · an inspector who cannot go: {' '.join(sorted(VACANCY_INSPECTOR_REASONS))}",
)
@click.option(
    "--withdraw",
    "withdrawn",
    type=(str, click.Choice(sorted(VACANCY_INSPECTOR_REASONS))),
    multiple=True,
    metavar="INSPECTOR REASON",
    help="不再作为候选的人员 · an inspector who is no candidate any more",
)
@click.option(
    "--evidence",
    nargs=2,
    multiple=True,
    metavar="KEY FILE",
    help="存档文件，只记其摘要 · the filed document of a vacancy; only its digest is written",
)
@edge.repository
@edge.at
@edge.guarded
def command(draw: str, later: str | None, repo: Path, at: str | None, **asked: object) -> int:
    """冻结抽查 DRAW 的名单，或冻结其后续阶段（补抽、检查组、换人），并指明将来的随机值。

    Fix the lists of draw DRAW, or what a later stage of it does, and name the future public value. All that it rests on
    has to be committed before.

    \b
    sunlot freeze 2026-005
    sunlot freeze 2026-001 substitutes --vacant 91650102DEM000014J deregistered --time 2026-06-20T02:00:00Z
    sunlot freeze 2026-001 teams --time 2026-06-20T03:00:00Z
    sunlot freeze 2026-001 relief --relieve insp-2b7c illness --time 2026-06-21T02:00:00Z
    """
    given = [name for name, value in asked.items() if value not in {None, ()}]
    store = Store.open(repo)
    if later is None:
        if given:
            raise click.UsageError(
                f"--{given[0]} 只用于后续阶段，请写明 substitutes、teams 或 relief · of a later stage only"
            )
        moment = edge.moment(store, at)
        _tell(freeze(store, draw, now=moment, fresh=secrets.token_bytes, vault=edge.vault(store)))
        return edge.FINE
    wanted = _asked(_LATER[later], given, **asked)  # type: ignore[arg-type]
    _tell_next(freeze_next(store, draw, wanted, now=edge.moment(store, at), vault=edge.vault(store)))
    return edge.FINE


def _asked(
    kind: Kind,
    given: Iterable[str],
    *,
    time: str | None,
    issue: str | None,
    lead: int | None,
    of: str | None,
    vacant: Iterable[tuple[str, str]],
    leaving: Iterable[tuple[str, str]],
    withdrawn: Iterable[tuple[str, str]],
    evidence: Iterable[tuple[str, str]],
) -> Asked:
    for name in given:
        if kind not in _BELONG.get(name, {kind}):
            shown = "relieve" if name == "leaving" else "withdraw" if name == "withdrawn" else name
            raise click.UsageError(f"--{shown} 不用于 {kind.value} · says nothing about {kind.value}")
    if time is None:
        raise click.UsageError("请用 --time 写明随机值的时刻 · name the time of the value with --time")
    edge.check_instant(time, "--time")
    return Asked(
        kind=kind,
        time=time,
        issue=issue,
        lead=lead,
        of=_stage(of) if of is not None else None,
        vacant=_once("--vacant", vacant),
        leaving=[_leaving(who, reason) for who, reason in _once("--relieve", leaving).items()],
        withdrawn=_once("--withdraw", withdrawn),
        evidence={key: _digest(file) for key, file in _once("--evidence", evidence).items()},
    )


def _stage(text: str) -> StageId:
    try:
        return StageId.parse(text)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--of") from None


def _once(option: str, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What an option says of each; said twice of one, it would be lost unseen."""
    said: dict[str, str] = {}
    for key, value in pairs:
        if key in said:
            raise click.BadParameter(f"{plain(key)}：写了两次 · named twice", param_hint=option)
        said[key] = value
    return said


def _leaving(who: str, reason: str) -> Leaving:
    """Read an inspector, and the one target that it is about; who is ill or gone cannot go to any."""
    inspector, at, target = who.partition("@")
    if at and not (inspector and target):
        raise click.BadParameter(f"{plain(who)}：应为 人员@对象 · expected INSPECTOR@TARGET", param_hint="--relieve")
    if at and reason not in ABOUT_ONE_TARGET:
        few = "、".join(ABOUT_ONE_TARGET)
        raise click.BadParameter(
            f"{reason} 不只关系到一个对象，请不写 @对象（只有 {few} 可写）· {reason} is not about one target alone",
            param_hint="--relieve",
        )
    return Leaving(inspector, reason, target if at else None)


def _digest(file: str) -> Digest:
    try:
        return Digest(sha256(Path(file).read_bytes()).hexdigest())
    except OSError as error:
        raise click.BadParameter(f"{file}: {error.strerror}", param_hint="--evidence") from None


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
    if frozen.waived:
        edge.say(
            f"  有 {frozen.waived} 个对象因其他可选人员不足，上次的检查人员仍可被选中",
            f"  for {frozen.waived} targets too few others are eligible, so those who went last time may go again",
        )
    for stage, time in frozen.times.items():
        edge.say(f"  {stage} 抽取时刻 {time}", f"  {stage} is drawn at {time}")
    if not frozen.already:
        _commit()


def _tell_next(made: Next) -> None:
    frozen = made.frozen
    edge.say(f"抽查 {made.draw} 的阶段 {made.stage} 已冻结", f"stage {made.stage} of draw {made.draw} is frozen")
    if made.vacancies:
        edge.say(f"  空缺：{made.vacancies}", f"  vacancies: {made.vacancies}")
    if isinstance(frozen, LaterTeamsFreeze | ReliefFreeze) and frozen.withdrawn:
        who = "，".join(
            f"{one.inspector}（{label('inspector_vacancy_reason', one.reason, edge.lang())}）"
            for one in frozen.withdrawn
        )
        edge.say(f"  不再作为候选：{who}", f"  no candidates any more: {who}")
    for target, group, eligible, size in made.short:
        edge.say(
            f"  注意：对象 {target} 在检查组 {group} 至多只有 {eligible} 名可选人员，少于 {size} 名",
            f"  mind: target {target} has at most {eligible} eligible inspectors in group {group}, fewer than {size}",
        )
    time = frozen.beacon.time
    edge.say(f"  {made.stage} 抽取时刻 {time}", f"  {made.stage} is drawn at {time}")
    _commit()


def _commit() -> None:
    edge.say("请提交 draws/ 下的新文件并公开", "commit the new files below draws/ and publish them")


def _counted(term: str, counts: Mapping[str, int]) -> str:
    told = "，".join(f"{label(term, reason, edge.lang())} {count}" for reason, count in sorted(counts.items()))
    return f"{sum(counts.values())}（{told}）" if told else "0"
