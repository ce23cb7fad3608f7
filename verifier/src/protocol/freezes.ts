/** `freeze.json`: what each kind of stage fixes before the public random value exists (sections 3, 6, 7 and 8). */

import { digestText, HEAD, input, type Input, instantText, plan, type Plan } from "./documents";
import { ascii, checkDate, DATE, HEX64, KEY, NAME, RATE, REASON, seconds, STAGE, type StageId } from "./grammar";
import { BadValue } from "./refusal";
import { count, list, map, nullable, object, type Shape, text } from "./shapes";

export interface Register {
  tree: string;
  as_of: string;
}
export interface Rule {
  rate?: string;
  count?: number;
}
export interface Stratum {
  rule: Rule;
  size: number;
  take: number;
}
export interface Group {
  id: string;
  role: "officer" | "expert";
  size: number;
}
export interface Withdrawal {
  inspector: string;
  reason: string;
}
export interface TargetVacancy {
  target: string;
  reason: string;
  evidence: string | null;
}
export interface InspectorVacancy extends TargetVacancy {
  group: string;
  inspector: string;
}
export interface Repeats {
  stage: string;
  void: string;
}

interface Common {
  protocol: string;
  authority: string;
  draw: string;
  stage: string;
  previous: string | null;
  task: string;
  inputs: ReadonlyMap<string, Input>;
  lead: number;
  beacon: Plan;
  frozen_at: string;
}
interface BuiltOn extends Common {
  of: { stage: string; outcome: string | null };
}
export interface TargetsFreeze extends Common {
  register: Register;
  strata: ReadonlyMap<string, Stratum>;
}
export interface TeamsFreeze extends BuiltOn {
  register: Register;
  groups: readonly Group[];
}
export interface LaterTeamsFreeze extends BuiltOn {
  groups: readonly Group[];
  withdrawn: readonly Withdrawal[];
  repeats: Repeats | null;
}
export interface SubstitutesFreeze extends BuiltOn {
  vacancies: readonly TargetVacancy[];
}
export interface ReliefFreeze extends BuiltOn {
  vacancies: readonly InspectorVacancy[];
  withdrawn: readonly Withdrawal[];
}

/** A freeze with its kind, so that one can be told from another. */
export type Freeze =
  | ({ is: "targets" } & TargetsFreeze)
  | ({ is: "teams" } & TeamsFreeze)
  | ({ is: "later teams" } & LaterTeamsFreeze)
  | ({ is: "substitutes" } & SubstitutesFreeze)
  | ({ is: "relief" } & ReliefFreeze);

const key = text(KEY);
const name = text(NAME);
const reason = text(REASON);
const evidence = nullable(digestText);

const register = object<Register>({ tree: text(`[0-9a-f]{40}|${HEX64}`), as_of: text(DATE) }, [], (value) => {
  checkDate(value.as_of);
});
const of = object({ stage: text(STAGE), outcome: nullable(digestText) });
const repeats = nullable(object<Repeats>({ stage: text(STAGE), void: digestText }));
const withdrawn = list(object<Withdrawal>({ inspector: key, reason }));
const group = object<Group>({ id: name, role: text<Group["role"]>("officer|expert"), size: count });
const rule = object<Rule>({ rate: text(RATE), count }, ["rate", "count"], (value) => {
  const { rate, count } = value;
  const percent = Number(rate ?? 1);
  if ((rate === undefined) === (count === undefined) || !(percent > 0 && percent <= 100) || count === 0) {
    throw new BadValue(
      "规则应为大于 0、不超过 100 的比例，或至少为 1 的户数",
      "a rule is a rate above 0 and at most 100, or a count of at least 1",
    );
  }
});
const strata = map(name, object<Stratum>({ rule, size: count, take: count }));

const begin = { ...HEAD, previous: nullable(digestText) };
const end = { inputs: map(text(), input), lead: count, beacon: plan, frozen_at: instantText };
const task = digestText;

const TARGETS = object<TargetsFreeze>({ ...begin, task, register, strata, ...end }, [], dated);
const TEAMS = object<TeamsFreeze>({ ...begin, of, task, register, groups: list(group), ...end }, [], (value) => {
  dated(value);
  distinct(value.groups);
});
const LATER_TEAMS = object<LaterTeamsFreeze>(
  { ...begin, of, task, groups: list(group), withdrawn, repeats, ...end },
  [],
  (value) => {
    dated(value);
    distinct(value.groups);
    ascending("withdrawn", value.withdrawn, (one) => [one.inspector]);
  },
);
const SUBSTITUTES = object<SubstitutesFreeze>(
  { ...begin, of, task, vacancies: list(object<TargetVacancy>({ target: key, reason, evidence })), ...end },
  [],
  (value) => {
    dated(value);
    ascending("vacancies", value.vacancies, (one) => [one.target]);
  },
);
const PLACE = object<InspectorVacancy>({ target: key, group: name, inspector: key, reason, evidence });
const RELIEF = object<ReliefFreeze>({ ...begin, of, task, vacancies: list(PLACE), withdrawn, ...end }, [], (value) => {
  dated(value);
  ascending("vacancies", value.vacancies, (one) => [one.target, one.group, one.inspector]);
  ascending("withdrawn", value.withdrawn, (one) => [one.inspector]);
});

/** Give the shape that `freeze.json` of this stage has. */
export function freezeOf(stage: StageId): Shape<Freeze> {
  switch (stage.kind) {
    case "targets":
      return marked("targets", TARGETS) as Shape<Freeze>;
    case "teams":
      return (stage.number === 1 ? marked("teams", TEAMS) : marked("later teams", LATER_TEAMS)) as Shape<Freeze>;
    case "substitutes":
      return marked("substitutes", SUBSTITUTES) as Shape<Freeze>;
    case "relief":
      return marked("relief", RELIEF) as Shape<Freeze>;
  }
}

/** Mark what is read with its kind; the mark is not written. */
export function marked<M extends string, T extends object>(is: M, shape: Shape<T>): Shape<{ is: M } & T> {
  return {
    read: (value, at) => ({ is, ...shape.read(value, at) }),
    write: (value, indent) => shape.write(value, indent),
  };
}

/** Refuse a list that is not sorted, or names one twice. */
export function ascending<T>(what: string, values: readonly T[], parts: (value: T) => readonly string[]): void {
  for (let n = 1; n < values.length; n++) {
    const [before, here] = [parts(values[n - 1]!), parts(values[n]!)];
    const apart = before.map((one, i) => ascii(one, here[i]!)).find((sign) => sign !== 0) ?? 0;
    if (apart >= 0) throw new BadValue(`${what} 未排序或有重复`, `${what} is not sorted, or names one twice`);
  }
}

function dated(value: Common): void {
  seconds(value.frozen_at);
}

function distinct(groups: readonly Group[]): void {
  if (new Set(groups.map((one) => one.id)).size < groups.length)
    throw new BadValue("groups 有重复", "groups names one twice");
}
