"""One draw as its page shows it: what was fixed before, what came out, and how to do it again by hand."""

from dataclasses import dataclass
from math import comb, log10, prod

from sunlot.core.protocol.grammar import PROTOCOL, Kind
from sunlot.core.protocol.record import State
from sunlot.core.views.names import Name

STATES = {
    "declared": "已立项",
    "waiting": "等待随机数",
    "teams_waiting": "对象已抽取，待选派人员",
    "drawn": "已抽取",
    "void": "已作废",
    "unreadable": "文件有误",
}
LISTS = {
    "targets/roster.csv": "可抽取的对象",
    "targets/exclusions.csv": "未列入名单的对象",
    "teams/inspectors.csv": "可选派的人员",
    "teams/absences.csv": "未列入候选的人员",
    "teams/recusals.csv": "回避登记（封存）",
}
KINDS = {
    Kind.TARGETS: "抽取对象",
    Kind.TEAMS: "选派人员",
    Kind.SUBSTITUTES: "递补对象",
    Kind.RELIEF: "替换人员",
}
STAGE_STATES = {State.WAITING: "等待随机数", State.DRAWN: "已完成", State.VOID: "已作废"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the verifier says of a draw.

    Attributes:
        ok: Whether everything published so far holds.
        witnessed: Whether an outside receipt proves every freeze to be older than its random value.
        sentence: The refusal, or empty.
        notes: Remarks, one sentence each.
    """

    ok: bool
    witnessed: bool = False
    sentence: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListView:
    """A frozen list."""

    path: str
    title: str
    count: int
    sha256: str
    sm3: str


@dataclass(frozen=True, slots=True)
class StratumView:
    """A stratum: how many are in it, how many are taken, and so the chance of each."""

    id: str
    title: str
    rule: str
    size: int
    take: int
    justification: str
    withheld: int = 0

    @property
    def chance(self) -> str:
        """The exact probability of each entry, and its rounded percentage."""
        if self.size == 0 or self.take == 0:
            return "0"
        if self.take == self.size:
            return f"{self.take}/{self.size} = 100%（全部抽取）"
        percent = f"{100 * self.take / self.size:.2f}".rstrip("0").rstrip(".")
        sign = "=" if 10000 * self.take % self.size == 0 else "≈"
        return f"{self.take}/{self.size} {sign} {percent}%"


@dataclass(frozen=True, slots=True)
class BeaconView:
    """The public random value of a stage; `signature` is None while it has not come."""

    source: str
    source_code: str
    strength: str
    strength_code: str
    chain: str
    round: str
    time: str
    signature: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What a later stage changes, in a line; with the SHA-256 of the document that was filed for it."""

    text: str
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class StageView:
    """One stage: when it was frozen, what it waited for, how it ended."""

    id: str
    title: str
    state: str
    state_code: str
    frozen_at: str
    beacon: BeaconView
    seed: str | None
    seed_text: str | None
    void: str | None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a team; `again` tells of one who inspected the target the last time as well."""

    person: Name
    certificate: str
    role: str
    again: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A target that was drawn or stepped in; `few_officers`: its teams are drawn and have fewer than two."""

    rank: int | None
    target: Name
    stratum: str
    ticket: str
    stage: str
    vacated: str | None
    team: tuple[Member, ...]
    few_officers: bool = False


@dataclass(frozen=True, slots=True)
class DrawView:
    """Everything a draw's page shows."""

    id: str
    title: str
    state: str
    state_code: str
    verdict: Verdict | None
    lists: tuple[ListView, ...] = ()
    strata: tuple[StratumView, ...] = ()
    exclusions: tuple[tuple[str, int], ...] = ()
    absences: tuple[tuple[str, int], ...] = ()
    stages: tuple[StageView, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    overdue: bool = False

    @property
    def stage(self) -> StageView | None:
        """The stage that draws the targets."""
        return self.stages[0] if self.stages else None

    @property
    def next_stage(self) -> StageView | None:
        """The first stage still waiting."""
        return next((stage for stage in self.stages if stage.state_code == "waiting"), None)

    @property
    def beacon(self) -> BeaconView | None:
        """The random value that decides about the targets."""
        return self.stage.beacon if self.stage else None

    @property
    def size(self) -> int:
        """How many could be drawn."""
        return sum(stratum.size for stratum in self.strata)

    @property
    def take(self) -> int:
        """How many are drawn."""
        return sum(stratum.take for stratum in self.strata)

    @property
    def live(self) -> tuple[Chosen, ...]:
        """The targets that are to be inspected."""
        settled = self.state_code not in {"void", "unreadable"}
        return tuple(one for one in self.chosen if settled and one.vacated is None)

    @property
    def possible(self) -> str:
        """How many different samples of targets could have come out, in words."""
        samples = prod(comb(stratum.size, stratum.take) for stratum in self.strata)
        if samples < 10**4:
            return f"有 {samples} "
        for unit, name in ((10**12, ""), (10**8, "亿"), (10**4, "万")):
            if samples >= unit:
                return f"约有 {samples // unit} {name}" if name else f"约有 10 的 {int(log10(samples))} 次方"
        raise AssertionError

    @property
    def hand(self) -> tuple[str, str, str, str] | None:
        """By hand: the text hashed to the seed, the seed, the text of the first ticket, the ticket."""
        stage = self.stage
        if stage is None or stage.seed is None or stage.seed_text is None or not self.chosen:
            return None
        first = self.chosen[0]
        return stage.seed_text, stage.seed, f"{PROTOCOL}|target|{stage.seed}|{first.target.id}", first.ticket
