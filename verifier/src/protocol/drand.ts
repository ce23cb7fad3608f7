/** drand: which round a time names, and whether a signature is that round's (section 4). */

import { bls12_381 } from "@noble/curves/bls12-381.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { seconds } from "./grammar";

/** A drand chain of the scheme `bls-unchained-g1-rfc9380`; `publicKey` in hex, times in seconds. */
export interface Chain {
  readonly hash: string;
  readonly publicKey: string;
  readonly genesis: number;
  readonly period: number;
}

/** The one chain of the protocol. */
export const QUICKNET: Chain = {
  hash: "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
  publicKey:
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451" +
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
  genesis: 1692803367,
  period: 3,
};

const TAG = utf8ToBytes("BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_");
const COMPRESSED = 0x80;
const INFINITY = 0x40;
const P = bls12_381.fields.Fp.ORDER;

/** Give the first round at or after an instant: ceil((time - genesis) / period) + 1. */
export function roundAt(chain: Chain, time: string): number {
  return Math.ceil((seconds(time) - chain.genesis) / chain.period) + 1;
}

/** Tell whether this is the chain's signature of a round: 96 lower-case hex digits, canonical, in the subgroup. */
export function signatureHolds(chain: Chain, round: number, signature: string): boolean {
  if (!/^[0-9a-f]{96}$/.test(signature)) return false;
  const point = decoded(signature);
  if (!point) return false;
  const number = new DataView(new ArrayBuffer(8));
  number.setBigUint64(0, BigInt(round));
  const { shortSignatures } = bls12_381;
  const message = shortSignatures.hash(sha256(new Uint8Array(number.buffer)), TAG);
  return shortSignatures.verify(point, message, bls12_381.G2.Point.fromHex(chain.publicKey));
}

type Point = ReturnType<typeof bls12_381.G1.Point.fromHex>;

/** Decode a point; null unless this is the one canonical encoding of a point of the prime-order subgroup. */
function decoded(hex: string): Point | null {
  const first = hexToBytes(hex.slice(0, 2))[0] ?? 0;
  if (!(first & COMPRESSED) || first & INFINITY) return null;
  const x = BigInt(`0x${(first & 0x1f).toString(16)}${hex.slice(2)}`);
  if (x >= P) return null; // x + p encodes the same point a second time
  let point: Point;
  try {
    point = bls12_381.G1.Point.fromHex(hex);
    point.assertValidity(); // on the curve
  } catch {
    return null;
  }
  return !point.is0() && point.isTorsionFree() && point.toHex(true) === hex ? point : null;
}
