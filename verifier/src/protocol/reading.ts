/**
 * Reads a draw's files as a `Record`, and judges the first two codes of each stage while it does.
 *
 * `malformed` is about what a document says, `files` about which there are. A stage that fails one of them stays in the
 * record as `Unread`, so that the stages before it can still be judged.
 */

import { evidenceOf } from "./beacons";
import { digest, sm3 } from "./digests";
import { beacon, type Input, voiding } from "./documents";
import { freezeOf } from "./freezes";
import { ascii, byBytes, DRAW, stageId, type StageId, stageName, whole } from "./grammar";
import { ABSENCES, decodeRows, EXCLUSIONS, INSPECTORS, RECUSALS, ROSTER, type Sheet } from "./lists";
import { outcomeOf } from "./outcomes";
import type { Document, Record, Stage, Unread } from "./record";
import { CODES, Refusal } from "./refusal";
import { decode, type Shape } from "./shapes";

export type Files = ReadonlyMap<string, Uint8Array>;
type EntryKind = "file" | "folder";

const RECEIPTS = ["freeze.tsr", "freeze.tlog-proof"];
const DOCUMENTS = ["freeze.json", "beacon.json", "outcome.json", "void.json"];
const LISTS: ReadonlyMap<string, readonly string[]> = new Map([
  ["targets", ["roster.csv", "exclusions.csv"]],
  ["teams", ["inspectors.csv", "absences.csv", "recusals.csv"]],
]);

/** Read a draw's files, in a folder named `draw`; what is wrong with them stands in the stages. */
export async function read(files: Files, draw: string): Promise<Record> {
  const folders = foldersOf(files);
  const top = new Shelf(files, folders, "");
  if (!whole(DRAW).test(draw)) top.refuse("malformed.draw_id", { draw });
  const task = top.content("task.yaml") ?? new Uint8Array();
  const shelves = new Map<string, [StageId, Shelf]>();
  for (const stage of stagesIn(top)) shelves.set(stage.text, [stage, new Shelf(files, folders, stage.text)]);
  const missing = new Shelf(files, folders, null);
  const targets = shelves.get("targets")?.[1] ?? missing;
  shelves.set("targets", [stageId("targets")!, targets]);
  const teams = shelves.get("teams")?.[1] ?? new Shelf(files, folders, null);
  const [roster, exclusions] = [await targets.rows(ROSTER), await targets.rows(EXCLUSIONS)];
  const [inspectors, absences] = [await teams.rows(INSPECTORS), await teams.rows(ABSENCES)];
  const recusals = await teams.rows(RECUSALS);
  const entries = new Map(roster.map((entry) => [entry.key, entry]));
  targets.disjoint(exclusions, entries, EXCLUSIONS.path, ROSTER.path);
  teams.disjoint(absences, new Set(inspectors.map((one) => one.key)), ABSENCES.path, INSPECTORS.path);
  targets.problems.push(...top.problems);
  const stages = [...shelves.values()].map(([stage, shelf]) => readStage(shelf, stage)).sort(inOrder);
  return {
    draw,
    task: digest(task),
    lists: { roster, entries, exclusions, inspectors, absences, recusals },
    inputs: new Map([...targets.inputs, ...teams.inputs]),
    stages,
  };
}

/** Path of each folder → what stands directly in it. */
function foldersOf(files: Files): Map<string, Map<string, EntryKind>> {
  const found = new Map<string, Map<string, EntryKind>>();
  const at = (folder: string): Map<string, EntryKind> => {
    const held = found.get(folder) ?? new Map<string, EntryKind>();
    found.set(folder, held);
    return held;
  };
  at("");
  for (const path of files.keys()) {
    const parts = path.split("/");
    parts.forEach((name, n) => at(parts.slice(0, n).join("/")).set(name, n < parts.length - 1 ? "folder" : "file"));
  }
  return found;
}

/** A folder while it is being read (null: one that is missing); gathers all that is wrong with it. */
class Shelf {
  readonly problems: Refusal[] = [];
  readonly inputs = new Map<string, Input>();
  readonly names: ReadonlyMap<string, EntryKind>;

  constructor(
    private readonly files: Files,
    folders: ReadonlyMap<string, ReadonlyMap<string, EntryKind>>,
    readonly path: string | null,
  ) {
    this.names = (path === null ? undefined : folders.get(path)) ?? new Map();
  }

  refuse(sentence: string, facts: { [fact: string]: unknown }): void {
    this.problems.push(new Refusal(sentence, facts));
  }

  place(name: string): string {
    return this.path ? `${this.path}/${name}` : name;
  }

  content(name: string): Uint8Array | null {
    return this.names.get(name) === "file" ? (this.files.get(this.place(name)) ?? null) : null;
  }

  document<T>(name: string, shape: Shape<T>): Document<T> | null {
    const data = this.content(name);
    return data && this.attempt(() => ({ value: decode(data, shape, this.place(name)), digest: digest(data) }));
  }

  async rows<Row>(sheet: Sheet<Row>): Promise<readonly Row[]> {
    const data = this.content(sheet.path.slice(sheet.path.lastIndexOf("/") + 1));
    if (!data) return [];
    try {
      const rows = await decodeRows(sheet, data);
      this.inputs.set(sheet.path, { count: rows.length, sha256: digest(data), sm3: sm3(data) });
      return rows;
    } catch (error) {
      this.keep(error);
      return [];
    }
  }

  /** Give the content of files under `evidence/`; what is missing there is refused. */
  evidence(paths: readonly string[]): Map<string, Uint8Array> {
    const found = new Map<string, Uint8Array>();
    for (const path of paths) {
      const data = this.files.get(this.place(path));
      if (data) found.set(path, data);
      else this.refuse("files.missing", { path: this.place(path) });
    }
    return found;
  }

  disjoint(rows: readonly { key: string }[], others: { has(key: string): boolean }, path: string, other: string): void {
    for (const { key } of rows) if (others.has(key)) this.refuse("malformed.in_both", { key, path, other });
  }

  private attempt<T>(make: () => T): T | null {
    try {
      return make();
    } catch (error) {
      this.keep(error);
      return null;
    }
  }

  private keep(error: unknown): void {
    if (!(error instanceof Refusal)) throw error;
    this.problems.push(error);
  }
}

/** Find the stages in a draw's folder, and refuse whatever else is there or is not. */
function stagesIn(top: Shelf): StageId[] {
  const stages: StageId[] = [];
  for (const name of [...top.names.keys()].sort(byBytes)) {
    const kind = top.names.get(name);
    const stage = stageId(name);
    if (stage && kind === "folder") stages.push(stage);
    else if (stage || !((name === "task.yaml" && kind === "file") || (name === "evidence" && kind === "folder"))) {
      top.refuse("files.stray", { path: name });
    }
  }
  for (const name of ["task.yaml", "targets", "teams"])
    if (!top.names.has(name)) top.refuse("files.missing", { path: name });
  const there = new Set(stages.map((stage) => stage.text));
  for (const stage of stages) {
    const before = stageName(stage.kind, stage.number - 1);
    if (stage.number > 1 && !there.has(before)) top.refuse("files.gap", { stage: stage.text, missing: before });
  }
  return stages;
}

function readStage(shelf: Shelf, id: StageId): Stage | Unread {
  const freeze = shelf.document("freeze.json", freezeOf(id));
  const value = shelf.document("beacon.json", beacon);
  const outcome = shelf.document("outcome.json", outcomeOf(id.kind));
  const setAside = shelf.document("void.json", voiding);
  checkNames(shelf, id);
  const needed = freeze && shelf.names.has("outcome.json") ? evidenceOf(freeze.value.beacon.source) : [];
  const evidence = shelf.evidence(needed);
  const receipts = RECEIPTS.filter((name) => shelf.names.has(name));
  if (!freeze || shelf.problems.length) {
    const worst = (one: Refusal): number => CODES.indexOf(one.code);
    const failure = shelf.problems.reduce((first, one) => (worst(one) < worst(first) ? one : first));
    return { id, failure, freeze };
  }
  return { id, freeze, beacon: value, outcome, void: setAside, evidence, receipts };
}

/** Refuse (`files`) what may not be in a stage's folder, and what is missing there. */
function checkNames(shelf: Shelf, stage: StageId): void {
  const required = ["freeze.json", ...(LISTS.get(stage.text) ?? [])];
  const allowed = new Set([...required, ...DOCUMENTS, ...RECEIPTS, "evidence"]);
  for (const name of [...shelf.names.keys()].sort(byBytes)) {
    const due = name === "evidence" ? "folder" : "file";
    if (!allowed.has(name)) shelf.refuse("files.stray", { path: shelf.place(name) });
    else if (shelf.names.get(name) !== due) shelf.refuse("files.not_regular", { path: shelf.place(name) });
  }
  for (const name of required)
    if (!shelf.names.has(name)) shelf.refuse("files.missing", { path: `${stage.text}/${name}` });
  if (shelf.names.has("beacon.json") !== shelf.names.has("outcome.json"))
    shelf.refuse("files.half", { stage: stage.text });
}

/** Order stages as they are judged: targets, teams, those without a freeze, then by time of the beacon. */
function inOrder(a: Stage | Unread, b: Stage | Unread): number {
  const [one, two] = [place(a), place(b)];
  return one[0] - two[0] || ascii(one[1], two[1]) || ascii(one[2], two[2]) || ascii(a.id.text, b.id.text);
}

function place({ id, freeze }: Stage | Unread): [number, string, string] {
  if (id.text === "targets" || id.text === "teams") return [id.text === "targets" ? 0 : 1, "", ""];
  return freeze ? [3, freeze.value.beacon.time, freeze.value.frozen_at] : [2, "", ""];
}
