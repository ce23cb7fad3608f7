"""What a verifier says about a draw: the facts of its stages, the first failure, and both in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from sunlot.core.problems import Lang
from sunlot.core.protocol.beacons import Strength
from sunlot.core.protocol.facts import StageFacts
from sunlot.core.protocol.grammar import Refusal, StageId
from sunlot.core.protocol.sentences import say


@dataclass(frozen=True, slots=True)
class Failure:
    """The first failure of a draw."""

    stage: StageId
    refusal: Refusal

    @property
    def code(self) -> str:
        """The code of section 12."""
        return self.refusal.code

    def sentence(self, lang: Lang) -> str:
        """Say what is wrong, in one line."""
        return self.refusal.sentence(lang)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was proved, or that a reader should mark; ``name`` is that of its sentence."""

    stage: StageId
    name: str
    facts: dict[str, object]

    def sentence(self, lang: Lang) -> str:
        """Say it in one line."""
        return say(self.name, lang, self.facts)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on a draw: ``stages`` were found right, in their order; ``failure`` is the first, if any."""

    draw: str
    stages: tuple[StageFacts, ...]
    failure: Failure | None

    @property
    def verified(self) -> bool:
        """Tell whether the whole draw was found right."""
        return self.failure is None

    @property
    def steps(self) -> tuple[Step, ...]:
        """What was proved, stage by stage."""
        return tuple(Step(facts.stage, name, values) for facts in self.stages for name, values in _steps(facts))

    def last_line(self, lang: Lang) -> str:
        """Give ``verified``, or ``refused: <stage>: <code>: <sentence>``."""
        if self.failure is None:
            return "verified"
        return f"refused: {self.failure.stage}: {self.failure.code}: {self.failure.sentence(lang)}"

    def lines(self, lang: Lang) -> list[str]:
        """Write the verdict in words."""
        return [*(f"{step.stage}: {step.sentence(lang)}" for step in self.steps), self.last_line(lang)]


def _steps(facts: StageFacts) -> Iterator[tuple[str, dict[str, object]]]:
    plan = facts.plan
    yield "proved.frozen", {"frozen_at": facts.frozen_at, "time": plan.time, "lead": facts.lead}
    yield f"witness.{facts.witness}", {}
    if facts.repeats is not None:
        yield "marked.repeats", {"stage": facts.repeats}
    yield f"strength.{plan.source}", {"chain": plan.chain, "round": plan.round}
    if facts.strength is Strength.PREDICTABLE:
        yield "marked.training", {}
    for stratum in facts.strata:
        values: dict[str, object] = {"stratum": stratum.name, "size": stratum.size, "take": stratum.take}
        yield "proved.stratum", values | {"probability": stratum.probability}
        if stratum.withheld:
            yield "marked.withheld", values | {"withheld": stratum.withheld}
        if stratum.probability == 1:
            yield "marked.certain", values
    if facts.excluded:
        yield "marked.excluded", {"excluded": facts.excluded}
    if facts.drawn is not None:
        yield f"proved.{facts.stage.kind}", {"count": facts.drawn}
    for team in facts.short_teams:
        yield (
            "marked.short_team",
            {
                "target": team.target,
                "group": team.group,
                "eligible": team.eligible,
                "size": team.size,
            },
        )
    for vacancy in facts.vacancies:
        name = "marked.vacant_places" if vacancy.take is None else "marked.vacant_targets"
        filled = "-" if vacancy.filled is None else vacancy.filled
        yield name, {"name": vacancy.name, "vacant": vacancy.vacant, "filled": filled, "take": vacancy.take}
    yield from ((mark.name, dict(mark.facts)) for mark in facts.marks)
    if facts.void is not None:
        approved_by = "、".join(facts.void.approved_by)
        yield (
            "marked.void",
            {
                "reason": facts.void.reason,
                "explanation": facts.void.explanation,
                "approved_by": approved_by,
            },
        )
        when = "after" if facts.void.voided_at >= plan.time else "before"
        yield f"marked.void_{when}_value", {"voided_at": facts.void.voided_at}
    if facts.drawn is None:
        yield "marked.owed" if facts.void else "marked.waiting", {"time": plan.time}
    if facts.overdue:
        yield "marked.overdue", {"time": plan.time}
