/** Getting the files of one draw: from the site, from a zip, from a folder. Bounded, and clear about what is wrong. */

import { unzipSync } from "fflate";
import { DRAW, whole } from "../protocol/grammar";
import type { Files } from "../protocol/reading";

const MOST_BYTES = 200_000_000;
const MOST_FILES = 5_000;
const DRAW_ID = whole(DRAW);

type Complaint = "network" | "empty" | "broken" | "notZip" | "tooBig" | "tooMany" | "twice" | "noDraw" | "several";

/** Why there is nothing to verify; `word` names what the page says. */
export class NothingToJudge extends Error {
  constructor(
    readonly word: Complaint,
    readonly facts: Readonly<Record<string, string | number>> = {},
  ) {
    super(word);
  }
}

export interface Gathered {
  draw: string;
  files: Files;
}

/** A file before it is read: its path with the folder it was in, its size, and how to read it. */
export interface Found {
  path: string;
  size: number;
  bytes(): Promise<Uint8Array>;
}

/** Fetch files of the site: path below the draw's folder → address. */
export async function fetchAll(
  addresses: ReadonlyMap<string, string>,
  arrived: (done: number) => void,
): Promise<Files> {
  const files = new Map<string, Uint8Array>();
  let done = 0;
  const one = async ([path, address]: [string, string]): Promise<void> => {
    try {
      const answer = await fetch(address, { cache: "no-cache" });
      if (!answer.ok) throw new Error(String(answer.status));
      files.set(path, new Uint8Array(await answer.arrayBuffer()));
    } catch (error) {
      throw new NothingToJudge("network", { path: `${path} (${error instanceof Error ? error.message : ""})` });
    }
    arrived(++done);
  };
  await Promise.all([...addresses].map(one));
  return files;
}

/** Open what was chosen or dropped: one zip, or the files of a folder. */
export async function open(found: readonly Found[]): Promise<Gathered> {
  bound(found);
  const only = found[0];
  if (!only) throw new NothingToJudge("empty");
  if (found.length > 1 || only.path.includes("/")) return locate(await readAll(found), "");
  const data = await only.bytes();
  if (!isZip(data)) throw new NothingToJudge(/\.zip$/i.test(only.path) ? (data.length ? "broken" : "empty") : "notZip");
  return locate(unpacked(data), only.path.replace(/\.zip$/i, ""));
}

function bound(found: readonly { size: number }[]): void {
  if (found.length > MOST_FILES) throw new NothingToJudge("tooMany", { limit: MOST_FILES });
  if (found.reduce((sum, file) => sum + file.size, 0) > MOST_BYTES) {
    throw new NothingToJudge("tooBig", { limit: MOST_BYTES / 1_000_000 });
  }
}

async function readAll(found: readonly Found[]): Promise<Files> {
  const files = new Map<string, Uint8Array>();
  for (const file of found) files.set(file.path, await file.bytes());
  return files;
}

function isZip(data: Uint8Array): boolean {
  return data[0] === 0x50 && data[1] === 0x4b; // "PK"
}

/** Unpack a zip; sizes and names are looked at before anything is inflated, and nothing grows beyond its stated size. */
function unpacked(data: Uint8Array): Files {
  const listed = new Set<string>();
  let total = 0;
  let made: Record<string, Uint8Array>;
  try {
    made = unzipSync(data, {
      filter: ({ name, originalSize }) => {
        if (name.endsWith("/")) return false;
        if (listed.has(name)) throw new NothingToJudge("twice", { path: name });
        listed.add(name);
        total += originalSize;
        if (listed.size > MOST_FILES) throw new NothingToJudge("tooMany", { limit: MOST_FILES });
        if (total > MOST_BYTES) throw new NothingToJudge("tooBig", { limit: MOST_BYTES / 1_000_000 });
        return true;
      },
    });
  } catch (error) {
    throw error instanceof NothingToJudge ? error : new NothingToJudge("broken");
  }
  if (!listed.size) throw new NothingToJudge("empty");
  return new Map(Object.entries(made));
}

/** Find the draw's folder among the files; files beside it (what an archiver adds) are no part of it. */
function locate(files: Files, name: string): Gathered {
  if (!files.size) throw new NothingToJudge("empty");
  const folders = new Set([...files.keys()].flatMap((path) => above(path)));
  const draws = [...folders].filter((folder) => isDraw(folder, folders, files));
  const [only, ...others] = draws.length ? draws : named(folders);
  if (only === undefined) throw new NothingToJudge("noDraw");
  if (others.length) {
    throw new NothingToJudge("several", {
      names: draws
        .map((folder) => folder.replace(/\/$/, ""))
        .slice(0, 8)
        .join(", "),
    });
  }
  const inside = [...files].filter(([path]) => path.startsWith(only));
  const draw = only ? (only.split("/").at(-2) ?? "") : name;
  return { draw, files: new Map(inside.map(([path, data]) => [path.slice(only.length), data])) };
}

/** Every folder above a path, with a slash at the end; the top is empty. */
function above(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, n) => `${parts.slice(0, n + 1).join("/")}/`).concat("");
}

function isDraw(folder: string, folders: ReadonlySet<string>, files: Files): boolean {
  return files.has(`${folder}task.yaml`) || (folders.has(`${folder}targets/`) && folders.has(`${folder}teams/`));
}

/** What has at least the name of a draw is judged, so that the verdict says what is missing. */
function named(folders: ReadonlySet<string>): string[] {
  return [...folders].filter((folder) => DRAW_ID.test(folder.split("/").at(-2) ?? ""));
}

/** Files of an input element, with their folders. */
export function chosen(list: FileList): Found[] {
  return [...list].map((file) => foundIn(file, file.webkitRelativePath || file.name));
}

/** Files and folders that were dropped. */
export async function dropped(transfer: DataTransfer): Promise<Found[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (!entries.length) return chosen(transfer.files);
  const found: Found[] = [];
  for (const entry of entries) await walk(entry, "", found);
  return found;
}

async function walk(entry: FileSystemEntry, folder: string, found: Found[]): Promise<void> {
  const path = folder + entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail));
    found.push(foundIn(file, path));
    bound(found);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
    if (!some.length) return;
    for (const one of some) await walk(one, `${path}/`, found);
  }
}

function foundIn(file: File, path: string): Found {
  return { path, size: file.size, bytes: async () => new Uint8Array(await file.arrayBuffer()) };
}
