/** What a verifier says of a stage that was found right: names of sentences with their facts, in their order. */

import { strength } from "./beacons";
import type { Case } from "./case";
import { ascii, seconds } from "./grammar";
import { marks } from "./marks";
import type { Facts } from "./refusal";

const DAY = 86400;
export type Step = readonly [name: string, facts: Facts];

/** Describe a stage that was found right, at an instant `now` if there is a clock. */
export async function describe(the: Case, now: string | null): Promise<Step[]> {
  const { frozen, decided, stage } = the;
  const plan = frozen.beacon;
  const steps: Step[] = [["proved.frozen", { frozen_at: frozen.frozen_at, time: plan.time, lead: frozen.lead }]];
  steps.push([`witness.${stage.receipts.length ? "unchecked" : "declared"}`, {}]);
  if (frozen.is === "later teams" && frozen.repeats) steps.push(["marked.repeats", { stage: frozen.repeats.stage }]);
  steps.push([`strength.${plan.source}`, { chain: plan.chain, round: plan.round }]);
  if (strength(plan.source) === "predictable") steps.push(["marked.training", {}]);
  steps.push(...strata(the));
  const drawn = drawnIn(the);
  if (drawn !== null) steps.push([`proved.${stage.id.kind}`, { count: drawn }]);
  steps.push(...(await shortTeams(the)), ...vacancies(the), ...marks(the));
  if (stage.void) {
    const { reason, explanation, approved_by, voided_at } = stage.void.value;
    steps.push(["marked.void", { reason, explanation, approved_by: approved_by.join("、") }]);
    steps.push([`marked.void_${voided_at >= plan.time ? "after" : "before"}_value`, { voided_at }]);
  }
  if (!decided) steps.push([stage.void ? "marked.owed" : "marked.waiting", { time: plan.time }]);
  if (now !== null && !decided && seconds(now) > seconds(plan.time) + DAY)
    steps.push(["marked.overdue", { time: plan.time }]);
  return steps;
}

function strata({ frozen, record }: Case): Step[] {
  if (frozen.is !== "targets") return [];
  const withheld = counted(
    record.lists.roster.filter((entry) => entry.key.startsWith("~")).map((entry) => entry.stratum),
  );
  const steps: Step[] = [];
  for (const [stratum, { size, take }] of frozen.strata) {
    const facts = { stratum, size, take };
    steps.push(["proved.stratum", { ...facts, probability: fraction(take, size) }]);
    if (withheld.has(stratum)) steps.push(["marked.withheld", { ...facts, withheld: withheld.get(stratum) }]);
    if (take === size) steps.push(["marked.certain", facts]);
  }
  const excluded = record.lists.exclusions.length;
  if (excluded) steps.push(["marked.excluded", { excluded }]);
  return steps;
}

function drawnIn({ decided }: Case): number | null {
  switch (decided?.is) {
    case "targets":
      return decided.selected.length;
    case "teams":
      return decided.teams.length;
    case "substitutes":
      return decided.replacements.filter((one) => one.in !== null).length;
    case "relief":
      return decided.reliefs.filter((one) => one.in !== null).length;
    default:
      return null;
  }
}

async function shortTeams(the: Case): Promise<Step[]> {
  const { frozen } = the;
  if (frozen.is !== "teams" && frozen.is !== "later teams") return [];
  const sizes = new Map(frozen.groups.map((group) => [group.id, group.size]));
  return (await the.choices()).flatMap(({ team: { target, group }, ranking }): Step[] => {
    const size = sizes.get(group) ?? 0;
    return ranking.length <= size ? [["marked.short_team", { target, group, eligible: ranking.length, size }]] : [];
  });
}

/** Vacancies of each stratum against its take, or places in teams of each group. */
function vacancies(the: Case): Step[] {
  const { frozen, decided } = the;
  if (frozen.is === "substitutes") {
    const stratumOf = (key: string): string => the.record.lists.entries.get(key)!.stratum;
    const targets = the.earlier("targets")?.freeze.value;
    const came = decided?.is === "substitutes" ? decided.replacements.filter((one) => one.in !== null) : null;
    const filled = came && counted(came.map((one) => stratumOf(one.out)));
    return told(
      "marked.vacant_targets",
      counted(frozen.vacancies.map((one) => stratumOf(one.target))),
      filled,
      (name) => ({
        take: targets?.is === "targets" ? targets.strata.get(name)?.take : null,
      }),
    );
  }
  if (frozen.is === "relief") {
    const came = decided?.is === "relief" ? decided.reliefs.filter((one) => one.in !== null) : null;
    const filled = came && counted(came.map((one) => one.group));
    return told("marked.vacant_places", counted(frozen.vacancies.map((one) => one.group)), filled, () => ({}));
  }
  return [];
}

type Counts = ReadonlyMap<string, number>;

function told(sentence: string, vacant: Counts, filled: Counts | null, more: (name: string) => Facts): Step[] {
  const sorted = [...vacant].sort((a, b) => ascii(a[0], b[0]));
  return sorted.map(([name, count]) => [
    sentence,
    { name, vacant: count, filled: filled ? (filled.get(name) ?? 0) : "-", ...more(name) },
  ]);
}

function counted(names: readonly string[]): Counts {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function fraction(take: number, size: number): string {
  let [a, b] = [take, size];
  while (b) [a, b] = [b, a % b];
  return size === a ? String(take / a) : `${take / a}/${size / a}`;
}
