/** A draw as values: its lists, and its stages in their order. */

import type { Beacon, Input, Void } from "./documents";
import type { Freeze, Withdrawal } from "./freezes";
import { type StageId, stageId } from "./grammar";
import type { Entry, Excluded, Inspector, Recusal } from "./lists";
import type { Outcome } from "./outcomes";
import type { Refusal } from "./refusal";

/** A document that was read: its value, and the SHA-256 of its bytes. */
export interface Document<T> {
  readonly value: T;
  readonly digest: string;
}

/** A stage whose documents could be read. */
export interface Stage {
  readonly id: StageId;
  readonly freeze: Document<Freeze>;
  readonly beacon: Document<Beacon> | null;
  readonly outcome: Document<Outcome> | null;
  readonly void: Document<Void> | null;
  readonly evidence: ReadonlyMap<string, Uint8Array>;
  readonly receipts: readonly string[];
}

/** A stage that is refused already, because of its documents; its freeze, if that could be read. */
export interface Unread {
  readonly id: StageId;
  readonly failure: Refusal;
  readonly freeze: Document<Freeze> | null;
}

/** The lists of a draw; empty where they could not be read, and then their stage is `Unread`. */
export interface Lists {
  readonly roster: readonly Entry[];
  readonly entries: ReadonlyMap<string, Entry>;
  readonly exclusions: readonly Excluded[];
  readonly inspectors: readonly Inspector[];
  readonly absences: readonly Excluded[];
  readonly recusals: readonly Recusal[];
}

/** A draw as far as its folder tells it; `stages` in the order in which they are judged. */
export interface Record {
  readonly draw: string;
  readonly task: string;
  readonly lists: Lists;
  readonly inputs: ReadonlyMap<string, Input>;
  readonly stages: readonly (Stage | Unread)[];
}

/** The name of the stage this one is built on; null for `targets`. */
export function builtOn(stage: Stage): string | null {
  const frozen = stage.freeze.value;
  return frozen.is === "targets" ? null : frozen.of.stage;
}

/** The kind of the stage that a name stands for. */
export function kindOf(name: string | null): string | null {
  return name === null ? null : (stageId(name)?.kind ?? null);
}

/** The inspectors who are no candidates any more. */
export function withdrawnIn(stage: Stage): readonly Withdrawal[] {
  const frozen = stage.freeze.value;
  return frozen.is === "later teams" || frozen.is === "relief" ? frozen.withdrawn : [];
}
