/**
 * Seed, tickets and digests: every text that the protocol hashes (sections 5 and 7).
 *
 * Each is one line of ASCII fields joined by `|`, so `printf … | sha256sum` gives the same.
 */

import { breathe } from "./breathing";
import { digestOf, startingWith } from "./digests";
import type { Beacon } from "./documents";
import { ascii, PROTOCOL } from "./grammar";

/** A ticket and the key it belongs to. */
export interface Drawn {
  readonly ticket: string;
  readonly key: string;
}

/** Compare as the protocol compares: by ticket, ties by key. */
export function byTicket(a: Drawn, b: Drawn): number {
  return ascii(a.ticket, b.ticket) || ascii(a.key, b.key);
}

/** The line whose SHA-256 is the seed of a stage. */
export function seedLine(authority: string, draw: string, stage: string, value: Beacon): string {
  const { source, chain, round, signature } = value;
  return [PROTOCOL, "seed", authority, draw, stage, source, chain, String(round), signature].join("|");
}

export function seedOf(authority: string, draw: string, stage: string, value: Beacon): string {
  return digestOf(seedLine(authority, draw, stage, value));
}

/** Give each target its ticket; it depends on the seed and its own key alone. */
export async function targetTickets(seed: string, keys: readonly string[]): Promise<Drawn[]> {
  const ticket = startingWith(`${PROTOCOL}|target|${seed}|`);
  const drawn: Drawn[] = [];
  for (const key of keys) {
    drawn.push({ ticket: ticket(key), key });
    if (drawn.length % 200 === 0) await breathe();
  }
  return drawn;
}

/** Give each inspector the ticket for one target. */
export function inspectorTickets(seed: string, target: string, keys: Iterable<string>): Drawn[] {
  const ticket = startingWith(`${PROTOCOL}|inspector|${seed}|${target}|`);
  return Array.from(keys, (key) => ({ ticket: ticket(key), key }));
}

/** Bind the inspectors kept away from a target without naming them yet. */
export function recusalDigest(salt: string, target: string, inspectors: readonly string[]): string {
  return digestOf([PROTOCOL, "recusals", salt, target, [...inspectors].sort(ascii).join(",")].join("|"));
}
