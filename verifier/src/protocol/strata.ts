/** The arithmetic of `targets`: how many of each stratum are taken, and which (section 6). */

import type { Rule } from "./freezes";
import { ascii } from "./grammar";
import type { Entry } from "./lists";
import type { Selected } from "./outcomes";
import { byTicket, type Drawn, targetTickets } from "./tickets";

const MILLIONTHS = 6;

/** Tell how many of `size` entries a rule takes, in exact arithmetic. */
export function take(rule: Rule, size: number): number {
  if (rule.rate === undefined) return Math.min(rule.count ?? 0, size);
  const [units = "0", decimals = ""] = rule.rate.split(".");
  const rate = BigInt(units + decimals.padEnd(MILLIONTHS, "0"));
  const hundred = 100n * 10n ** BigInt(MILLIONTHS);
  return Number((rate * BigInt(size) + hundred - 1n) / hundred);
}

/** Give the keys of each stratum, in the roster's order. */
export function byStratum(roster: readonly Entry[]): Map<string, string[]> {
  const keys = new Map<string, string[]>();
  for (const { key, stratum } of roster) {
    const held = keys.get(stratum);
    if (held) held.push(key);
    else keys.set(stratum, [key]);
  }
  return keys;
}

/** Select in each stratum the entries with the smallest tickets, and rank them all by ticket. */
export async function drawTargets(
  roster: readonly Entry[],
  takes: ReadonlyMap<string, number>,
  seed: string,
): Promise<Selected[]> {
  const drawn: (Drawn & { stratum: string })[] = [];
  for (const [stratum, keys] of byStratum(roster)) {
    const smallest = (await targetTickets(seed, keys)).sort(byTicket).slice(0, takes.get(stratum) ?? 0);
    drawn.push(...smallest.map((one) => ({ ...one, stratum })));
  }
  drawn.sort((a, b) => byTicket(a, b) || ascii(a.stratum, b.stratum));
  return drawn.map(({ key, stratum, ticket }, n) => ({ rank: n + 1, key, stratum, ticket }));
}
