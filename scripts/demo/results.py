"""From who was drawn to what was published: results, circulars and their vault parts.

Who was drawn is only known once the beacon is out, so nothing here names a target: a result is computed from the
outcome, from the story of its rank (`cases.py`) and from the day on which it is published.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from demo.authorities import BUREAU
from demo.cases import CASES, INSPECTION, Case, Statement, Step
from demo.chance import below, document
from demo.items import items
from demo.record import Record, record
from sunlot.core.calendar import Calendars, add_working_days
from sunlot.core.protocol.grammar import beijing_date

_PLAIN_WEEK = Calendars()
_CHECKLISTS = {item.id: item.public.get("checklist", []) for item in items()}
CONFIRMED_BY = "演示社区居民委员会"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One target of a draw, as the outcome names it.

    Attributes:
        draw: The id of the draw.
        rank: The target's rank.
        target: Its id.
        place: The name of its county.
        teams: Group → its members in order of choice.
        story: The name of its story in `CASES`.
        secret: Whether its address is withheld.
    """

    draw: str
    rank: int
    target: str
    place: str
    teams: Mapping[str, Sequence[str]]
    story: str
    secret: bool = False

    @property
    def number(self) -> int:
        """A number for its papers that no other target of the year has."""
        return int(self.draw[-1]) * 100 + self.rank


def working_day(start: str, n: int) -> str:
    """The `n`th working day after a day; no holiday falls into the weeks of the demonstration's visits."""
    return add_working_days(date.fromisoformat(start), n, _PLAIN_WEEK)[0].isoformat()


def visit_day(drawn: Drawn, window_from: str, published_on: str) -> str:
    """A working day that leaves two for a notice after the window opens, and six until the publication."""
    last = working_day(published_on, -6)
    days, day = [], working_day(window_from, 2)
    while day <= last:
        days.append(day)
        day = working_day(day, 1)
    return days[below(len(days), "visit", drawn.draw, drawn.rank)]


def result(drawn: Drawn, task: Mapping[str, Any], published_on: str) -> Record:
    """Write the result of one target."""
    case = CASES[drawn.story]
    visited_on = visit_day(drawn, task["window_from"], published_on)
    concluded_on = working_day(visited_on, 5)
    paper = f"〔2026〕{drawn.number}号"
    private: dict[str, Any] = {
        "approval": {"text": f"演示审批意见：同意对{drawn.place}的该对象实施检查。"},
        "reviewed": {"opinion": "演示复核意见：事实清楚，程序合法，同意公示。"},
    }
    roles = {group["id"]: group["role"] for group in task["groups"]}
    public: dict[str, Any] = {
        "id": drawn.target,
        "draw": drawn.draw,
        "target": drawn.target,
        "items": list(task["items"]),
        "joint": task["joint"],
        "approval": {
            "approval_no": f"演示震检批{paper}",
            "office": BUREAU,
            "approved_on": beijing_date(task["beacon"]["teams_time"]),
        },
        "notice": _notice(task["announcement"], paper, visited_on) if case.visited else None,
        "team": list(_team(drawn.teams, roles)),
    }
    if case.visited:
        public |= _on_site(drawn, case, task["items"], visited_on, paper)
        private |= _behind_the_scenes(drawn, case, visited_on, len(_points(task["items"])))
    if "expert" in roles and case.visited:
        name, number = "演示地震仪器检测站", f"DEMO-TEST-{drawn.number}"
        public["technical_bodies"] = [
            {"name": name, "conclusion_no": number, "sha256": document("检测结论", drawn.number)}
        ]
    public |= {
        "conclusions": list(_conclusions(case, task)),
        "result_code": case.code,
        "summary": case.summary,
        "reviewed": {"role": "演示复核岗", "reviewed_on": concluded_on},
        "follow_ups": [_follow_up(step, drawn, visited_on) for step in case.steps] or None,
        "concluded_on": concluded_on,
        "published_on": published_on,
    }
    if case.reviewed:
        public["legal_review"] = {"role": "演示法制审核岗", "reviewed_on": concluded_on}
        private["legal_review"] = {"opinion": "演示法制审核意见：依据正确，程序合法。"}
    if drawn.secret:
        public["withheld"] = [
            {"field": "findings", "ground": "work_secret", "authority": BUREAU, "review_on": "2027-12-31"}
        ]
    return record("result", private, **public)


def _notice(announcement: str, paper: str, visited_on: str) -> dict[str, str]:
    number = {"notice_no": f"演示震检通{paper}"}
    if announcement == "before":
        return number | {"served_on": working_day(visited_on, -2), "method": "electronic"}
    return number | {
        "served_on": visited_on,
        "method": "unannounced",
        "unannounced_reason": "提前告知可能影响检查效果，经批准当场出示",
    }


def _team(teams: Mapping[str, Sequence[str]], roles: Mapping[str, str]) -> Iterable[dict[str, str]]:
    listed = [(group, member) for group, members in teams.items() for member in members]
    lead = next(member for group, member in listed if roles[group] == "officer")
    for group, member in listed:
        yield {"inspector": member, "group": group, "role": "lead" if member == lead else "member"}


def _on_site(drawn: Drawn, case: Case, checked: Sequence[str], visited_on: str, paper: str) -> dict[str, Any]:
    kinds = ("photograph", "video", "document")
    kind = case.confirmation or ("sealed" if drawn.rank % 3 == 0 else "signed")
    witness = {"witness": CONFIRMED_BY} if kind in ("refused", "absent") else {}
    statement = {"made": False} if case.statement is None else _heard(case.statement)
    return {
        "visit": {
            "visited_on": visited_on,
            "method": "on_site",
            "certificates_shown": True,
            "visit_code": f"DEMO-VISIT-{drawn.number}",
        },
        "record": {
            "record_no": f"演示震检笔{paper}",
            "sha256": document("抽查笔录", drawn.number),
            "pages": 2 + drawn.rank % 4,
            "av_sha256": document("音像记录", drawn.number),
        },
        **({"guidance": [{"topic": case.guidance[0], "text": case.guidance[1]}]} if case.guidance else {}),
        "findings": list(_findings(case, checked)),
        "statement": statement,
        "confirmation": {"kind": kind, **witness},
        "evidence": [
            {"kind": kind, "sha256": document("证据", drawn.number, kind)} for kind in kinds[: 1 + drawn.rank % 3]
        ],
    }


def _heard(statement: Statement) -> dict[str, Any]:
    return {"made": True, "adopted": statement.adopted, "reason": statement.reason}


def _points(checked: Sequence[str]) -> list[tuple[str, dict[str, str]]]:
    return [(item, point) for item in checked for point in _CHECKLISTS[item]]


def _findings(case: Case, checked: Sequence[str]) -> Iterable[dict[str, str]]:
    points = _points(checked)
    for place, (item, point) in enumerate(points):
        finding = {"item": item, "checkpoint": point["point"]}
        if case.code == "not_operating_item":
            yield finding | {"result": "not_applicable"}
        elif case.finding and place == case.point % len(points):
            law, _, article = point["basis"].partition("》")
            yield finding | {"result": "not_met", "law": law + "》", "article": article, "text": case.finding}
        else:
            yield finding | {"result": "met"}


def _behind_the_scenes(drawn: Drawn, case: Case, visited_on: str, points: int) -> dict[str, Any]:
    """What only the vault holds of a visit: times, place, the words of the target, what concerns a person."""
    private: dict[str, Any] = {
        "visit": {
            "started_at": f"{visited_on}T02:30:00Z",
            "ended_at": f"{visited_on}T04:{10 + drawn.rank % 40}:00Z",
            "place": f"演示地点：{drawn.place}",
        }
    }
    if case.statement:
        private["statement"] = {"text": case.statement.text}
    if case.person:
        private["findings"] = [{"entry": 1 + case.point % points, "timed_text": case.person}]
    return private


def _conclusions(case: Case, task: Mapping[str, Any]) -> Iterable[dict[str, str]]:
    yield {"authority": BUREAU, "result_code": case.code, "handling": case.handling, "summary": case.summary}
    for partner in task.get("partners", ()):
        if case.visited:
            yield {
                "authority": partner,
                "result_code": "no_problem",
                "handling": "no_follow_up",
                "summary": "就本部门职权范围内的内容检查，未发现问题。",
            }


def _follow_up(step: Step, drawn: Drawn, visited_on: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kind": step.kind,
        "document_no": f"演示震{step.paper}〔2026〕{drawn.number}号",
        "legal_basis": step.basis,
    }
    if step.kind == "order_to_correct":
        found["issued_on"] = working_day(visited_on, 1)
    if step.due is not None:
        found["due_on"] = working_day(visited_on, step.due)
    if step.done is not None:
        found["done_on"] = working_day(visited_on, step.done)
    found["state"] = "open" if step.done is None else "done"
    if step.verification is not None:
        found["verification"] = step.verification
    if step.amount is not None:
        found["amount"] = step.amount
    return found | {"text": step.text, "sha256": document("后续处理文书", step.kind, drawn.number)}


def circular(draw: str, population: int, drawn: int, results: Sequence[Record], published_on: str) -> Record:
    """Write the circular of a draw (一抽查一通报); its counts are those of the published results."""
    codes = Counter(one.public["result_code"] for one in results)
    visited = sum("visit" in one.public for one in results)
    problems = [one.public["summary"] for one in results if one.public.get("follow_ups")]
    penalties = [
        step["text"]
        for one in results
        for step in one.public.get("follow_ups", ())
        if step["kind"] == "penalty" and step["state"] == "done"
    ]
    interim = len(results) < drawn
    return record(
        "circular",
        id="circular",
        draw=draw,
        title=f"关于 {draw} 号抽查{'阶段性' if interim else ''}情况的通报（演示）",
        document_no=f"演示震防发〔2026〕{20 + int(draw[-1])}号",
        to_confirm=True,
        published_on=published_on,
        interim=interim,
        population=population,
        drawn=drawn,
        inspected=visited,
        cancelled=len(results) - visited,
        counts=[{"result_code": code, "count": count} for code, count in sorted(codes.items())],
        problems=list(dict.fromkeys(problems)) or None,
        penalties=penalties or None,
        typical_cases=["演示案例：某单位以其他单位的名义承揽评价业务，被责令改正、没收违法所得并处罚款。"]
        if penalties
        else None,
        lessons="请有关单位对照通报的问题自查自纠；法律依据见" + INSPECTION + "。",
        channels=["website", "notice_board"],
    )
