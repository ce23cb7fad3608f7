/** The CSV lists of a stage, and the one way in which each is written (section 3). */

import { ABSENCE_REASONS, HEX64, KEY, NAME, PLAIN_KEY, REASON, whole } from "./grammar";
import { breathe } from "./breathing";
import { Refusal } from "./refusal";

/** A row of the roster: a target that can be drawn. */
export interface Entry {
  key: string;
  stratum: string;
  division: string;
}
/** An inspector who can be drawn; `divisions` are prefixes of 2, 4 or 6 digits with single spaces between. */
export interface Inspector {
  key: string;
  group: string;
  divisions: string;
}
/** A target with recusals, and the digest that binds them. */
export interface Recusal {
  target: string;
  digest: string;
}
export interface Excluded {
  key: string;
  reason: string;
}

/** A kind of list: its path in the draw's folder, its columns, the grammar of a line. */
export interface Sheet<Row> {
  readonly path: string;
  readonly columns: readonly (keyof Row & string)[];
  readonly line: RegExp;
}

const PREFIX = "[0-9]{2}(?:[0-9]{2}){0,2}";
// a division has six digits, that of a withheld entry two
export const ROSTER: Sheet<Entry> = {
  path: "targets/roster.csv",
  columns: ["key", "stratum", "division"],
  line: whole(`${PLAIN_KEY},${NAME},[0-9]{6}|~${HEX64},${NAME},[0-9]{2}`),
};
export const EXCLUSIONS: Sheet<Excluded> = {
  path: "targets/exclusions.csv",
  columns: ["key", "reason"],
  line: whole(`${KEY},${REASON}`),
};
export const INSPECTORS: Sheet<Inspector> = {
  path: "teams/inspectors.csv",
  columns: ["key", "group", "divisions"],
  line: whole(`${KEY},${NAME},${PREFIX}(?: ${PREFIX})*`),
};
export const ABSENCES: Sheet<Excluded> = {
  path: "teams/absences.csv",
  columns: ["key", "reason"],
  line: whole(`${KEY},(?:${ABSENCE_REASONS.join("|")})`),
};
export const RECUSALS: Sheet<Recusal> = {
  path: "teams/recusals.csv",
  columns: ["target", "digest"],
  line: whole(`${KEY},${HEX64}`),
};

/** Read a list; `Refusal` (`malformed`) unless these are exactly the bytes its rows are written as. */
export async function decodeRows<Row>(sheet: Sheet<Row>, data: Uint8Array): Promise<Row[]> {
  const { path, columns } = sheet;
  const lines = new TextDecoder("latin1").decode(data).split("\n"); // what is not ASCII fits no grammar of a line
  if (lines[0] !== columns.join(",")) throw new Refusal("malformed.csv", { path, line: 1 });
  if (lines.pop()) throw new Refusal("malformed.csv_end", { path });
  const rows: Row[] = [];
  for (let n = 1; n < lines.length; n++) {
    const line = lines[n]!;
    if (!sheet.line.test(line)) throw new Refusal("malformed.csv", { path, line: n + 1 });
    rows.push(split(line, columns));
    if (n % 1000 === 0) await breathe();
  }
  for (let n = 2; n < lines.length; n++) {
    if (lines[n]! <= lines[n - 1]!) throw new Refusal("malformed.csv_order", { path, line: n + 1 });
  }
  checkKeys(
    path,
    rows.map((row) => String(row[columns[0]!])),
  );
  return rows;
}

function split<Row>(line: string, columns: readonly string[]): Row {
  const fields = line.split(",");
  return Object.fromEntries(columns.map((column, n) => [column, fields[n]])) as Row;
}

function checkKeys(path: string, keys: readonly string[]): void {
  const seen = new Set<string>();
  for (const key of keys) {
    if (seen.has(key)) throw new Refusal("malformed.twice", { path, key });
    seen.add(key);
  }
}
