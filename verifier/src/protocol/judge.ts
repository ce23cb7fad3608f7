/** The verifier: reads a draw's files, does every stage again, and says what it found (section 12). */

import { breathe } from "./breathing";
import { Case } from "./case";
import { type Chain, QUICKNET } from "./drand";
import { describe } from "./facts";
import { histories } from "./history";
import { type Files, read } from "./reading";
import type { Record, Stage } from "./record";
import { type Code, Refusal } from "./refusal";
import { beacon, seed, voided } from "./rules_public";
import { chain, inputs, names, task, time } from "./rules_binding";
import { recusals, reliefs, replacements, selected, strata, teams, vacancies } from "./rules_outcome";
import { say, type Sentence } from "./sentences";

/** One function a code, in the order in which they are judged; `malformed` and `files` are judged while reading. */
const RULES: readonly ((the: Case) => void | Promise<void>)[] = [
  names,
  chain,
  task,
  inputs,
  time,
  beacon,
  seed,
  strata,
  selected,
  recusals,
  teams,
  vacancies,
  replacements,
  reliefs,
  voided,
];

/** Something that was proved, or that a reader should mark; `name` is that of its sentence. */
export interface Line extends Sentence {
  stage: string;
  name: string;
}

/** The first failure of a draw. */
export interface Failure extends Sentence {
  stage: string;
  code: Code;
}

/** The verdict on a draw, as plain data. */
export interface Verdict {
  draw: string;
  verdict: "verified" | Failure;
  lines: Line[];
  lastLine: Sentence;
}

export interface Options {
  /** An instant, to tell which stages are overdue. */
  now?: string | undefined;
  /** The drand chain; only tests give another than the protocol's. */
  chain?: Chain | undefined;
  /** Told the stage about to be judged; what is wrong with it comes as the verdict. */
  onStage?: ((stage: string) => void | Promise<void>) | undefined;
  /** Told each line as it is proved; the verifier waits for what it returns. */
  onStep?: ((line: Line) => void | Promise<void>) | undefined;
}

/** A verdict, and the stages that were found right, with all that led to it. */
export interface Proof {
  verdict: Verdict;
  record: Record;
  cases: Case[];
}

/** Judge one draw: its files by path below its folder, and the name of that folder. */
export async function judge(files: Files, draw: string, options: Options = {}): Promise<Verdict> {
  return (await prove(files, draw, options)).verdict;
}

/** Judge one draw, and keep what was computed. */
export async function prove(files: Files, draw: string, options: Options = {}): Promise<Proof> {
  const record = await read(files, draw);
  const lines: Line[] = [];
  const cases: Case[] = [];
  const end = (failure: Failure | null): Proof => ({ verdict: verdictOf(draw, lines, failure), record, cases });
  const before: Stage[] = [];
  for (const stage of record.stages) {
    const id = stage.id.text;
    await options.onStage?.(id);
    try {
      if ("failure" in stage) throw stage.failure;
      const the = await judged(record, stage, [...before], options.chain ?? QUICKNET);
      for (const [name, facts] of await describe(the, options.now ?? null)) {
        const line = { stage: id, name, ...say(name, facts) };
        lines.push(line);
        await options.onStep?.(line);
      }
      cases.push(the);
      before.push(stage);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return end({ stage: id, code: error.code, ...say(error.sentence, error.facts) });
    }
  }
  return end(null);
}

/** Judge one stage by every rule, in each view of what came before it that may be the right one. */
async function judged(record: Record, stage: Stage, before: readonly Stage[], own: Chain): Promise<Case> {
  let first: Refusal | null = null;
  for (const history of histories(record, stage, before)) {
    const the = new Case(record, stage, before, history, own);
    try {
      for (const rule of RULES) {
        await rule(the);
        await breathe();
      }
      return the;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      first ??= error;
    }
  }
  throw first!;
}

function verdictOf(draw: string, lines: Line[], failure: Failure | null): Verdict {
  const refused = failure && `refused: ${failure.stage}: ${failure.code}`;
  const lastLine = failure
    ? { zh: `${refused}: ${failure.zh}`, en: `${refused}: ${failure.en}` }
    : { zh: "verified", en: "verified" };
  return { draw, verdict: failure ?? "verified", lines, lastLine };
}
