/** The arithmetic of `substitutes` and `relief`: who takes an empty place (section 8). */

import type { InspectorVacancy, TargetVacancy } from "./freezes";
import type { Entry } from "./lists";
import type { Relief, Replacement } from "./outcomes";
import type { Pool } from "./teams";
import { byTicket, type Drawn, inspectorTickets, targetTickets } from "./tickets";

type Entries = ReadonlyMap<string, Entry>;

/** An empty place as it was filled, and those who could have filled it, smallest ticket first. */
export interface Filled<Outcome> {
  readonly outcome: Outcome;
  readonly candidates: readonly Drawn[];
}

/** Fill each vacancy, in order, with the entry of its stratum that has the smallest ticket; `taken` are out. */
export async function substitute(
  vacancies: readonly TargetVacancy[],
  entries: Entries,
  taken: ReadonlySet<string>,
  seed: string,
): Promise<Filled<Replacement>[]> {
  const candidates = new Map<string, Drawn[]>();
  const stratumOf = (vacancy: TargetVacancy): string => entries.get(vacancy.target)!.stratum;
  for (const stratum of new Set(vacancies.map(stratumOf))) {
    const free = [...entries.values()].filter((entry) => entry.stratum === stratum && !taken.has(entry.key));
    candidates.set(
      stratum,
      (
        await targetTickets(
          seed,
          free.map((entry) => entry.key),
        )
      ).sort(byTicket),
    );
  }
  return vacancies.map((vacancy) => {
    const left = candidates.get(stratumOf(vacancy))!;
    const first = left[0];
    candidates.set(stratumOf(vacancy), left.slice(1));
    return {
      outcome: { out: vacancy.target, in: first?.key ?? null, ticket: first?.ticket ?? null },
      candidates: left,
    };
  });
}

/** Fill each vacancy, in order, with the eligible inspector of the smallest ticket; `barred`: target → who may not. */
export function relieve(
  vacancies: readonly InspectorVacancy[],
  entries: Entries,
  barred: ReadonlyMap<string, ReadonlySet<string>>,
  pool: Pool,
  seed: string,
): Filled<Relief>[] {
  const out = new Map([...barred].map(([target, keys]) => [target, new Set(keys)]));
  for (const { target, inspector } of vacancies) out.set(target, (out.get(target) ?? new Set()).add(inspector));
  return vacancies.map(({ target, group, inspector }) => {
    const away = out.get(target)!;
    const free = [...pool.eligible(entries.get(target)!, group)].filter((key) => !away.has(key));
    const candidates = inspectorTickets(seed, target, free).sort(byTicket);
    const first = candidates[0];
    if (first) away.add(first.key);
    return {
      outcome: { target, group, out: inspector, in: first?.key ?? null, ticket: first?.ticket ?? null },
      candidates,
    };
  });
}
