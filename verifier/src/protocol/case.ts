/** A stage before its judge: everything that a rule may look at, and what it has to decide. */

import type { Chain } from "./drand";
import type { Freeze } from "./freezes";
import type { History } from "./history";
import { builtOn, type Record, type Stage } from "./record";
import type { Outcome, Relief, Replacement, Selected } from "./outcomes";
import { drawTargets } from "./strata";
import { type Choice, drawTeams } from "./teams";
import { seedOf } from "./tickets";
import { type Filled, relieve, substitute } from "./vacancies";

export class Case {
  readonly frozen: Freeze;
  readonly decided: Outcome | null;
  readonly of: Stage | null;
  private chosen: Promise<Choice[]> | null = null;

  /** `before`: the stages before it, which were found right; `history`: what of them counts. */
  constructor(
    readonly record: Record,
    readonly stage: Stage,
    readonly before: readonly Stage[],
    readonly history: History,
    readonly chain: Chain,
  ) {
    this.frozen = stage.freeze.value;
    this.decided = stage.outcome?.value ?? null;
    this.of = this.earlier(builtOn(stage));
  }

  /** Give an earlier stage, if there is such a one. */
  earlier(wanted: string | null): Stage | null {
    return this.before.find((stage) => stage.id.text === wanted) ?? null;
  }

  /** The seed, once there is a public random value. */
  get seed(): string | null {
    const { authority, draw, stage } = this.frozen;
    return this.stage.beacon && seedOf(authority, draw, stage, this.stage.beacon.value);
  }

  /** Give the rows of `recusals.csv` that a `teams…` stage has to open: target → digest. */
  get dueOpenings(): Map<string, string> {
    const digests = new Map(this.record.lists.recusals.map((row) => [row.target, row.digest]));
    const due = this.history.live(builtOn(this.stage) ?? "").map((entry) => entry.key);
    return new Map(due.flatMap((key) => (digests.has(key) ? [[key, digests.get(key)!]] : [])));
  }

  /** The targets as they had to be selected; null in other stages and before the draw. */
  async selection(): Promise<Selected[] | null> {
    if (this.frozen.is !== "targets" || this.decided?.is !== "targets") return null;
    const takes = new Map([...this.frozen.strata].map(([name, stratum]) => [name, stratum.take]));
    return drawTargets(this.record.lists.roster, takes, this.decided.seed);
  }

  /** The teams as they had to be chosen; none in other stages and before the draw. */
  choices(): Promise<Choice[]> {
    this.chosen ??= this.choose();
    return this.chosen;
  }

  private async choose(): Promise<Choice[]> {
    const { frozen, decided } = this;
    if (decided?.is !== "teams" || (frozen.is !== "teams" && frozen.is !== "later teams")) return [];
    const recused = new Map(decided.recusals.map((opening) => [opening.target, new Set(opening.inspectors)]));
    const pool = this.history.pool(this.stage, recused);
    return drawTeams(this.history.live(frozen.of.stage), frozen.groups, pool, decided.seed, frozen.is === "teams");
  }

  /** The newcomers as they had to be drawn; null in other stages and before the draw. */
  async replacements(): Promise<Filled<Replacement>[] | null> {
    if (this.frozen.is !== "substitutes" || this.decided?.is !== "substitutes") return null;
    return substitute(this.frozen.vacancies, this.record.lists.entries, this.history.taken, this.decided.seed);
  }

  /** The reliefs as they had to be drawn; null in other stages and before the draw. */
  reliefs(): Filled<Relief>[] | null {
    if (this.frozen.is !== "relief" || this.decided?.is !== "relief") return null;
    const of = this.frozen.of.stage;
    const pool = this.history.pool(this.stage, this.history.opened(of));
    return relieve(this.frozen.vacancies, this.record.lists.entries, this.history.barred(of), pool, this.decided.seed);
  }
}
