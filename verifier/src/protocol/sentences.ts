/** How the verifier speaks: the package's own sentences, filled with facts, on one line. */

import table from "../sentences.json";
import type { Facts } from "./refusal";

export interface Sentence {
  zh: string;
  en: string;
}

const SENTENCES = new Map<string, readonly string[]>(Object.entries(table));
const LONGEST = 200;

/** Fill the sentence of this name; what comes from a file is cut and freed of control characters. */
export function say(name: string, facts: Facts): Sentence {
  const [zh, en] = SENTENCES.get(name) ?? [name, name];
  return {
    zh: filled(zh ?? name, (fact) => facts[fact]),
    en: filled(en ?? name, (fact) => facts[`${fact}_en`] ?? facts[fact]),
  };
}

function filled(sentence: string, fact: (name: string) => unknown): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => plain(String(fact(name))));
}

function plain(text: string): string {
  const letters = Array.from(text);
  const cut = letters.length > LONGEST ? [...letters.slice(0, LONGEST), "…"] : letters;
  return cut.map((one) => (/[\p{C}\p{Z}]/u.test(one) && one !== " " ? escaped(one) : one)).join("");
}

function escaped(one: string): string {
  return `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
}
