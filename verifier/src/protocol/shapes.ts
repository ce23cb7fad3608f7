/**
 * Shapes of JSON documents: each reads a value or refuses it, and writes it again.
 *
 * A document is accepted only if writing what was read gives the same bytes. That leaves no room for repeated keys,
 * another order, floats, spaces or a byte order mark.
 */

import { byBytes, whole } from "./grammar";
import { BadValue, Refusal } from "./refusal";

export interface Shape<T> {
  read(value: unknown, at: string): T;
  write(value: T, indent: string): string;
}
export type Of<S> = S extends Shape<infer T> ? T : never;

const LAST_INTEGER = Number.MAX_SAFE_INTEGER;

function wrong(at: string, zh: string, en: string): BadValue {
  return new BadValue(`${at || "文件"} ${zh}`, `${at || "the document"} ${en}`);
}

/** Text, of one grammar if a pattern is given. */
export function text<T extends string = string>(pattern = "[^]*"): Shape<T> {
  const grammar = whole(pattern);
  return {
    read(value, at) {
      if (typeof value !== "string" || !grammar.test(value) || /\p{Cs}/u.test(value)) {
        throw wrong(at, "的文字不合规定", "is not the text it has to be");
      }
      return value as T;
    },
    write: (value) => JSON.stringify(value),
  };
}

/** An integer from 0 to 2^53 - 1. */
export const count: Shape<number> = {
  read(value, at) {
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > LAST_INTEGER) {
      throw wrong(at, "不是所要求的整数", "is not the integer it has to be");
    }
    return value;
  },
  write: (value) => String(value),
};

/** An integer, or text. */
export const countOrText: Shape<number | string> = {
  read: (value, at) => (typeof value === "number" ? count : text()).read(value as never, at),
  write: (value) => JSON.stringify(value),
};

export function nullable<T>(inner: Shape<T>): Shape<T | null> {
  return {
    read: (value, at) => (value === null ? null : inner.read(value, at)),
    write: (value, indent) => (value === null ? "null" : inner.write(value, indent)),
  };
}

export function list<T>(inner: Shape<T>): Shape<readonly T[]> {
  return {
    read(value, at) {
      if (!Array.isArray(value)) throw wrong(at, "不是列表", "is no list");
      return value.map((one, n) => inner.read(one, `${at}[${n}]`));
    },
    write: (value, indent) =>
      block(
        "[",
        "]",
        value.map((one) => inner.write(one, `${indent}  `)),
        indent,
      ),
  };
}

/** A map with free keys, which are written in their order. */
export function map<T>(keys: Shape<string>, inner: Shape<T>): Shape<ReadonlyMap<string, T>> {
  return {
    read(value, at) {
      const read = pairs(value, at).map(([key, one]): [string, T] => [
        keys.read(key, at),
        inner.read(one, `${at}.${key}`),
      ]);
      return new Map(read.sort((a, b) => byBytes(a[0], b[0])));
    },
    write: (value, indent) =>
      block(
        "{",
        "}",
        [...value].map(([key, one]) => entry(key, inner, one, indent)),
        indent,
      ),
  };
}

type Fields<T> = { readonly [K in keyof T]-?: Shape<Exclude<T[K], undefined>> };

/** An object with exactly these keys in this order, `optional` ones aside; `check` refuses what does not fit together. */
export function object<T extends object>(
  fields: Fields<T>,
  optional: readonly string[] = [],
  check?: (value: T) => void,
): Shape<T> {
  const shapes = Object.entries(fields) as [string, Shape<unknown>][];
  return {
    read(value, at) {
      const given = new Map(pairs(value, at));
      const made: Record<string, unknown> = {};
      for (const [key, shape] of shapes) {
        const inner = at ? `${at}.${key}` : key;
        if (given.has(key)) made[key] = shape.read(given.get(key), inner);
        else if (!optional.includes(key)) throw wrong(inner, "缺少", "is missing");
        given.delete(key);
      }
      for (const key of given.keys())
        throw wrong(at ? `${at}.${key}` : key, "不是本协议的字段", "is no field of this protocol");
      check?.(made as T);
      return made as T;
    },
    write(value, indent) {
      const held = value as Record<string, unknown>;
      const there = shapes.filter(([key]) => held[key] !== undefined);
      return block(
        "{",
        "}",
        there.map(([key, shape]) => entry(key, shape, held[key], indent)),
        indent,
      );
    },
  };
}

/** Read a document; `Refusal` (`malformed`) unless these are exactly the bytes it is written as. */
export function decode<T>(data: Uint8Array, shape: Shape<T>, path: string): T {
  let value: T;
  let written: string;
  let given: string;
  try {
    given = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
    value = shape.read(JSON.parse(given), "");
    written = `${shape.write(value, "")}\n`;
  } catch (error) {
    const [zh, en] = error instanceof BadValue ? [error.zh, error.en] : ["不是 JSON 文本", "it is no JSON text"];
    throw new Refusal("malformed.json", { path, detail: zh, detail_en: en });
  }
  if (written !== given) throw new Refusal("malformed.canonical", { path });
  return value;
}

function pairs(value: unknown, at: string): [string, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(at, "不是对象", "is no object");
  return Object.entries(value);
}

function entry<T>(key: string, shape: Shape<T>, value: T, indent: string): string {
  return `${JSON.stringify(key)}: ${shape.write(value, `${indent}  `)}`;
}

function block(open: string, close: string, lines: readonly string[], indent: string): string {
  return lines.length
    ? `${open}\n${lines.map((line) => `${indent}  ${line}`).join(",\n")}\n${indent}${close}`
    : open + close;
}
