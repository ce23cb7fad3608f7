"""What `sunlot show` found, in words."""

from collections.abc import Iterator, Mapping

from sunlot.cli import edge
from sunlot.cli.columns import aligned, number, percent
from sunlot.cli.telling import Names, either, record_lines, relief_line, team_lines, vacancy_line
from sunlot.core.life import Step
from sunlot.core.showing.draws import DrawShown, StageShown
from sunlot.core.showing.people import PersonInDraw, PersonShown
from sunlot.core.showing.targets import TargetInDraw, TargetShown, Year
from sunlot.core.views.times import beijing
from sunlot.jobs.show import Shown
from sunlot.store.schemas import label

STATES: Mapping[str, tuple[str, str]] = {
    "waiting": ("等待随机值", "waiting"),
    "due": ("随机值已公布，尚未抽取", "due, not drawn"),
    "drawn": ("已抽取", "drawn"),
    "void": ("已作废", "void"),
    "unreadable": ("文件有误", "unreadable"),
}


def lines(shown: Shown) -> Iterator[str]:
    """Say it in the caller's language, line by line."""
    named = Names(shown.registry)
    match shown.facts:
        case TargetShown() as target:
            yield from _target(target, named)
        case PersonShown() as person:
            yield from _person(shown.found.kind, person, named)
        case DrawShown() as draw:
            yield from _draw(draw, named)


def _target(target: TargetShown, named: Names) -> Iterator[str]:
    yield from record_lines("target", target.id, target.record)
    if target.former and "former_ids" not in target.record:
        yield either(f"  曾用编号 {'、'.join(target.former)}", f"  formerly {', '.join(target.former)}")
    yield ""
    yield from _year(target.year, named)
    for one in target.draws:
        yield ""
        yield from _target_in_draw(one, target.id, named)
    if not target.draws:
        yield either("未列入任何已冻结的名单", "on no frozen list")


def _year(year: Year, named: Names) -> Iterator[str]:
    count = len(year.visits)
    cap = either("无计划", "no plan") if year.cap is None else str(year.cap)
    aside = either("（公开的例外，不受上限）", " (excepted in public)") if year.excepted else ""
    yield either(
        f"{year.year} 年抽查次数：{count}/{cap}{aside}，按市场主体 {named(year.subject)} 计",
        f"Visits in {year.year}: {count}/{cap}{aside}, of the market subject {named(year.subject)}",
    )
    for visit in year.visits:
        yield f"  {visit.draw} {named(visit.target)}"


def _heading(draw: str, title: str, *, refused: bool, void: bool = False) -> str:
    marks = either("（未通过验证，不可采信）", " (refused by the verifier)") if refused else ""
    marks += either("（已作废）", " (void)") if void else ""
    return f"{either('抽查', 'Draw')} {draw} {title}{marks}".rstrip()


def _target_in_draw(one: TargetInDraw, id_: str, named: Names) -> Iterator[str]:
    yield _heading(one.draw, one.title, refused=one.refused, void=one.void)
    if one.key != id_:
        yield either(f"  名单中的编号 {one.key}", f"  listed as {one.key}")
    if one.excluded is not None:
        reason = label("exclusion_reason", one.excluded, edge.lang())
        yield either(f"  未列入名单：{reason}（概率为 0）", f"  not on the roster: {reason} (probability 0)")
        return
    odds = f"{one.probability.numerator}/{one.probability.denominator} {percent(one.probability)}"
    yield either(
        f"  在名单内，分层 {one.stratum}：{one.size} 个对象抽取 {one.take} 个，概率 {odds}",
        f"  on the roster, stratum {one.stratum}: {one.take} of {one.size}, probability {odds}",
    )
    if one.ticket is None:
        yield either("  尚未抽取", "  not drawn yet")
        return
    yield either(
        f"  签 {one.ticket.ticket}，层内第 {one.ticket.rank} 位",
        f"  ticket {one.ticket.ticket}, number {one.ticket.rank} of its stratum",
    )
    if one.ticket.cutoff is not None:
        yield either(
            f"  抽取截止于第 {one.take} 位的签 {one.ticket.cutoff}",
            f"  the last ticket taken, number {one.take}, is {one.ticket.cutoff}",
        )
    yield from (f"  {line}" for line in _chosen(one, named))


def _chosen(one: TargetInDraw, named: Names) -> Iterator[str]:
    if one.stage is None:
        yield either("未抽中", "not drawn")
        return
    if one.number is not None:
        yield either(f"抽中，全部抽中对象中第 {one.number} 位", f"drawn, number {one.number} of all")
    else:
        yield either(f"由 {one.stage} 递补", f"stepped in by {one.stage}")
    if one.recusals is not None:
        yield either(f"已公开的回避：{named.all(one.recusals)}", f"recusals, opened: {named.all(one.recusals)}")
    if one.vacated is not None:
        yield vacancy_line(one.vacated, named)
    yield from team_lines(one.teams, named)
    yield from (relief_line(relief, named) for relief in one.reliefs)
    if one.result is not None:
        code, between = label("result_code", one.result.result_code, edge.lang()), either("、", ", ")
        handling = between.join(label("handling", each, edge.lang()) for each in one.result.handling)
        yield either(
            f"结果：{code}；处理：{handling}；{one.result.concluded_on} 作出，{one.result.published_on} 公布",
            f"result: {code}; handling: {handling}; concluded {one.result.concluded_on}, "
            f"published {one.result.published_on}",
        )
        yield f"  {one.result.file}"
    elif one.vacated is None:
        yield either("结果尚未公布", "no result published yet")
    if one.steps:
        yield either("过程：", "so far: ") + " → ".join(_step(step) for step in one.steps)


def _step(step: Step) -> str:
    open_ = "" if step.over else either("（未结）", " (open)")
    return f"{step.day or ''} {label('life_step', step.kind, edge.lang())}{open_}".strip()


def _person(kind: str, person: PersonShown, named: Names) -> Iterator[str]:
    yield from record_lines(kind, person.id, person.record)
    for one in person.draws:
        yield ""
        yield _heading(one.draw, one.title, refused=one.refused)
        yield from (f"  {line}" for line in _person_in_draw(one, named))
    if not person.draws:
        yield either("未列入任何已冻结的名单", "on no frozen list")


def _person_in_draw(one: PersonInDraw, named: Names) -> Iterator[str]:
    if one.absent is not None:
        reason = label("absence_reason", one.absent, edge.lang())
        yield either(f"未列入候选：{reason}", f"absent: {reason}")
        return
    areas = " ".join(one.divisions)
    yield either(f"候选，检查组 {one.group}，执法区域 {areas}", f"listed in group {one.group}, areas {areas}")
    expected = one.expected
    told = "—" if expected is None else f"{number(expected.mean)} ({expected.low}–{expected.high})"
    yield either(
        f"预计承担 {told} 个对象，现承担 {len(one.duties)} 个",
        f"expected load {told}, actual load {len(one.duties)}",
    )
    for duty in one.duties:
        role = label("team_role", "lead" if duty.leads else "member", edge.lang())
        role = label("group_role", duty.role, edge.lang()) if duty.role == "expert" else role
        yield f"  {named(duty.target)} {role}"
    yield from (relief_line(relief, named) for relief in one.reliefs)
    if one.withdrawn is not None:
        reason = one.withdrawn.reason
        yield either(
            f"自 {one.withdrawn.stage} 起不再候选：{label('inspector_vacancy_reason', reason, 'zh')}",
            f"no candidate from {one.withdrawn.stage} on: {label('inspector_vacancy_reason', reason, 'en')}",
        )


def _draw(draw: DrawShown, named: Names) -> Iterator[str]:
    yield _heading(draw.id, draw.task.title if draw.task else "", refused=False)
    if draw.task is not None:
        task = draw.task
        yield either(
            f"  计划 {task.plan} 批次 {task.batch}，事项 {'、'.join(task.items)}，"
            f"检查期 {task.window_from} 至 {task.window_to}",
            f"  plan {task.plan}, batch {task.batch}, items {', '.join(task.items)}, "
            f"visits {task.window_from} to {task.window_to}",
        )
    if not draw.stages:
        yield either("  已立项，尚未冻结", "  declared, not frozen yet")
        return
    yield _verdict(draw)
    for stage in draw.stages:
        yield from (f"  {line}" for line in _stage(stage))
    yield from _lists(draw)
    yield from _outcome(draw, named)


def _verdict(draw: DrawShown) -> str:
    if draw.refused is not None:
        return either(
            f"  未通过验证：{draw.refused.stage}：{draw.refused.code}：{draw.refused.zh}",
            f"  refused: {draw.refused.stage}: {draw.refused.code}: {draw.refused.en}",
        )
    return either(
        f"  已通过验证（逐步核对：sunlot verify {draw.id}）", f"  verified (step by step: sunlot verify {draw.id})"
    )


def _stage(stage: StageShown) -> Iterator[str]:
    state = either(*STATES[stage.state])
    if stage.time is None or stage.frozen_at is None:
        yield f"{stage.id}{either('：', ': ')}{state}"
        return
    source = label("beacon_source", stage.source or "", edge.lang())
    believed = label("beacon_strength", stage.strength or "", edge.lang())
    when = {
        "waiting": (f"等至 {stage.beijing}（北京时间）", f"until {stage.time}"),
        "due": (f"自 {stage.beijing}（北京时间）起待抽取", f"since {stage.time}"),
    }.get(stage.state, (f"随机值时刻 {stage.beijing}（北京时间）", f"value of {stage.time}"))
    yield either(
        f"{stage.id}：{state}；冻结 {beijing(stage.frozen_at)}；{when[0]}；{source} {stage.round}（{believed}）",
        f"{stage.id}: {state}; frozen {stage.frozen_at}; {when[1]}; {source} {stage.round} ({believed})",
    )
    if stage.seed is not None:
        yield either(f"  种子 {stage.seed}", f"  seed {stage.seed}")
    if stage.void is not None:
        reason, void = label("void_reason", stage.void.reason, edge.lang()), stage.void
        by = either("、", ", ").join(void.approved_by)
        yield either(
            f"  作废：{reason}；{void.explanation}（批准：{by}；{beijing(void.voided_at)}）",
            f"  void: {reason}; {void.explanation} (approved by {by}; {void.voided_at})",
        )
    if stage.owed:
        yield either("  虽已作废，抽取结果仍须公开", "  void, yet its outcome is still owed")


def _lists(draw: DrawShown) -> Iterator[str]:
    yield either(f"名单：对象 {draw.roster}", f"Roster: {draw.roster} targets")
    head = either("分层 名称 对象 抽取 概率", "stratum title targets drawn probability").split()
    rows = [
        (one.id, one.title, str(one.size), str(one.take), _odds(one.take, one.size, percent(one.probability)))
        for one in draw.strata
    ]
    yield from (f"  {line}" for line in aligned([head, *rows], right=(2, 3)))
    excluded, absent = _counted("exclusion_reason", draw.exclusions), _counted("absence_reason", draw.absences)
    yield either(f"未列入对象：{excluded}", f"Targets left out: {excluded}")
    yield either(f"候选人员：{draw.listed}；未列入：{absent}", f"Inspectors listed: {draw.listed}; absent: {absent}")


def _odds(take: int, size: int, share: str) -> str:
    return f"{take}/{size} {share}" if take < size else either("1 = 100%（全部抽中）", "1 = 100% (all are drawn)")


def _counted(term: str, counts: Mapping[str, int]) -> str:
    told = either("，", ", ").join(f"{label(term, reason, edge.lang())} {count}" for reason, count in counts.items())
    return f"{sum(counts.values())} ({told})" if told else "0"


def _outcome(draw: DrawShown, named: Names) -> Iterator[str]:
    if not draw.chosen:
        return
    live = sum(one.vacated is None for one in draw.chosen)
    yield either(
        f"抽中 {len(draw.chosen)} 个，应检查 {live} 个，已公布结果 {draw.results} 个",
        f"{len(draw.chosen)} drawn, {live} to be inspected, {draw.results} with a published result",
    )
    for place, one in enumerate(draw.chosen, start=1):
        gone = ""
        if one.vacated is not None:
            reason = label("target_vacancy_reason", one.vacated, edge.lang())
            gone = either(f"（空缺：{reason}）", f" (vacated: {reason})")
        yield f"  {place:>3} {one.stratum} {named(one.target)}{gone}"
        yield from (f"      {line}" for line in team_lines(one.teams, named))
    yield from (f"  {vacancy_line(vacancy, named)}" for vacancy in draw.vacancies)
    yield from (f"  {relief_line(relief, named)}" for relief in draw.reliefs)
