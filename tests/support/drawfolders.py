"""Whole draws in memory: an honest office that makes them, and the tools to forge them and seal them again.

`Office` freezes, draws and voids as the protocol says, with beacons of a drand chain of its own (`OwnChain`, whose key
is known here) or with real rounds (`RealRounds`). `SCENARIOS` are complete honest draws, made by name with `honest`.

A forgery starts from the files of an honest draw: `edit` changes a document, `write` and `remove` change any file;
`reseal` then sets every digest right that a dishonest office could set right, and `redraw` draws stages again.
All of them give new dictionaries: path below the draw's folder → bytes.
"""

import json
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import new, sha256
from pathlib import Path
from typing import Any, Protocol

import msgspec
import pyblst

from sunlot.core.protocol import beacons, lists
from sunlot.core.protocol.bls12381.curve import GENERATOR_2_BYTES
from sunlot.core.protocol.documents import Attestation, Beacon, Plan, Source, Void, encode
from sunlot.core.protocol.drand import QUICKNET, Chain
from sunlot.core.protocol.drawing import draw
from sunlot.core.protocol.folder import FilesInMemory
from sunlot.core.protocol.freezes import (
    Freeze,
    Group,
    InspectorVacancy,
    LaterTeamsFreeze,
    Of,
    Register,
    ReliefFreeze,
    Repeats,
    Rule,
    SubstitutesFreeze,
    TargetsFreeze,
    TargetVacancy,
    TeamsFreeze,
    Withdrawal,
)
from sunlot.core.protocol.grammar import PROTOCOL, TARGETS, TEAMS, Kind, StageId, beijing_date, instant, seconds
from sunlot.core.protocol.lists import Absence, Entry, Exclusion, Inspector, Recusal
from sunlot.core.protocol.outcomes import Opening, ReliefOutcome, SubstitutesOutcome, TargetsOutcome, TeamsOutcome
from sunlot.core.protocol.reading import describe, read
from sunlot.core.protocol.record import Record, Stage
from sunlot.core.protocol.rules_binding import INPUTS
from sunlot.core.protocol.strata import stratify
from sunlot.core.protocol.tickets import digest, recusal_digest, withheld_key, withheld_salt

Files = Mapping[str, bytes]
DRAND_TAG = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
_REAL = Path(__file__).parents[1] / "vectors" / "drand.json"


# --- public random values -------------------------------------------------------------------------------------------


class Values(Protocol):
    """Where an office gets its public random values from."""

    chain: Chain
    opening: str
    """When the office starts, so that every value it needs lies ahead."""

    def plan(self, earliest: str, after: str) -> Plan:
        """Name the first drand value at or after ``earliest`` and strictly after ``after``."""

    def beacon(self, plan: Plan) -> Beacon:
        """Give the drand value that a plan waits for."""


class OwnChain:
    """A drand chain whose secret key is known, so that every round can be signed here."""

    opening = "2026-07-21T01:00:00Z"

    def __init__(self, secret: int = 20260721) -> None:
        self.secret = secret
        key = pyblst.BlstP2Element.uncompress(GENERATOR_2_BYTES).scalar_mul(secret).compress()
        self.chain = Chain(sha256(key).hexdigest(), key.hex(), genesis=1_767_225_600, period=30)

    def plan(self, earliest: str, after: str) -> Plan:
        moment = instant(max(seconds(earliest), seconds(after) + 1))
        return Plan("drand", self.chain.hash, moment, self.chain.round_at(moment))

    def beacon(self, plan: Plan) -> Beacon:
        assert isinstance(plan.round, int)
        return Beacon("drand", self.chain.hash, plan.round, self.sign(plan.round))

    def sign(self, number: int) -> str:
        """Sign a round."""
        hashed = pyblst.BlstP1Element.hash_to_group(sha256(number.to_bytes(8, "big")).digest(), DRAND_TAG)
        signature: bytes = hashed.scalar_mul(self.secret).compress()
        return signature.hex()


class RealRounds:
    """The few real quicknet rounds of ``drand.json``: enough for four stages at once and three after them."""

    chain = QUICKNET
    opening = "2026-07-21T07:38:30Z"

    def __init__(self) -> None:
        self.signatures = {one["round"]: one["signature"] for one in json.loads(_REAL.read_text())["rounds"]}

    def plan(self, earliest: str, after: str) -> Plan:
        for number in sorted(self.signatures):
            moment = QUICKNET.time_of(number)
            if moment >= earliest and moment > after:
                return Plan("drand", QUICKNET.hash, moment, number)
        raise LookupError(f"no real round is stored after {earliest}")

    def beacon(self, plan: Plan) -> Beacon:
        assert isinstance(plan.round, int)
        return Beacon("drand", QUICKNET.hash, plan.round, self.signatures[plan.round])


LOTTERY_NUMBERS = "01.07.12.20.28.33.16"
DOCUMENT = "某公报，第一号\n".encode()


def other_value(source: Source, moment: str) -> tuple[Plan, Beacon, dict[str, bytes]]:
    """Give plan, value and evidence of a source other than drand, for the instant ``moment``."""
    date = beijing_date(moment)
    attestation = Attestation(("甲", "乙"), "https://example.org/", moment)
    match source:
        case "lottery":
            plan = Plan(source, "ssq", moment, "2026083")
            dated = msgspec.structs.replace(attestation, date=date)
            return plan, Beacon(source, "ssq", "2026083", LOTTERY_NUMBERS), {beacons.ATTESTATION: encode(dated)}
        case "document":
            evidence = {beacons.ATTESTATION: encode(attestation), beacons.DOCUMENT: DOCUMENT}
            plan = Plan(source, "gazette-daily", moment, date)
            return plan, Beacon(source, "gazette-daily", date, sha256(DOCUMENT).hexdigest()), evidence
        case _:
            signature = sha256(date.encode()).hexdigest()
            return Plan("date", "date", moment, date), Beacon("date", "date", date, signature), {}


# --- the office -----------------------------------------------------------------------------------------------------


@dataclass
class Office:
    """Makes one honest draw, step by step; each step leaves a folder that verifies.

    Attributes:
        draw: the draw id.
        values: where public random values come from.
        authority: the office's code.
        task: content of ``task.yaml``.
        files: the draw's folder as it stands.
        now: the office's clock; it moves on when a stage is drawn.
    """

    draw: str = "2026-001"
    values: Values = field(default_factory=OwnChain)
    authority: str = "xj-demo"
    task: bytes = b"title: demonstration\n"
    files: dict[str, bytes] = field(default_factory=dict)
    now: str = ""
    _frozen: list[Freeze] = field(default_factory=list)
    _beacons: dict[str, tuple[Beacon, dict[str, bytes]]] = field(default_factory=dict)
    _openings: list[Opening] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.now = self.now or self.values.opening
        self.files["task.yaml"] = self.task

    @property
    def folder(self) -> FilesInMemory:
        """The draw's folder."""
        return FilesInMemory(self.files)

    @property
    def record(self) -> Record:
        """The draw's folder, read."""
        return read(self.folder, self.draw)

    def stage(self, name: str) -> Stage:
        """A stage, read."""
        return self.record.stage(StageId.parse(name))

    def begin(
        self,
        roster: Sequence[Entry],
        rules: Mapping[str, Rule],
        inspectors: Sequence[Inspector],
        groups: Sequence[Group],
        *,
        exclusions: Iterable[Exclusion] = (),
        absences: Iterable[Absence] = (),
        openings: Iterable[Opening] = (),
        sources: tuple[Source, Source] = ("drand", "drand"),
        lead: int = 86400,
    ) -> None:
        """Freeze `targets` and `teams`."""
        self._openings = list(openings)
        recusals = [Recusal(one.target, recusal_digest(one.salt, one.target, one.inspectors)) for one in openings]
        self._list(lists.ROSTER, roster)
        self._list(lists.EXCLUSIONS, exclusions)
        self._list(lists.INSPECTORS, inspectors)
        self._list(lists.ABSENCES, absences)
        self._list(lists.RECUSALS, recusals)
        register = Register("5" * 40, beijing_date(self.now))
        plan = self._plan(TARGETS, lead, sources[0])
        self._freeze(
            TargetsFreeze(
                **self._head(TARGETS),
                register=register,
                strata=stratify(roster, rules),
                **self._tail(TARGETS, lead, plan),
            )
        )
        plan = self._plan(TEAMS, lead, sources[1])
        self._freeze(
            TeamsFreeze(
                **self._head(TEAMS),
                of=Of("targets", None),
                register=register,
                groups=tuple(groups),
                **self._tail(TEAMS, lead, plan),
            )
        )

    def substitutes(self, *vacated: str, of: str = "targets", reason: str = "deregistered", lead: int = 600) -> str:
        """Freeze a `substitutes-N` for vacated targets; give its id."""
        stage = self.record.next_id(Kind.SUBSTITUTES)
        vacancies = tuple(TargetVacancy(target, reason, None) for target in sorted(vacated))
        self._freeze(
            SubstitutesFreeze(
                **self._head(stage),
                of=self._of(of),
                vacancies=vacancies,
                **self._tail(stage, lead, self._plan(stage, lead)),
            )
        )
        return str(stage)

    def teams(self, of: str, *, withdrawn: Mapping[str, str] | None = None, lead: int = 600) -> str:
        """Freeze a `teams-N`, which repeats a void one if there is one; give its id."""
        stage = self.record.next_id(Kind.TEAMS)
        siblings = (self.stage(one.stage) for one in self._frozen if isinstance(one, TeamsFreeze | LaterTeamsFreeze))
        voids = [Repeats(str(one.id), one.void.digest) for one in siblings if str(one.of) == of and one.void]
        first = self.stage("teams").freeze.value
        assert isinstance(first, TeamsFreeze)
        self._freeze(
            LaterTeamsFreeze(
                **self._head(stage),
                of=self._of(of),
                groups=first.groups,
                withdrawn=self._withdrawn(withdrawn or {}),
                repeats=voids[-1] if voids else None,
                **self._tail(stage, lead, self._plan(stage, lead)),
            )
        )
        return str(stage)

    def relief(
        self,
        *places: tuple[str, str],
        of: str = "teams",
        withdrawn: Mapping[str, str] | None = None,
        reason: str = "illness",
        lead: int = 600,
    ) -> str:
        """Freeze a `relief-N` for places (target, inspector); give its id."""
        stage = self.record.next_id(Kind.RELIEF)
        group = {one.key: one.group for one in self.record.lists.inspectors}
        vacancies = (InspectorVacancy(target, group[who], who, reason, None) for target, who in places)
        self._freeze(
            ReliefFreeze(
                **self._head(stage),
                of=self._of(of),
                vacancies=tuple(sorted(vacancies, key=lambda one: (one.target, one.group, one.inspector))),
                withdrawn=self._withdrawn(withdrawn or {}),
                **self._tail(stage, lead, self._plan(stage, lead)),
            )
        )
        return str(stage)

    def reveal(self, *stages: str) -> None:
        """Wait for the public values of stages, and draw them."""
        for name in stages:
            beacon, evidence = self._beacons[name]
            stage = StageId.parse(name)
            time = self.stage(name).freeze.value.beacon.time
            outcome = draw(
                self.record, stage, beacon, openings=self._openings, evidence=evidence, chain=self.values.chain
            )
            self.files |= {f"{name}/{path}": content for path, content in evidence.items()}
            self.files[f"{name}/beacon.json"] = encode(beacon)
            self.files[f"{name}/outcome.json"] = encode(outcome)
            self.now = max(self.now, time)

    def void(self, *stages: str, reason: str = "procedure") -> None:
        """Set stages aside, now."""
        for name in stages:
            void = Void(
                protocol=PROTOCOL,
                authority=self.authority,
                draw=self.draw,
                stage=name,
                freeze=self.stage(name).freeze.digest,
                reason=reason,
                explanation="示例",
                approved_by=("甲", "乙"),
                voided_at=self.now,
            )
            self.files[f"{name}/void.json"] = encode(void)

    def selected(self) -> list[str]:
        """The selected targets, in rank order."""
        decided = self.stage("targets").outcome
        assert decided
        assert isinstance(decided.value, TargetsOutcome)
        return [one.key for one in decided.value.selected]

    def team(self, target: str, stage: str = "teams") -> list[str]:
        """The members of the team that a stage gave a target."""
        decided = self.stage(stage).outcome
        assert decided
        assert isinstance(decided.value, TeamsOutcome)
        return [member for team in decided.value.teams if team.target == target for member in team.members]

    def newcomers(self, stage: str) -> list[str | None]:
        """Who stepped in, in the order of the vacancies."""
        decided = self.stage(stage).outcome
        assert decided
        match decided.value:
            case SubstitutesOutcome(replacements=filled) | ReliefOutcome(reliefs=filled):
                return [one.newcomer for one in filled]
        raise AssertionError(stage)

    def _list(self, sheet: lists.Sheet[Any], rows: Iterable[Any]) -> None:
        self.files[sheet.path] = sheet.encode(rows)

    def _plan(self, stage: StageId, lead: int, source: Source = "drand") -> Plan:
        latest = max((one.beacon.time for one in self._frozen), default=self.now)
        plan = self.values.plan(instant(seconds(self.now) + lead), latest)
        if source == "drand":
            self._beacons[str(stage)] = (self.values.beacon(plan), {})
        else:
            plan, beacon, evidence = other_value(source, plan.time)
            self._beacons[str(stage)] = (beacon, evidence)
        return plan

    def _head(self, stage: StageId) -> dict[str, Any]:
        before = self._frozen[-1] if self._frozen else None
        return {
            "protocol": PROTOCOL,
            "authority": self.authority,
            "draw": self.draw,
            "stage": str(stage),
            "previous": digest(self.files[f"{before.stage}/freeze.json"]) if before else None,
            "task": digest(self.task),
        }

    def _tail(self, stage: StageId, lead: int, plan: Plan) -> dict[str, Any]:
        contents = {path: self.files[path] for path in INPUTS[stage.kind]}
        return {
            "inputs": {path: describe(data, data.count(b"\n") - 1) for path, data in contents.items()},
            "lead": lead,
            "beacon": plan,
            "frozen_at": self.now,
        }

    def _of(self, name: str) -> Of:
        outcome = self.stage(name).outcome
        return Of(name, outcome.digest if outcome else None)

    def _withdrawn(self, more: Mapping[str, str]) -> tuple[Withdrawal, ...]:
        later = (one for one in self._frozen if isinstance(one, LaterTeamsFreeze | ReliefFreeze))
        before = {withdrawal for freeze in later for withdrawal in freeze.withdrawn}
        new_ones = {Withdrawal(inspector, reason) for inspector, reason in more.items()}
        return tuple(sorted(before | new_ones, key=lambda one: one.inspector))

    def _freeze(self, freeze: Freeze) -> None:
        self.files[f"{freeze.stage}/freeze.json"] = encode(freeze)
        self._frozen.append(freeze)


# --- honest draws ---------------------------------------------------------------------------------------------------

DIVISIONS = ("650102", "650104", "650203", "650402", "650502", "652301", "653101", "654002", "659001")
ONE_GROUP = (Group("g1", "officer", 2),)
JOINT = (Group("quake", "officer", 2), Group("housing", "officer", 2), Group("expert", "expert", 1))
RULES = {"A": Rule(rate="5"), "B": Rule(rate="12.5"), "C": Rule(count=2), "K": Rule(rate="100")}


def entries(chance: random.Random, count: int, strata: str = "ABCK") -> list[Entry]:
    """Make up a roster."""
    numbers = chance.sample(range(10**6), count)
    return [
        Entry(f"91{division}DEM{number:06d}X", chance.choice(strata), division)
        for number in numbers
        for division in [chance.choice(DIVISIONS)]
    ]


def withheld(draw_id: str, count: int, stratum: str = "B") -> list[Entry]:
    """Make up roster entries whose identity is withheld."""
    ids = [f"XJ-T-{number:04d}" for number in range(count)]
    return [Entry(withheld_key(draw_id, withheld_salt(b"K" * 32, draw_id, one), one), stratum, "65") for one in ids]


def people(chance: random.Random, groups: Sequence[Group], each: int) -> list[Inspector]:
    """Make up inspectors; most may inspect everywhere."""
    made = []
    for group in groups:
        for number in range(1, each + 1):
            near = " ".join(sorted(chance.sample([division[:4] for division in DIVISIONS], 2)))
            made.append(Inspector(f"{group.id}-{number:03d}", group.id, near if number % 4 == 0 else "65"))
    return made


def recused(chance: random.Random, roster: Sequence[Entry], inspectors: Sequence[Inspector]) -> list[Opening]:
    """Make up recusals for every third entry, some of them with nobody in it."""
    openings = []
    for entry in roster[::3]:
        names = chance.sample([one.key for one in inspectors], chance.randrange(3))
        openings.append(Opening(entry.key, chance.randbytes(32).hex(), tuple(sorted(names))))
    return openings


def begun(
    draw_id: str = "2026-001",
    values: Values | None = None,
    *,
    size: int = 40,
    each: int = 9,
    groups: Sequence[Group] = ONE_GROUP,
    hidden: int = 0,
    sources: tuple[Source, Source] = ("drand", "drand"),
    now: str = "",
    chance: random.Random | None = None,
) -> Office:
    """Give an office that has frozen `targets` and `teams` of a made-up draw."""
    chance = chance or random.Random(draw_id)
    office = Office(draw_id, values or OwnChain(), now=now)
    roster = entries(chance, size) + withheld(draw_id, hidden)
    inspectors = people(chance, groups, each)
    office.begin(
        roster,
        RULES,
        inspectors,
        groups,
        exclusions=[Exclusion(f"91650102DEMEXCL0{number}", "cap") for number in range(5)],
        absences=[Absence(f"away-{number}", "unavailable") for number in range(3)],
        openings=recused(chance, roster, inspectors),
        sources=sources,
    )
    return office


def _waiting(draw_id: str, values: Values) -> Office:
    return begun(draw_id, values)


def _small(draw_id: str, values: Values) -> Office:
    office = begun(draw_id, values, size=12)
    office.reveal("targets", "teams")
    return office


def _joint_withheld(draw_id: str, values: Values) -> Office:
    office = begun(draw_id, values, groups=JOINT, hidden=6)
    office.reveal("targets", "teams")
    return office


def _substitutes_and_relief(draw_id: str, values: Values) -> Office:
    office = begun(draw_id, values, size=60, each=12)
    office.reveal("targets", "teams")
    first, second, third = office.selected()[:3]
    leaves = office.team(first)[0]
    places = [(first, leaves), *((second, member) for member in office.team(second))]
    relief = office.relief(*places, withdrawn={leaves: "left_service"})
    substitutes = office.substitutes(third)
    office.reveal(relief, substitutes)
    office.reveal(office.teams(substitutes))
    return office


def _void_and_repeat(draw_id: str, values: Values) -> Office:
    office = begun(draw_id, values, size=20)
    office.reveal("targets", "teams")
    office.void("teams")
    office.reveal(office.teams("targets"))
    return office


def _void_all(draw_id: str, values: Values) -> Office:
    office = begun(draw_id, values, size=20)
    office.reveal("targets", "teams")
    office.reveal(office.substitutes(office.selected()[0]))
    office.void("targets", "teams", "substitutes-1", reason="wrong_list")
    return office


def _void_undrawn(draw_id: str, values: Values) -> Office:
    office = begun(draw_id, values, size=20)
    office.void("targets", "teams", reason="court_order")
    return office


def _other_beacons(draw_id: str, values: Values) -> Office:
    office = begun(draw_id, values, size=20, sources=("lottery", "document"))
    office.reveal("targets", "teams")
    return office


def _training(draw_id: str, values: Values) -> Office:
    office = begun(draw_id, values, size=20, sources=("date", "drand"))
    office.reveal("targets", "teams")
    return office


SCENARIOS: Mapping[str, Callable[[str, Values], Office]] = {
    "waiting": _waiting,
    "small": _small,
    "joint-withheld": _joint_withheld,
    "substitutes-and-relief": _substitutes_and_relief,
    "void-and-repeat": _void_and_repeat,
    "void-all": _void_all,
    "void-undrawn": _void_undrawn,
    "other-beacons": _other_beacons,
    "training": _training,
}
"""Every kind of honest draw; each can be made with `OwnChain` as well as with `RealRounds`."""


def honest(scenario: str, draw_id: str = "2026-001", values: Values | None = None) -> Office:
    """Make an honest draw; without ``values``, with a drand chain of our own."""
    return SCENARIOS[scenario](draw_id, values or OwnChain())


# --- forgery --------------------------------------------------------------------------------------------------------


def canonical(document: object) -> bytes:
    """Write a document as the protocol does, whatever it says."""
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def edit(files: Files, path: str, change: Callable[[Any], object]) -> dict[str, bytes]:
    """Let ``change`` alter a JSON document in place, and write it canonically."""
    document = json.loads(files[path])
    change(document)
    return write(files, path, canonical(document))


def write(files: Files, path: str, content: bytes) -> dict[str, bytes]:
    """Write a file."""
    return {**files, path: content}


def remove(files: Files, *paths: str) -> dict[str, bytes]:
    """Remove files, and folders with all that is in them."""
    return {
        path: content
        for path, content in files.items()
        if not any(path == gone or path.startswith(f"{gone}/") for gone in paths)
    }


def order(files: Files) -> list[str]:
    """Give the stages in their order, as far as their freezes tell it."""
    names = {path.partition("/")[0] for path in files if path.endswith("/freeze.json")}
    first = [name for name in ("targets", "teams") if name in names]
    return first + sorted(
        names - set(first),
        key=lambda name: (json.loads(files[f"{name}/freeze.json"])["beacon"]["time"], name),
    )


def reseal(files: Files) -> dict[str, bytes]:
    """Set every digest right, stage by stage, leaving all else as it is."""
    sealed = dict(files)
    previous = None
    for name in order(sealed):
        previous = _reseal_freeze(sealed, name, previous)
        for path in (f"{name}/outcome.json", f"{name}/void.json"):
            if path in sealed:
                document = json.loads(sealed[path])
                document["freeze"] = previous
                if "beacon" in document and f"{name}/beacon.json" in sealed:
                    document["beacon"] = _sha256(sealed[f"{name}/beacon.json"])
                sealed[path] = canonical(document)
    return sealed


def redraw(
    files: Files, draw_id: str, *stages: str, chain: Chain, openings: Iterable[Opening] = ()
) -> dict[str, bytes]:
    """Draw stages again by the rules, on whatever was frozen, and set every digest right."""
    sealed = reseal(files)
    for name in stages:
        stage = StageId.parse(name)
        old = sealed[f"{name}/outcome.json"]
        known = [*openings, *(msgspec.convert(one, Opening) for one in json.loads(old).get("recusals", ()))]
        record = read(FilesInMemory(sealed), draw_id)
        beacon = record.stage(stage).beacon
        assert beacon
        evidence = {path: sealed[f"{name}/{path}"] for path in beacons.evidence_of(beacon.value.source)}
        outcome = draw(record, stage, beacon.value, openings=known, evidence=evidence, chain=chain)
        sealed = reseal(write(sealed, f"{name}/outcome.json", encode(outcome)))
    return sealed


def _reseal_freeze(sealed: dict[str, bytes], name: str, previous: str | None) -> str:
    path = f"{name}/freeze.json"
    freeze = json.loads(sealed[path])
    if "task.yaml" in sealed:
        freeze["task"] = _sha256(sealed["task.yaml"])
    for listed, described in freeze["inputs"].items():
        if listed in sealed:
            described["count"] = sealed[listed].count(b"\n") - 1
            described["sha256"] = _sha256(sealed[listed])
            described["sm3"] = new("sm3", sealed[listed]).hexdigest()
    if previous is not None:
        freeze["previous"] = previous
    of = freeze.get("of")
    if of and of["outcome"] and f"{of['stage']}/outcome.json" in sealed:
        of["outcome"] = _sha256(sealed[f"{of['stage']}/outcome.json"])
    repeats = freeze.get("repeats")
    if repeats and f"{repeats['stage']}/void.json" in sealed:
        repeats["void"] = _sha256(sealed[f"{repeats['stage']}/void.json"])
    sealed[path] = canonical(freeze)
    return _sha256(sealed[path])


def _sha256(data: bytes) -> str:
    return sha256(data).hexdigest()
