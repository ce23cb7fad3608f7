"""What a simulation found, in words and as plain values."""

from collections.abc import Iterator, Mapping
from math import log10
from typing import Any

from sunlot.cli import edge
from sunlot.cli.columns import aligned, number, percent
from sunlot.cli.telling import Names, either
from sunlot.core.catalogue import is_warning, sentence
from sunlot.core.problems import Problem
from sunlot.core.simulation import NAMED, Spread, chance
from sunlot.jobs.simulate import Simulated
from sunlot.store.schemas import label


def lines(found: Simulated) -> Iterator[str]:
    """Say it in the caller's language, line by line."""
    title, seeds = found.task.title, found.tried.seeds
    zh, en = (
        ("已冻结的名单", "frozen lists") if found.frozen else ("现有名录，尚未冻结", "present registers, not frozen")
    )
    yield either(
        f"抽查 {found.task.id} {title}：试抽 {seeds} 次（{zh}，按 {found.as_of} 判断）",
        f"draw {found.task.id} {title}: {seeds} trials ({en}, judged at {found.as_of})",
    )
    yield either(
        "试抽所用种子人人可知，不是真正的种子，不决定任何结果。",
        "The trial seeds are known to everybody; none is a real seed, and they decide nothing.",
    )
    for one in found.unknown:
        zh, en = UNKNOWN[one]
        yield either(f"注意：{zh}", f"note: {en}")
    for part in (_targets, _left_out, _teams, _loads, _randomness):
        yield ""
        yield from part(found)
    if found.problems:
        yield ""


UNKNOWN: Mapping[str, tuple[str, str]] = {
    "leave": (
        "本机没有内部库，请假情况未知，未予扣除",
        "there is no vault on this machine; leave is unknown and nobody is left out for it",
    ),
    "recusals": (
        "回避情况未知或只知一部分，实际可能的检查组可能更少",
        "recusals are unknown, or known in part; the teams really possible may be fewer",
    ),
}


def _targets(found: Simulated) -> Iterator[str]:
    pools = found.pools
    yield either(
        f"对象：名单 {len(pools.roster)} 个，抽取 {pools.take} 个",
        f"Targets: {len(pools.roster)} on the roster, {pools.take} drawn",
    )
    head = ("分层", "对象", "抽取", "概率", "试抽入选率") if edge.lang() == "zh" else STRATA_HEAD
    rows = [
        (name, str(stratum.size), str(stratum.take), _chance(found, name), _observed(found, name))
        for name, stratum in pools.strata.items()
    ]
    yield from (f"  {line}" for line in aligned([head, *rows], right=(1, 2)))


STRATA_HEAD = ("stratum", "targets", "drawn", "probability", "share of trials")


def _chance(found: Simulated, name: str) -> str:
    odds = chance(found.pools.strata[name])
    if odds is None:
        return either("无对象", "no target")
    if odds == 1:
        return either("1 = 100%（全部抽中）", "1 = 100% (all are drawn)")
    return f"{odds.numerator}/{odds.denominator} {percent(odds)}"


def _observed(found: Simulated, name: str) -> str:
    """The shares of the trials that selected the rarest and the most frequent target of a stratum."""
    times = [found.tried.selected[entry.key] for entry in found.pools.roster if entry.stratum == name]
    if not times:
        return "—"
    return f"{100 * min(times) / found.tried.seeds:.1f}%–{100 * max(times) / found.tried.seeds:.1f}%"


def _left_out(found: Simulated) -> Iterator[str]:
    out = sum(found.excluded.values())
    yield either(f"未列入名单的对象：{out}（概率为 0）", f"Targets left out: {out} (probability 0)")
    for reason, count in found.excluded.items():
        yield f"  {label('exclusion_reason', reason, edge.lang())} {count}"
        for one in found.capped if reason == "cap" else ():
            owner = "" if one.subject == one.target else either(f"，主体 {one.subject}", f", subject {one.subject}")
            yield f"    {Names(found.registry)(one.target)}{owner} {one.visits}/{one.cap}"
    away = sum(found.absent.values())
    listed = len(found.pools.listed)
    yield either(f"人员：候选 {listed} 名，未列入 {away} 名", f"Inspectors: {listed} listed, {away} absent")
    for reason, count in found.absent.items():
        yield f"  {label('absence_reason', reason, edge.lang())} {count}"
    if found.waived:
        yield either(
            f"有 {found.waived} 个对象因其他可选人员不足，上次的检查人员仍可被选中",
            f"For {found.waived} targets too few others are eligible, so those who went last time may go again",
        )


def _teams(found: Simulated) -> Iterator[str]:
    yield either("每个对象可能的检查组（种）", "Possible teams of a target")
    head = either("检查组 人数 最少 中位 最多", "group size least median most").split()
    rows = [(one.group, *map(str, (one.size, one.least, one.median, one.most))) for one in found.possible]
    yield from (f"  {line}" for line in aligned([head, *rows], right=range(1, 5)))
    for one in found.possible:
        if one.least < one.most:
            yield either(f"  检查组 {one.group} 最少的对象：", f"  fewest of group {one.group}:")
            for reach in one.fewest[:NAMED]:
                yield either(
                    f"    {Names(found.registry)(reach.target)}：可选 {reach.eligible} 人，{reach.teams} 种",
                    f"    {Names(found.registry)(reach.target)}: {reach.eligible} eligible, {reach.teams} teams",
                )


def _loads(found: Simulated) -> Iterator[str]:
    yield either("人员预计承担（个对象）", "Expected load of each inspector (targets)")
    head = ("人员", "检查组", "平均", "5%–95%", "占抽取对象") if edge.lang() == "zh" else LOADS_HEAD
    groups = {inspector.key: inspector.group for inspector in found.pools.listed}
    rows = [
        (Names(found.registry)(key), groups[key], number(load.mean), f"{load.low}–{load.high}", _share(found, load))
        for key, load in sorted(found.tried.loads.items(), key=lambda item: (-item[1].mean, item[0]))
    ]
    yield from (f"  {line}" for line in aligned([head, *rows], right=(2, 3, 4)))


LOADS_HEAD = ("inspector", "group", "mean", "5%–95%", "of the drawn")


def _share(found: Simulated, load: Spread) -> str:
    return f"{float(100 * load.mean / found.pools.take):.1f}%"


def _randomness(found: Simulated) -> Iterator[str]:
    pools, teams = found.pools, found.tried.teams
    yield either(
        "随机程度（比特；10 比特约合一千种同样可能的结果）", "Randomness (10 bits: about 1,000 equal outcomes)"
    )
    many = _in_words(pools.selections)
    yield either(
        f"  抽取对象 {pools.target_bits:.1f} 比特（{many}种结果）",
        f"  targets {pools.target_bits:.1f} bits ({many}selections)",
    )
    if teams.exact:
        yield either(f"  选派人员 {teams.bits:.1f} 比特", f"  teams {teams.bits:.1f} bits")
    else:
        yield either(
            f"  选派人员 不超过 {teams.bound:.1f} 比特（上限：各组互不影响时）；按负担均衡后约 {teams.bits:.1f} 比特",
            f"  teams at most {teams.bound:.1f} bits (upper bound: as if each stood alone); "
            f"about {teams.bits:.1f} bits after loads are balanced",
        )


def _in_words(count: int) -> str:
    if count < 10**6:
        return f"{count} "
    return either(f"约 10 的 {int(log10(count))} 次方", f"about 10^{int(log10(count))} ")


def as_json(found: Simulated) -> dict[str, Any]:
    """Give it as plain values."""
    pools, tried = found.pools, found.tried
    return {
        "draw": found.task.id,
        "frozen": found.frozen,
        "as_of": found.as_of,
        "seeds": tried.seeds,
        "decides_nothing": True,
        "unknown": list(found.unknown),
        "population": len(pools.roster) + sum(found.excluded.values()),
        "strata": [
            {
                "id": name,
                "size": stratum.size,
                "take": stratum.take,
                "probability": None if (odds := chance(stratum)) is None else f"{odds.numerator}/{odds.denominator}",
                "percent": None if odds is None else round(float(100 * odds), 4),
                "certain": odds == 1,
            }
            for name, stratum in pools.strata.items()
        ],
        "excluded": dict(found.excluded),
        "capped": [
            {"target": one.target, "subject": one.subject, "visits": one.visits, "cap": one.cap} for one in found.capped
        ],
        "listed": len(pools.listed),
        "absent": dict(found.absent),
        "waived": found.waived,
        "teams": [
            {
                "group": one.group,
                "size": one.size,
                "least": one.least,
                "median": one.median,
                "most": one.most,
                "fewest": [
                    {"target": reach.target, "eligible": reach.eligible, "teams": reach.teams}
                    for reach in one.fewest[:NAMED]
                ],
            }
            for one in found.possible
        ],
        "loads": [
            {"inspector": key, "mean": round(float(load.mean), 4), "low": load.low, "high": load.high}
            for key, load in sorted(tried.loads.items())
        ],
        "bits": {
            "targets": round(pools.target_bits, 4),
            "teams": round(tried.teams.bits, 4),
            "teams_upper_bound": round(tried.teams.bound, 4),
            "teams_exact": tried.teams.exact,
        },
        "selected": dict(tried.selected),
        "problems": [_problem(one) for one in found.problems],
    }


def _problem(one: Problem) -> dict[str, object]:
    return {
        "code": one.code,
        "level": "warning" if is_warning(one) else "error",
        "file": one.place.file,
        "line": one.place.line,
        "zh": sentence(one, "zh"),
        "en": sentence(one, "en"),
    }
