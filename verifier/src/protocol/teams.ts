/** The arithmetic of `teams`: who may inspect a target, and who does (section 7). */

import { breathe } from "./breathing";
import type { Group } from "./freezes";
import type { Entry, Inspector } from "./lists";
import type { Team } from "./outcomes";
import { byTicket, inspectorTickets } from "./tickets";

type Keys = ReadonlySet<string>;

/** Those who can be drawn, found by group and division without looking at the others. */
export class Pool {
  private readonly byPrefix = new Map<string, Set<string>>();
  private readonly byDivision = new Map<string, Keys>();

  constructor(
    inspectors: readonly Inspector[],
    withdrawn: Keys,
    private readonly recused: ReadonlyMap<string, Keys>,
  ) {
    for (const { key, group, divisions } of inspectors) {
      if (withdrawn.has(key)) continue;
      for (const prefix of divisions.split(" ")) {
        const place = `${group}|${prefix}`;
        this.byPrefix.set(place, (this.byPrefix.get(place) ?? new Set()).add(key));
      }
    }
  }

  /** Give those of a group who may inspect a target. */
  eligible(target: Entry, group: string): Keys {
    const place = `${group}|${target.division}`;
    let there = this.byDivision.get(place);
    if (!there) {
      const prefixes = new Set([2, 4, 6].map((digits) => target.division.slice(0, digits)));
      there = new Set([...prefixes].flatMap((prefix) => [...(this.byPrefix.get(`${group}|${prefix}`) ?? [])]));
      this.byDivision.set(place, there);
    }
    const away = this.recused.get(target.key);
    return away?.size ? new Set([...there].filter((key) => !away.has(key))) : there;
  }
}

/** Someone who could have been chosen, in the order of choice. */
export interface Candidate {
  readonly key: string;
  readonly ticket: string;
  readonly load: number;
}

/** The team of one group for one target, and everyone who was eligible for it, in the order of choice. */
export interface Choice {
  readonly team: Team;
  readonly ranking: readonly Candidate[];
}

/**
 * Choose for each target, and for each group in turn, the inspectors who inspect it.
 *
 * `balanced`: by places given so far, then ticket (the first `teams`); else by ticket alone.
 */
export async function drawTeams(
  targets: readonly Entry[],
  groups: readonly Group[],
  pool: Pool,
  seed: string,
  balanced: boolean,
): Promise<Choice[]> {
  const given = new Map<string, number>();
  const choices: Choice[] = [];
  for (const target of targets) {
    for (const group of groups) {
      const tickets = inspectorTickets(seed, target.key, pool.eligible(target, group.id));
      const ranking = tickets
        .map((one): Candidate => ({ ...one, load: balanced ? (given.get(one.key) ?? 0) : 0 }))
        .sort((a, b) => a.load - b.load || byTicket(a, b));
      const members = ranking.slice(0, group.size).map((one) => one.key);
      for (const key of members) given.set(key, (given.get(key) ?? 0) + 1);
      choices.push({ team: { target: target.key, group: group.id, members }, ranking });
      await breathe();
    }
  }
  return choices;
}
