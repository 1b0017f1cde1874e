import { SteadfastError } from "../../base/index.ts";
import { philox4x32 } from "./philox.ts";

/** One step of the way to a stream: a safe integer (a step, an index) or any string (a purpose, an item's key). */
export type PathPart = number | string;

/** 128 bits that name a stream: four unsigned 32-bit words. */
export type Address = Uint32Array;

const NUMBER = 1;
const STRING = 2;
const UNITS_A_BLOCK = 8;

/** The address that every seed starts from. */
export const root: Address = new Uint32Array(4);

/**
 * The address one step further: the parent's words, exclusive-or the part's, through Philox (cipher block
 * chaining). Philox is a permutation for a given key, so the integers under one parent all get different
 * addresses; any other two addresses collide only as random 128-bit numbers do.
 *
 * @throws SteadfastError `invalid-seed` for a number that is no safe integer.
 */
export function extend(parent: Address, part: PathPart): Address {
  return typeof part === "string" ? extendByString(parent, part) : extendByNumber(parent, part);
}

function extendByNumber(parent: Address, value: number): Address {
  if (!Number.isSafeInteger(value)) {
    throw new SteadfastError({ code: "invalid-seed", sentence: `A seed or stream index must be a whole number between ±(2^53 − 1), not ${String(value)}.` });
  }
  return chain(parent, [value >>> 0, Math.floor(value / 2 ** 32) >>> 0, 0, 0], NUMBER, 0);
}

function extendByString(parent: Address, text: string): Address {
  let address = parent;
  for (let start = 0; start === 0 || start < text.length; start += UNITS_A_BLOCK) {
    const words = [0, 2, 4, 6].map((offset) => unitAt(text, start + offset) | (unitAt(text, start + offset + 1) << 16));
    address = chain(address, words, STRING, text.length);
  }
  return address;
}

function unitAt(text: string, index: number): number {
  return index < text.length ? text.charCodeAt(index) : 0;
}

function chain(parent: Address, words: readonly number[], kind: number, length: number): Address {
  const next = new Uint32Array(4);
  philox4x32(parent[0]! ^ words[0]!, parent[1]! ^ words[1]!, parent[2]! ^ words[2]!, parent[3]! ^ words[3]!, kind, length, next);
  return next;
}
