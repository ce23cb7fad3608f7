/** SHA-256 and SM3 of bytes and of the protocol's lines, in hex. */

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

export function digest(data: Uint8Array): string {
  return bytesToHex(sha256(data));
}

export function digestOf(line: string): string {
  return digest(utf8ToBytes(line));
}

export type Digester = (rest: string) => string;

/** Hash many lines that begin the same: the common start is hashed once. */
export function startingWith(start: string): Digester {
  const begun = sha256.create().update(utf8ToBytes(start));
  return (rest) => bytesToHex(begun.clone().update(utf8ToBytes(rest)).digest());
}

const turned = (x: number, n: number): number => (x << n) | (x >>> (32 - n));
const P0 = (x: number): number => x ^ turned(x, 9) ^ turned(x, 17);
const P1 = (x: number): number => x ^ turned(x, 15) ^ turned(x, 23);
const ROUND_CONSTANTS = Int32Array.from({ length: 64 }, (_, j) => turned(j < 16 ? 0x79cc4519 : 0x7a879d8a, j % 32));

/** SM3 (GB/T 32905-2016). */
export function sm3(data: Uint8Array): string {
  const state = Int32Array.of(
    0x7380166f,
    0x4914b2b9,
    0x172442d7,
    0xda8a0600,
    0xa96f30bc,
    0x163138aa,
    0xe38dee4d,
    0xb0fb0e4e,
  );
  const whole = data.length - (data.length % 64);
  const tail = new Uint8Array(data.length - whole < 56 ? 64 : 128);
  tail.set(data.subarray(whole));
  tail[data.length - whole] = 0x80;
  new DataView(tail.buffer).setBigUint64(tail.length - 8, BigInt(data.length) * 8n);
  const words = new Int32Array(68);
  for (const part of [data.subarray(0, whole), tail]) {
    const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
    for (let at = 0; at < part.length; at += 64) compress(state, words, view, at);
  }
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

function compress(state: Int32Array, w: Int32Array, block: DataView, at: number): void {
  for (let j = 0; j < 16; j++) w[j] = block.getInt32(at + 4 * j);
  for (let j = 16; j < 68; j++) {
    w[j] = P1(w[j - 16]! ^ w[j - 9]! ^ turned(w[j - 3]!, 15)) ^ turned(w[j - 13]!, 7) ^ w[j - 6]!;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let j = 0; j < 64; j++) {
    const ss1 = turned((turned(a, 12) + e + ROUND_CONSTANTS[j]!) | 0, 7);
    const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + (ss1 ^ turned(a, 12)) + (w[j]! ^ w[j + 4]!)) | 0;
    const tt2 = (gg + h + ss1 + w[j]!) | 0;
    [d, c, b, a] = [c, turned(b, 9), a, tt1];
    [h, g, f, e] = [g, turned(f, 19), e, P0(tt2)];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i]! ^= word));
}
