/** The JSON documents that every stage shares (sections 3 and 10). */

import { checkDate, DATE, DRAW, HEX64, INSTANT, REASON, seconds, SLUG, STAGE, whole } from "./grammar";
import { BadValue } from "./refusal";
import { count, countOrText, list, object, type Of, text } from "./shapes";

export const digestText = text(HEX64);
export const instantText = text(INSTANT);
export const sourceText = text<"drand" | "lottery" | "document" | "date">("drand|lottery|document|date");

/** What every document of a stage begins with. */
export const HEAD = { protocol: text(), authority: text(SLUG), draw: text(DRAW), stage: text(STAGE) };

interface Value {
  source: Of<typeof sourceText>;
  chain: string;
  round: number | string;
}

/** The public random value that a stage waits for: who gives it, when, and its number there. */
export interface Plan extends Value {
  time: string;
}

/** `beacon.json`: the public random value itself. */
export interface Beacon extends Value {
  signature: string;
}

export const plan = object<Plan>(
  { source: sourceText, chain: text(), time: instantText, round: countOrText },
  [],
  (value) => {
    seconds(value.time);
    checkRound(value);
  },
);

export const beacon = object<Beacon>(
  { source: sourceText, chain: text(), round: countOrText, signature: text() },
  [],
  checkRound,
);

/** `void.json`: a stage is set aside, in public. */
export const voiding = object(
  {
    ...HEAD,
    freeze: digestText,
    reason: text(REASON),
    explanation: text(),
    approved_by: list(text()),
    voided_at: instantText,
  },
  [],
  (value) => void seconds(value.voided_at),
);
export type Void = Of<typeof voiding>;

interface Attestation {
  attesters: readonly string[];
  source: string;
  seen_at: string;
  date?: string;
}

/** `evidence/attestation.json`: who saw the public value, where and when; of a lottery also its date. */
export const attestation = object<Attestation>(
  { attesters: list(text()), source: text(), seen_at: instantText, date: text(DATE) },
  ["date"],
  (value) => {
    seconds(value.seen_at);
    if (value.date !== undefined) checkDate(value.date);
  },
);

/** How many rows a list has, and its digests. */
export interface Input {
  count: number;
  sha256: string;
  sm3: string;
}
export const input = object<Input>({ count, sha256: digestText, sm3: digestText });

function checkRound({ source, chain, round }: Value): void {
  if ((typeof round === "number") !== (source === "drand")) {
    throw new BadValue("drand 的轮次是整数，其他来源的期号是文字", "a drand round is an integer, any other is text");
  }
  if (source === "lottery" && !/^[0-9]+$/.test(String(round))) {
    throw new BadValue("彩票期号应为数字", "the issue of a lottery is digits");
  }
  if (source === "document" || source === "date") checkDate(String(round));
  if (source === "document" && !whole(SLUG).test(chain)) {
    throw new BadValue("公报名应为小写字母、数字和 -", "a document is named by lower-case letters, digits and -");
  }
}
