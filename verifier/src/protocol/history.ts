/** What the stages before a stage decided, as far as it counts for that stage. */

import type { Entry } from "./lists";
import { builtOn, type Lists, type Record, type Stage, withdrawnIn } from "./record";
import { Pool } from "./teams";

/** The lists of a draw and the stages that count, in their order. */
export class History {
  readonly stages: ReadonlyMap<string, Stage>;

  constructor(
    readonly lists: Lists,
    stages: readonly Stage[],
  ) {
    this.stages = new Map(stages.map((stage) => [stage.id.text, stage]));
  }

  /** Give the targets that a stage selected or brought in, in its order. */
  broughtIn(of: string): string[] {
    const decided = this.stages.get(of)?.outcome?.value;
    if (decided?.is === "targets") return decided.selected.map((one) => one.key);
    if (decided?.is === "substitutes") return decided.replacements.flatMap((one) => one.in ?? []);
    return [];
  }

  /** Every target that was ever selected or brought in. */
  get taken(): Set<string> {
    return new Set([...this.stages.keys()].flatMap((stage) => this.broughtIn(stage)));
  }

  /** Every target that cannot be inspected. */
  get vacated(): Set<string> {
    const frozen = [...this.stages.values()].map((stage) => stage.freeze.value);
    return new Set(frozen.flatMap((one) => (one.is === "substitutes" ? one.vacancies.map((gone) => gone.target) : [])));
  }

  /** Give the targets that a stage selected or brought in and that were not vacated, in its order. */
  live(of: string): Entry[] {
    const vacated = this.vacated;
    return this.broughtIn(of)
      .filter((key) => !vacated.has(key))
      .map((key) => this.lists.entries.get(key)!);
  }

  /** Give, for each target of a `teams…` stage with recusals, who must keep away from it. */
  opened(of: string): Map<string, Set<string>> {
    const decided = this.teamsOutcome(of);
    return new Map(decided?.recusals.map((opening) => [opening.target, new Set(opening.inspectors)]));
  }

  /** Give the present members of the teams of a `teams…` stage, by `target|group`; the first leads. */
  members(of: string): Map<string, string[]> {
    const decided = this.teamsOutcome(of);
    const teams = new Map(decided?.teams.map((team) => [`${team.target}|${team.group}`, [...team.members]]));
    for (const { target, group, out, newcomer } of this.left(of)) {
      const team = teams.get(`${target}|${group}`) ?? [];
      const place = team.indexOf(out);
      if (place >= 0) team.splice(place, 1, ...(newcomer ? [newcomer] : []));
    }
    return teams;
  }

  /** Give, by target, those who may not relieve: members of a team of a `teams…` stage, and those relieved before. */
  barred(of: string): Map<string, Set<string>> {
    const away = new Map<string, Set<string>>();
    const add = (target: string, key: string): void => void away.set(target, (away.get(target) ?? new Set()).add(key));
    for (const { target, out } of this.left(of)) add(target, out);
    for (const [team, members] of this.members(of)) for (const key of members) add(team.split("|")[0]!, key);
    return away;
  }

  /** Give those who can be drawn in a stage. */
  pool(stage: Stage, recused: ReadonlyMap<string, ReadonlySet<string>>): Pool {
    return new Pool(this.lists.inspectors, new Set(withdrawnIn(stage).map((one) => one.inspector)), recused);
  }

  /** Give who left a team of a `teams…` stage, and who came, relief by relief. */
  private left(of: string): { target: string; group: string; out: string; newcomer: string | null }[] {
    return [...this.stages.values()].flatMap((stage) => {
      const frozen = stage.freeze.value;
      if (frozen.is !== "relief" || frozen.of.stage !== of) return [];
      const decided = stage.outcome?.value;
      const reliefs = decided?.is === "relief" ? decided.reliefs : [];
      const newcomers = new Map(reliefs.map((one) => [`${one.target}|${one.out}`, one.in]));
      return frozen.vacancies.map(({ target, group, inspector }) => ({
        target,
        group,
        out: inspector,
        newcomer: newcomers.get(`${target}|${inspector}`) ?? null,
      }));
    });
  }

  private teamsOutcome(of: string) {
    const decided = this.stages.get(of)?.outcome?.value;
    return decided?.is === "teams" ? decided : undefined;
  }
}

/**
 * Give what may count for a stage: first without every stage that is void, whenever it was voided.
 *
 * For a stage that is void itself there is a second view: what was not yet void when it was frozen. It was drawn with
 * one of the two, and is void along with what it was built on. What it is built on always counts, void or not.
 */
export function histories(record: Record, stage: Stage, before: readonly Stage[]): History[] {
  const roots = rootsOf(before, stage);
  const now = before.filter((one) => !one.void || roots.has(one.id.text));
  const views = [now];
  if (stage.void) {
    const frozenAt = stage.freeze.value.frozen_at;
    const then = before.filter((one) => !one.void || one.void.value.voided_at > frozenAt || roots.has(one.id.text));
    if (then.length !== now.length) views.push(then);
  }
  return views.map((view) => new History(record.lists, view));
}

/** Give the stages that a stage is built on, directly or through others. */
function rootsOf(before: readonly Stage[], stage: Stage): Set<string | null> {
  const roots = new Set<string | null>([builtOn(stage)]);
  for (const one of [...before].reverse()) if (roots.has(one.id.text)) roots.add(builtOn(one));
  return roots;
}
