"""Which step of an inspection rests on which, and which forbids it. The labels of the steps are terms (`life_step`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Source = tuple[str, str]
"""A clause as it is cited in Chinese and in English."""
NOTICE_2: Final = ("通知三（四）2", "notice 3(4)2")
NOTICE_3: Final = ("通知三（四）3", "notice 3(4)3")
PROCEDURE: Final = ("国办发〔2024〕54号（待核实）", "Guobanfa 2024 no. 54, to be confirmed")
OPEN: Final = ("政府信息公开条例 41", "Regulations on Open Government Information 41")
REMEDY: Final = ("行政复议法 20", "Administrative Reconsideration Law 20")


@dataclass(frozen=True, slots=True)
class Move:
    """What has to be true before a step.

    Attributes:
        needs: Steps that come before it; of each group one is enough. A group may be wanted `on a visit` only.
        bars: Steps after which it cannot be.
        clause: The source that says so.
        absent_unvisited: Whether the needs hold only where there was a visit.
    """

    needs: tuple[tuple[str, ...], ...] = ()
    bars: tuple[str, ...] = ()
    clause: Source = NOTICE_2
    absent_unvisited: bool = False


def _penalty(article: int) -> Source:
    return f"行政处罚法 {article}", f"Administrative Penalty Law {article}"


MOVES: Final[Mapping[str, Move]] = {
    "drawn": Move(),
    "vacated": Move((("drawn",),)),
    "assigned": Move((("drawn",),), clause=NOTICE_2),
    "approved": Move((("drawn",),), clause=PROCEDURE),
    "noticed": Move((("approved",),), clause=PROCEDURE),
    "visited": Move((("assigned",), ("approved",), ("noticed",)), clause=PROCEDURE),
    "recorded": Move((("visited",),)),
    "heard": Move((("visited",),), clause=_penalty(45)),
    "confirmed": Move((("recorded",),)),
    "unsigned": Move((("recorded",),)),
    "guided": Move((("visited",),), clause=("通知二（四）", "notice 2(4)")),
    "returned": Move((("visited",), ("recorded",)), absent_unvisited=True),
    "reviewed": Move((("visited",), ("recorded",), ("confirmed", "unsigned")), absent_unvisited=True),
    "legally_reviewed": Move((("reviewed",),), clause=_penalty(58)),
    "concluded": Move((("reviewed",),), clause=NOTICE_3),
    "published": Move((("concluded",),), clause=("通知三（四）4", "notice 3(4)4")),
    "corrected": Move((("published",),), clause=OPEN),
    "ordered": Move((("visited",),), clause=NOTICE_3),
    "rectified": Move((("ordered",),), clause=NOTICE_3),
    "re_inspected": Move((("ordered",),), clause=NOTICE_3),
    "case_opened": Move((("visited",),), clause=_penalty(54)),
    "penalised": Move((("case_opened",),), ("transferred_judicial",), _penalty(54)),
    "not_penalised": Move((("case_opened",),), clause=_penalty(33)),
    "withdrawn": Move((("penalised",),), clause=_penalty(48)),
    "transferred_authority": Move((("visited",),), clause=NOTICE_3),
    "transferred_judicial": Move((("visited",),), clause=NOTICE_3),
    "notified": Move((("drawn",),), clause=NOTICE_3),
    "signalled": Move((("drawn",),), clause=NOTICE_3),
    "handled": Move((("drawn",),), clause=NOTICE_3),
    "objected": Move((("published",),), clause=OPEN),
    "objection_decided": Move((("objected",),), clause=OPEN),
    "remedy_sought": Move((("concluded",),), clause=REMEDY),
    "remedy_decided": Move((("remedy_sought",),), clause=REMEDY),
    "closed": Move((("published",),), clause=NOTICE_3),
}
