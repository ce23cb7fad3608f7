/** Rules on what binds the documents of a draw to each other: names, digests, order in time. */

import { checkRound } from "./beacons";
import type { Case } from "./case";
import { beijingDate, byBytes, type Kind, PROTOCOL, seconds } from "./grammar";
import { ABSENCES, EXCLUSIONS, INSPECTORS, RECUSALS, ROSTER } from "./lists";
import { builtOn, type Stage } from "./record";
import { Refusal } from "./refusal";

const LEAST_LEAD = 600;
const ABOUT_INSPECTORS = [ABSENCES.path, INSPECTORS.path, RECUSALS.path];
const INPUTS: Readonly<Record<Kind, readonly string[]>> = {
  targets: [EXCLUSIONS.path, ROSTER.path],
  teams: ABOUT_INSPECTORS,
  substitutes: [ROSTER.path],
  relief: ABOUT_INSPECTORS,
};
const BUILT_ON: Readonly<Record<Kind, readonly Kind[]>> = {
  targets: [],
  teams: ["targets", "substitutes"],
  substitutes: ["targets", "substitutes"],
  relief: ["teams"],
};

/** Every document names the protocol, this draw, this stage and the authority of `targets` (section 3). */
export function names({ before, frozen, record, stage }: Case): void {
  const { authority } = before[0]?.freeze.value ?? frozen;
  const expected = [PROTOCOL, authority, record.draw, stage.id.text].join(" ");
  for (const document of [stage.freeze, stage.outcome, stage.void]) {
    if (!document) continue;
    const { value } = document;
    const given = [value.protocol, value.authority, value.draw, value.stage];
    if (given.join(" ") !== expected || given.some((one) => one.includes(" "))) {
      throw new Refusal("names.differ", { given: given.join(" "), expected });
    }
  }
}

/** Each document carries the digests of those it follows (sections 3 and 3.1). */
export function chain(the: Case): void {
  const { frozen, stage } = the;
  const previous = the.before.at(-1);
  if (previous && frozen.previous !== previous.freeze.digest) {
    throw new Refusal("chain.previous", { previous: previous.id.text });
  }
  if (frozen.is !== "targets") chainOf(the, frozen.of);
  if (stage.id.kind === "teams") chainRepeats(the);
  if (stage.outcome && stage.beacon && stage.outcome.value.beacon !== stage.beacon.digest)
    throw new Refusal("chain.beacon");
  for (const [path, document] of [
    ["outcome.json", stage.outcome],
    ["void.json", stage.void],
  ] as const) {
    if (document && document.value.freeze !== stage.freeze.digest) throw new Refusal("chain.freeze", { path });
  }
}

/** `of` names an earlier, drawn stage of the right kind; the first `teams` is frozen before targets are drawn. */
function chainOf({ of, stage }: Case, named: { stage: string; outcome: string | null }): void {
  const first = stage.id.text === "teams";
  const kinds: readonly Kind[] = first ? ["targets"] : BUILT_ON[stage.id.kind];
  if (!of || !kinds.includes(of.id.kind)) throw new Refusal("chain.of", { of: named.stage });
  if (!first && !of.outcome) throw new Refusal("chain.of_undrawn", { of: of.id.text });
  const expected = first ? null : of.outcome?.digest;
  if (named.outcome !== expected) throw new Refusal("chain.of_outcome", { of: of.id.text });
}

/** Over one stage at most one `teams…` stage stands; a repeat names the void one it follows (section 3.2). */
function chainRepeats({ before, frozen, stage }: Case): void {
  const of = builtOn(stage);
  const siblings = before.filter((one) => one.id.kind === "teams" && builtOn(one) === of);
  const standing = siblings.find((one) => !one.void);
  if (standing && !stage.void) throw new Refusal("chain.second_teams", { other: standing.id.text, of });
  if (frozen.is !== "later teams") return;
  const last = siblings.filter((one) => one.void).at(-1);
  const { repeats } = frozen;
  if (
    (repeats?.stage ?? null) !== (last?.id.text ?? null) ||
    (repeats?.void ?? null) !== (last?.void?.digest ?? null)
  ) {
    throw new Refusal("chain.repeats", { expected: last?.id.text ?? "null" });
  }
}

/** The freeze binds `task.yaml` (section 3.1). */
export function task({ frozen, record }: Case): void {
  if (frozen.task !== record.task) throw new Refusal("task.digest");
}

/** The freeze binds exactly the lists that its kind is computed from (section 3.1). */
export function inputs({ frozen, record, stage }: Case): void {
  const expected = INPUTS[stage.id.kind];
  const given = [...frozen.inputs.keys()].sort(byBytes);
  if (given.length !== expected.length || given.some((path, n) => path !== expected[n])) {
    throw new Refusal("inputs.names", { given: given.join(" "), expected: expected.join(" ") });
  }
  for (const path of expected) {
    const [bound, found] = [frozen.inputs.get(path), record.inputs.get(path)];
    if (!found || bound?.count !== found.count || bound.sha256 !== found.sha256 || bound.sm3 !== found.sm3) {
      throw new Refusal("inputs.differ", { path });
    }
  }
}

/** Freeze first, then the public value; the stages one after the other (section 3.2). */
export function time(the: Case): void {
  const { frozen } = the;
  const { frozen_at, lead, beacon } = frozen;
  if (lead < LEAST_LEAD) throw new Refusal("time.lead", { lead, least: LEAST_LEAD });
  if (seconds(frozen_at) + lead > seconds(beacon.time)) {
    throw new Refusal("time.too_late", { frozen_at, lead, time: beacon.time });
  }
  if ((frozen.is === "targets" || frozen.is === "teams") && frozen.register.as_of > beijingDate(frozen_at)) {
    throw new Refusal("time.register", { as_of: frozen.register.as_of, frozen_at });
  }
  const previous = the.before.at(-1);
  if (previous) timeAfterPrevious(the, previous);
  if (the.of) timeAfterOf(the, the.of);
  checkRound(beacon, the.chain);
}

function timeAfterPrevious({ before, frozen, stage }: Case, { freeze: { value: previous } }: Stage): void {
  if (frozen.frozen_at < previous.frozen_at) {
    throw new Refusal("time.freeze_order", { frozen_at: frozen.frozen_at, previous: previous.frozen_at });
  }
  if (frozen.beacon.time <= previous.beacon.time) {
    throw new Refusal("time.beacon_order", { time: frozen.beacon.time, previous: previous.beacon.time });
  }
  const skipped = stage.outcome && before.find((one) => !one.outcome && !one.void);
  if (skipped) throw new Refusal("time.not_its_turn", { earlier: skipped.id.text });
}

function timeAfterOf({ before, frozen }: Case, of: Stage): void {
  const { frozen_at } = frozen;
  const base = of.freeze.value;
  if (frozen.is === "teams" && base.is === "targets") {
    if (frozen_at !== base.frozen_at) throw new Refusal("time.together", { frozen_at, targets: base.frozen_at });
    const same = frozen.register.tree === base.register.tree && frozen.register.as_of === base.register.as_of;
    if (!same) throw new Refusal("time.register_differs");
  } else if (frozen_at < base.beacon.time) {
    throw new Refusal("time.before_of", { frozen_at, of: of.id.text, time: base.beacon.time });
  }
  const repeated = frozen.is === "later teams" ? frozen.repeats?.stage : undefined;
  const voided_at = before.find((one) => one.id.text === repeated)?.void?.value.voided_at;
  if (voided_at !== undefined && frozen_at < voided_at) throw new Refusal("time.before_void", { frozen_at, voided_at });
}
