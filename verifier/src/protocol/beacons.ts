/** The public random values a stage can wait for: drand, lottery, document, date (sections 4 and 10). */

import { digest, digestOf } from "./digests";
import { attestation, type Beacon, type Plan } from "./documents";
import { type Chain, roundAt, signatureHolds } from "./drand";
import { beijingDate, different, stripped } from "./grammar";
import { Refusal } from "./refusal";
import { decode } from "./shapes";

type Evidence = ReadonlyMap<string, Uint8Array>;
export type Strength = "verifiable" | "attested" | "predictable";

const ATTESTATION = "evidence/attestation.json";
const DOCUMENT = "evidence/document";

/** Game → its groups of numbers: how many, and the greatest (双色球, 大乐透). */
const LOTTERIES: ReadonlyMap<string, readonly (readonly [number, number])[]> = new Map([
  [
    "ssq",
    [
      [6, 33],
      [1, 16],
    ],
  ],
  [
    "dlt",
    [
      [5, 35],
      [2, 12],
    ],
  ],
]);

/** Tell how far values of this source can be believed. */
export function strength(source: Plan["source"]): Strength {
  return source === "drand" ? "verifiable" : source === "date" ? "predictable" : "attested";
}

/** Give the files, below the stage's folder, that the value of such a beacon rests on. */
export function evidenceOf(source: Plan["source"]): readonly string[] {
  return source === "lottery" ? [ATTESTATION] : source === "document" ? [ATTESTATION, DOCUMENT] : [];
}

/**
 * Refuse (`time`) a round that does not follow from the time.
 *
 * The issue of a lottery is attested later; the round of a drand chain that is not ours follows from nothing.
 */
export function checkRound(plan: Plan, chain: Chain): void {
  let expected = plan.round;
  if (plan.source === "drand") {
    if (plan.chain === chain.hash) expected = roundAt(chain, plan.time);
  } else {
    const date = beijingDate(plan.time);
    if (plan.source !== "lottery") expected = date;
  }
  if (plan.round !== expected) throw new Refusal("time.round", { round: plan.round, time: plan.time, expected });
}

/** Refuse (`beacon`) a drand chain other than the given one, an unknown game, a misnamed date. */
export function checkChain({ source, chain: named }: Plan, chain: Chain): void {
  const known = { drand: named === chain.hash, lottery: LOTTERIES.has(named), date: named === "date", document: true };
  if (!known[source]) throw new Refusal("beacon.chain", { source, chain: named });
}

/** Refuse (`beacon`) a value other than the one waited for, or one that is not proven. */
export function checkBeacon(plan: Plan, beacon: Beacon, chain: Chain, evidence: Evidence): void {
  const { source, round, signature } = beacon;
  if (source !== plan.source || beacon.chain !== plan.chain || round !== plan.round) {
    throw new Refusal("beacon.differs", { round, expected: plan.round });
  }
  const holds = {
    drand: () => typeof round === "number" && signatureHolds(chain, round, signature),
    lottery: () => isDrawn(beacon.chain, signature),
    document: () => signature === digest(evidence.get(DOCUMENT) ?? new Uint8Array()),
    date: () => signature === digestOf(String(round)),
  };
  if (!holds[source]()) throw new Refusal("beacon.signature", { source, round });
  const seen = evidenceOf(source).includes(ATTESTATION) ? evidence.get(ATTESTATION) : undefined;
  if (seen) checkAttestation(plan, seen);
}

function isDrawn(game: string, signature: string): boolean {
  if (!/^[0-9]{2}(?:\.[0-9]{2})*$/.test(signature)) return false;
  const numbers = signature.split(".").map(Number);
  for (const [size, greatest] of LOTTERIES.get(game) ?? []) {
    const group = numbers.splice(0, size);
    const inside = group.every((one, n) => one >= 1 && one <= greatest && (n === 0 || one > group[n - 1]!));
    if (group.length !== size || !inside) return false;
  }
  return numbers.length === 0;
}

function checkAttestation(plan: Plan, data: Uint8Array): void {
  let seen;
  try {
    seen = decode(data, attestation, ATTESTATION);
  } catch (error) {
    const facts = error instanceof Refusal ? error.facts : {};
    const [zh, en] = [facts["detail"] ?? "写法不规范", facts["detail_en"] ?? "bytes"];
    throw new Refusal("beacon.attestation", { detail: zh, detail_en: en });
  }
  if (different(seen.attesters) < 2 || stripped(seen.source) === "") throw new Refusal("beacon.attesters");
  const expected = plan.source === "lottery" ? beijingDate(plan.time) : undefined;
  if (seen.date !== expected)
    throw new Refusal("beacon.attested_date", { date: seen.date ?? "—", expected: expected ?? "—" });
}
