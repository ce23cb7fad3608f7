/** Rules on what comes from outside or goes before the public: beacon, seed, void. */

import * as beacons from "./beacons";
import type { Case } from "./case";
import { different, stripped, VOID_REASONS } from "./grammar";
import { Refusal } from "./refusal";

/** The public value is the one waited for, and it is proven (sections 4 and 10). */
export function beacon({ chain, frozen, stage }: Case): void {
  beacons.checkChain(frozen.beacon, chain);
  if (stage.beacon) beacons.checkBeacon(frozen.beacon, stage.beacon.value, chain, stage.evidence);
}

/** The seed follows from the public value (section 5). */
export function seed({ decided, seed: expected }: Case): void {
  if (decided && decided.seed !== expected) throw new Refusal("seed.differs", { expected });
}

/** A stage is set aside with reason and names, together with all that is built on it (section 3.2). */
export function voided(the: Case): void {
  const own = the.stage.void?.value;
  const of = the.of?.void?.value;
  if (of && own?.reason !== of.reason) throw new Refusal("void.follows", { of: of.stage, reason: of.reason });
  const ended = the.earlier("targets")?.void?.value.voided_at;
  if (ended !== undefined && (!own || the.frozen.frozen_at > ended))
    throw new Refusal("void.ended", { voided_at: ended });
  if (!own) return;
  const { reason, voided_at } = own;
  if (!VOID_REASONS.has(reason)) throw new Refusal("void.reason", { reason });
  if (stripped(own.explanation) === "") throw new Refusal("void.explanation");
  if (different(own.approved_by) < 2) throw new Refusal("void.approved_by");
  const { frozen_at } = the.frozen;
  if (voided_at < frozen_at) throw new Refusal("void.before_freeze", { voided_at, frozen_at });
}
