/** What the rules allow a stage and a reader should see all the same: who was struck off, what was drawn once more. */

import type { Case } from "./case";
import type { Step } from "./facts";
import { History } from "./history";
import { type Stage, withdrawnIn } from "./record";

const LEAST_OFFICERS = 2;

/** Give the marks of a stage that was found right, one for each person, target or team they are about. */
export function marks(the: Case): Step[] {
  return [...shortLead(the), ...fewOfficers(the), ...undocumented(the), ...drawnAgain(the), ...withdrawn(the)];
}

function shortLead({ frozen: { lead }, before }: Case): Step[] {
  const first = before[0]?.freeze.value.lead ?? lead;
  return lead < first ? [["marked.lead_shorter", { lead, first }]] : [];
}

/** The targets that this stage leaves with fewer officers than an inspection needs; a void stage leaves nothing. */
function fewOfficers({ stage, of, decided, record, history }: Case): Step[] {
  if (stage.void || (decided?.is !== "teams" && decided?.is !== "relief")) return [];
  const teams = decided.is === "teams" ? stage : of!;
  const touched = (decided.is === "teams" ? decided.teams : decided.reliefs).map((one) => one.target);
  const frozen = teams.freeze.value;
  const groups = frozen.is === "teams" || frozen.is === "later teams" ? frozen.groups : [];
  const officers = groups.filter((group) => group.role === "officer").map((group) => group.id);
  const members = new History(record.lists, [...history.stages.values(), stage]).members(teams.id.text);
  return [...new Set(touched)].flatMap((target): Step[] => {
    const count = officers.reduce((sum, group) => sum + (members.get(`${target}|${group}`)?.length ?? 0), 0);
    return count < LEAST_OFFICERS ? [["marked.few_officers", { target, count }]] : [];
  });
}

function undocumented({ frozen }: Case): Step[] {
  if (frozen.is !== "substitutes" && frozen.is !== "relief") return [];
  const vacancies: readonly { evidence: string | null }[] = frozen.vacancies;
  const count = vacancies.filter((vacancy) => vacancy.evidence === null).length;
  return count ? [["marked.no_evidence", { count }]] : [];
}

/** Vacancies of a target, or in a team, for which an earlier stage was frozen already, void or not. */
function drawnAgain({ stage, before }: Case): Step[] {
  const times = new Map<string, number>();
  for (const place of before.flatMap(places)) times.set(place, (times.get(place) ?? 0) + 1);
  return places(stage).flatMap((place): Step[] => {
    const earlier = times.get(place);
    if (!earlier) return [];
    const [target, group] = place.split("|");
    const facts = { count: earlier + 1, target };
    return [group === undefined ? ["marked.again", facts] : ["marked.again_team", { ...facts, group }]];
  });
}

/** Where a stage has vacancies: targets, or `target|group` of teams; each once, in the order of the freeze. */
function places(stage: Stage): string[] {
  const frozen = stage.freeze.value;
  if (frozen.is === "substitutes") return frozen.vacancies.map((vacancy) => vacancy.target);
  if (frozen.is !== "relief") return [];
  return [...new Set(frozen.vacancies.map(({ target, group }) => `${target}|${group}`))];
}

/** Those who are no candidates from this stage on, and those whom only a void stage struck off first. */
function withdrawn({ stage, before }: Case): Step[] {
  const since = new Map<string, Stage>();
  for (const earlier of before) {
    for (const { inspector } of withdrawnIn(earlier)) if (!since.has(inspector)) since.set(inspector, earlier);
  }
  return withdrawnIn(stage).flatMap(({ inspector, reason }): Step[] => {
    const first = since.get(inspector);
    if (!first) return [["marked.withdrawn", { inspector, reason }]];
    return first.void ? [["marked.withdrawn_void", { inspector, reason, stage: first.id.text }]] : [];
  });
}
