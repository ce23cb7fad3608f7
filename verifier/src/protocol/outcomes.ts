/** `outcome.json`: what each kind of stage decided (sections 3, 6, 7 and 8). */

import { digestText, HEAD } from "./documents";
import { ascending, marked } from "./freezes";
import { HEX64, KEY, type Kind, NAME } from "./grammar";
import { count, list, nullable, object, type Shape, text } from "./shapes";

export interface Selected {
  rank: number;
  key: string;
  stratum: string;
  ticket: string;
}
export interface Team {
  target: string;
  group: string;
  members: readonly string[];
}
/** What a row of `recusals.csv` hid: the inspectors kept away from a target. */
export interface Opening {
  target: string;
  salt: string;
  inspectors: readonly string[];
}
/** A vacated target and the one that steps in (null when nobody is left). */
export interface Replacement {
  out: string;
  in: string | null;
  ticket: string | null;
}
/** An inspector who left a team and the one who takes the place (null when nobody is left). */
export interface Relief extends Replacement {
  target: string;
  group: string;
}

interface Common {
  protocol: string;
  authority: string;
  draw: string;
  stage: string;
  freeze: string;
  beacon: string;
  seed: string;
}
export type Outcome =
  | ({ is: "targets"; selected: readonly Selected[] } & Common)
  | ({ is: "teams"; teams: readonly Team[]; recusals: readonly Opening[] } & Common)
  | ({ is: "substitutes"; replacements: readonly Replacement[] } & Common)
  | ({ is: "relief"; reliefs: readonly Relief[] } & Common);

const key = text(KEY);
const group = text(NAME);
const hex = text(HEX64);
const begin = { ...HEAD, freeze: digestText, beacon: digestText, seed: hex };
const newcomer = { in: nullable(key), ticket: nullable(hex) };

const selected = object<Selected>({ rank: count, key, stratum: text(NAME), ticket: hex });
const team = object<Team>({ target: key, group, members: list(key) });
const opening = object<Opening>({ target: key, salt: hex, inspectors: list(key) }, [], (value) => {
  ascending("inspectors", value.inspectors, (one) => [one]);
});

const SHAPES: Readonly<Record<Kind, unknown>> = {
  targets: marked("targets", object({ ...begin, selected: list(selected) })),
  teams: marked(
    "teams",
    object<Common & { teams: readonly Team[]; recusals: readonly Opening[] }>(
      { ...begin, teams: list(team), recusals: list(opening) },
      [],
      (value) => ascending("recusals", value.recusals, (one) => [one.target]),
    ),
  ),
  substitutes: marked(
    "substitutes",
    object({ ...begin, replacements: list(object<Replacement>({ out: key, ...newcomer })) }),
  ),
  relief: marked(
    "relief",
    object({ ...begin, reliefs: list(object<Relief>({ target: key, group, out: key, ...newcomer })) }),
  ),
};

/** Give the shape that `outcome.json` of a stage of this kind has. */
export function outcomeOf(kind: Kind): Shape<Outcome> {
  return SHAPES[kind] as Shape<Outcome>;
}
