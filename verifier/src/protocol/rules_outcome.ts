/** Rules on what a stage decides: strata, selection, recusals, teams, vacancies and who fills them. */

import type { Case } from "./case";
import type { Group } from "./freezes";
import { ascii, VACANCY_INSPECTOR_REASONS, VACANCY_TARGET_REASONS } from "./grammar";
import type { Opening } from "./outcomes";
import { withdrawnIn } from "./record";
import { Refusal } from "./refusal";
import { byStratum, take } from "./strata";
import { recusalDigest } from "./tickets";

const LEAST_OFFICERS = 2;

/** The strata are those of the roster, with their sizes and the takes that the rules give (section 6). */
export function strata({ frozen, record }: Case): void {
  if (frozen.is !== "targets") return;
  const members = byStratum(record.lists.roster);
  const [given, expected] = [[...frozen.strata.keys()], [...members.keys()].sort(ascii)];
  if (given.length !== expected.length || given.some((name) => !members.has(name))) {
    throw new Refusal("strata.names", { given: given.join(" "), expected: expected.join(" ") });
  }
  for (const [stratum, bound] of frozen.strata) {
    const size = members.get(stratum)?.length ?? 0;
    const due = take(bound.rule, size);
    if (bound.size !== size || bound.take !== due) throw new Refusal("strata.take", { stratum, size, take: due });
  }
}

/** In each stratum the smallest tickets are selected (section 6). */
export async function selected(the: Case): Promise<void> {
  const expected = await the.selection();
  if (
    expected &&
    the.decided?.is === "targets" &&
    !same(the.decided.selected, expected, ["rank", "key", "stratum", "ticket"])
  ) {
    throw new Refusal("selected.differ");
  }
}

/** The rows of the stage's targets are opened, and only those (section 7). */
export function recusals(the: Case): void {
  const { entries, recusals: rows } = the.record.lists;
  const unlisted = the.stage.id.text === "teams" && rows.find((row) => !entries.has(row.target));
  if (unlisted) throw new Refusal("recusals.unlisted", { target: unlisted.target });
  if (the.decided?.is === "teams") checkOpenings(the.dueOpenings, the.decided.recusals);
}

function checkOpenings(due: Map<string, string>, openings: readonly Opening[]): void {
  for (const { target, salt, inspectors } of openings) {
    const bound = due.get(target);
    if (bound === undefined) throw new Refusal("recusals.extra", { target });
    if (recusalDigest(salt, target, inspectors) !== bound) throw new Refusal("recusals.wrong", { target });
    due.delete(target);
  }
  for (const target of [...due.keys()].sort(ascii)) throw new Refusal("recusals.missing", { target });
}

/** Groups, withdrawn inspectors and members are what they have to be (section 7). */
export async function teams(the: Case): Promise<void> {
  if (the.frozen.is === "teams" || the.frozen.is === "later teams") checkGroups(the, the.frozen.groups);
  if (the.frozen.is === "later teams" || the.frozen.is === "relief") checkWithdrawn(the);
  if (the.decided?.is !== "teams") return;
  const expected = (await the.choices()).map((choice) => choice.team);
  const given = the.decided.teams;
  expected.slice(0, given.length).forEach((due, n) => {
    const { target, group, members } = given[n]!;
    if (target !== due.target || group !== due.group || !equal(members, due.members)) {
      throw new Refusal("teams.members", { target: due.target, group: due.group, members: due.members.join(" ") });
    }
  });
  if (given.length !== expected.length)
    throw new Refusal("teams.count", { given: given.length, expected: expected.length });
}

function checkGroups(the: Case, groups: readonly Group[]): void {
  const officers = groups.reduce((sum, group) => sum + (group.role === "officer" ? group.size : 0), 0);
  if (officers < LEAST_OFFICERS) throw new Refusal("teams.officers", { least: LEAST_OFFICERS });
  const first = the.earlier("teams")?.freeze.value;
  if (first?.is === "teams" && !same(groups, first.groups, ["id", "role", "size"])) throw new Refusal("teams.groups");
  const ids = new Set(groups.map((group) => group.id));
  const stranger = the.record.lists.inspectors.find((inspector) => !ids.has(inspector.group));
  if (stranger) throw new Refusal("teams.no_such_group", { inspector: stranger.key, group: stranger.group });
}

function checkWithdrawn({ before, stage }: Case): void {
  const withdrawn = new Set(withdrawnIn(stage).map((one) => `${one.inspector}|${one.reason}`));
  for (const earlier of before) {
    for (const { inspector, reason } of withdrawnIn(earlier)) {
      if (!withdrawn.has(`${inspector}|${reason}`)) {
        throw new Refusal("teams.withdrawn", { inspector, reason, earlier: earlier.id.text });
      }
    }
  }
}

/** A vacancy has a reason, and is one of what the stage is built on (section 8). */
export function vacancies({ frozen, history }: Case): void {
  if (frozen.is !== "substitutes" && frozen.is !== "relief") return;
  if (!frozen.vacancies.length) throw new Refusal("vacancies.none");
  const reasons = frozen.is === "substitutes" ? VACANCY_TARGET_REASONS : VACANCY_INSPECTOR_REASONS;
  for (const { target, reason } of frozen.vacancies) {
    if (!reasons.has(reason)) throw new Refusal("vacancies.reason", { target, reason });
  }
  const of = frozen.of.stage;
  if (frozen.is === "substitutes") {
    const live = new Set(history.live(of).map((entry) => entry.key));
    const other = frozen.vacancies.find((vacancy) => !live.has(vacancy.target));
    if (other) throw new Refusal("vacancies.not_live", { target: other.target, of });
  } else {
    const [members, vacated] = [history.members(of), history.vacated];
    for (const { target, group, inspector } of frozen.vacancies) {
      const team = vacated.has(target) ? [] : (members.get(`${target}|${group}`) ?? []);
      if (!team.includes(inspector)) throw new Refusal("vacancies.no_member", { target, inspector });
    }
  }
}

/** Each vacated target is replaced by the smallest ticket of its stratum (section 8). */
export async function replacements(the: Case): Promise<void> {
  const expected = (await the.replacements())?.map((one) => one.outcome);
  if (
    expected &&
    the.decided?.is === "substitutes" &&
    !same(the.decided.replacements, expected, ["out", "in", "ticket"])
  ) {
    throw new Refusal("replacements.differ");
  }
}

/** Each place is taken by the smallest ticket of those who may (section 8). */
export function reliefs(the: Case): void {
  const expected = the.reliefs()?.map((one) => one.outcome);
  const fields = ["target", "group", "out", "in", "ticket"] as const;
  if (expected && the.decided?.is === "relief" && !same(the.decided.reliefs, expected, fields)) {
    throw new Refusal("reliefs.differ");
  }
}

/** Tell whether two lists agree in these fields. */
function same<T>(given: readonly T[], expected: readonly T[], fields: readonly (keyof T)[]): boolean {
  return given.length === expected.length && given.every((one, n) => fields.every((f) => one[f] === expected[n]![f]));
}

function equal(given: readonly string[], expected: readonly string[]): boolean {
  return given.length === expected.length && given.every((one, n) => one === expected[n]);
}
