/** The words of the protocol: keys, stage ids, instants, reasons (sections 2, 7 and 8). Text stays text. */

import { BadValue } from "./refusal";

export const PROTOCOL = "sunlot/1";

export const VACANCY_TARGET_REASONS: ReadonlySet<string> = new Set([
  "deregistered",
  "revoked",
  "moved_out",
  "closed",
  "duplicate",
  "cap_reached",
  "not_in_scope",
  "force_majeure",
]);
export const VACANCY_INSPECTOR_REASONS: ReadonlySet<string> = new Set([
  "illness",
  "leave",
  "recusal",
  "left_service",
  "other_duty",
]);
export const ABSENCE_REASONS = ["area", "certificate", "exam", "field", "left", "suspended", "unavailable"];
export const VOID_REASONS: ReadonlySet<string> = new Set([
  "procedure",
  "wrong_list",
  "beacon_disputed",
  "court_order",
  "force_majeure",
]);

export const HEX64 = "[0-9a-f]{64}";
const MARK = "[!#-&(-+\\x2d-\\x5b\\x5d-\\x7b}~]"; // printable ASCII without space, comma, quotes, backslash and |
export const PLAIN_KEY = `(?!~)${MARK}+`;
export const KEY = `(?:~${HEX64}|${PLAIN_KEY})`;
export const NAME = `[A-Za-z]${MARK}*`;
export const REASON = "[a-z_]+";
export const RATE = "(?:0|[1-9][0-9]{0,2})(?:\\.[0-9]{1,6})?";
export const DRAW = "[0-9]{4}-[0-9]{3}";
export const SLUG = "[a-z0-9-]+";
export const DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
export const INSTANT = `${DATE}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z`;
export const STAGE = "targets|teams(?:-([2-9]|[1-9][0-9]+))?|(substitutes|relief)-([1-9][0-9]*)";

const BLANKS = " \\t\\r\\n\\u00a0\\u3000";
const OUTER_BLANKS = new RegExp(`^[${BLANKS}]+|[${BLANKS}]+$`, "g");

/** Match a whole text. */
export function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`);
}

/** Take blanks off both ends; nothing but blanks says nothing. */
export function stripped(text: string): string {
  return text.replace(OUTER_BLANKS, "");
}

/** Tell how many different names there are. */
export function different(names: readonly string[]): number {
  return new Set(names.map(stripped).filter((name) => name !== "")).size;
}

export type Kind = "targets" | "teams" | "substitutes" | "relief";
const STAGE_ID = whole(STAGE);
const LONGEST_NUMBER = 9; // of a stage that can exist: no draw has so many
const AFTER_ALL_DATES = "9999-12-32";

/** The name of a stage: its kind, and its number among those of the kind, from 1. */
export interface StageId {
  readonly text: string;
  readonly kind: Kind;
  readonly number: number;
}

/** Read `targets`, `teams-2` …, `relief-1` …; null for anything else, and for a number that no stage can have. */
export function stageId(text: string): StageId | null {
  const found = STAGE_ID.exec(text);
  if (!found || (found[1] ?? found[3] ?? "").length > LONGEST_NUMBER) return null;
  return { text, kind: text.split("-")[0] as Kind, number: Number(found[1] ?? found[3] ?? 1) };
}

export function stageName(kind: Kind, number: number): string {
  return kind === "targets" || (kind === "teams" && number === 1) ? kind : `${kind}-${number}`;
}

/** Give an instant as seconds since 1970. */
export function seconds(instant: string): number {
  checkDate(instant.slice(0, 10));
  const [hour = 0, minute = 0, second = 0] = instant.slice(11, 19).split(":").map(Number);
  if (hour > 23 || minute > 59 || second > 59) {
    throw new BadValue(`${instant} 不是日历上的时刻`, `${instant} is no instant of the calendar`);
  }
  return Date.parse(instant) / 1000;
}

/** Refuse a date that no calendar has; years go from 0001 to 9999. */
export function checkDate(text: string): void {
  const [year = 0, month = 0, day = 0] = text.split("-").map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  if (!whole(DATE).test(text) || year < 1 || day < 1 || day > days) {
    throw new BadValue(`${text} 不是日历上的日期`, `${text} is no date of the calendar`);
  }
}

/** Give the date in Beijing at an instant; for the last hours of the year 9999 text that sorts after all dates. */
export function beijingDate(instant: string): string {
  const there = new Date((seconds(instant) + 8 * 3600) * 1000);
  if (there.getUTCFullYear() > 9999) return AFTER_ALL_DATES;
  return there.toISOString().slice(0, 10);
}

/** Compare as bytes: by code point, which UTF-16 units do not. */
export function byBytes(a: string, b: string): number {
  if (a === b) return 0;
  const one = Array.from(a, (c) => c.codePointAt(0) ?? 0);
  const two = Array.from(b, (c) => c.codePointAt(0) ?? 0);
  for (let i = 0; i < Math.min(one.length, two.length); i++) {
    const apart = (one[i] ?? 0) - (two[i] ?? 0);
    if (apart) return apart;
  }
  return one.length - two.length;
}

/** Compare ASCII text, the fast way. */
export function ascii(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
