/** Refusals: the codes of section 12, and why something is not a draw of this protocol. */

/** The codes of a refusal, in the order in which a stage is judged. */
export const CODES = [
  "malformed",
  "files",
  "names",
  "chain",
  "task",
  "inputs",
  "time",
  "beacon",
  "seed",
  "strata",
  "selected",
  "recusals",
  "teams",
  "vacancies",
  "replacements",
  "reliefs",
  "void",
  "receipt",
] as const;

export type Code = (typeof CODES)[number];
export type Facts = Readonly<Record<string, unknown>>;

/** Its name is a key of the table of sentences; what stands before the dot is one of `CODES`. */
export class Refusal extends Error {
  constructor(
    readonly sentence: string,
    readonly facts: Facts = {},
  ) {
    super(sentence);
  }

  get code(): Code {
    return this.sentence.split(".")[0] as Code;
  }
}

/** What is wrong inside a document; the document's reader makes a `Refusal` of it. */
export class BadValue extends Error {
  constructor(
    readonly zh: string,
    readonly en: string,
  ) {
    super(en);
  }
}
