import { createHash } from "node:crypto";
import { SteadfastError } from "./errors.ts";

/** A value that JSON can hold without loss. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * The one text of a JSON value: keys sorted by UTF-16 code units, no white space, numbers and strings as
 * `JSON.stringify` writes them (RFC 8785). Keys whose value is `undefined` are left out; anything else that
 * JSON would silently change (NaN, infinities, functions, class instances, cycles) is refused.
 * A lone surrogate is written as its escape, so every JavaScript string has a text of its own.
 *
 * @throws SteadfastError `not-json`, naming the path of the offending value.
 * @example
 * canonicalJson({ b: 1, a: [true, null] }); // '{"a":[true,null],"b":1}'
 */
export function canonicalJson(value: unknown): string {
  return write(value, "$", new Set());
}

/**
 * SHA-256 of the canonical JSON of a value, in hexadecimal: the content key of requests, records and caches.
 *
 * @example
 * contentHash({ b: 1, a: 2 }) === contentHash({ a: 2, b: 1 }); // true
 */
export function contentHash(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}

function write(value: unknown, path: string, ancestors: Set<object>): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw refused(path, `the number ${value}`);
    return JSON.stringify(value);
  }
  if (typeof value !== "object") throw refused(path, `a ${typeof value}`);
  if (ancestors.has(value)) throw refused(path, "a cycle");
  ancestors.add(value);
  const text = Array.isArray(value) ? writeArray(value, path, ancestors) : writeObject(value, path, ancestors);
  ancestors.delete(value);
  return text;
}

function writeArray(items: readonly unknown[], path: string, ancestors: Set<object>): string {
  const texts = Array.from(items, (item, index) => write(item, `${path}[${index}]`, ancestors));
  return `[${texts.join(",")}]`;
}

function writeObject(object: object, path: string, ancestors: Set<object>): string {
  const prototype = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) throw refused(path, `an instance of ${object.constructor?.name ?? "something unnamed"}`);
  const members = Object.entries(object)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${write(member, `${path}.${key}`, ancestors)}`);
  return `{${members.join(",")}}`;
}

function refused(path: string, what: string): SteadfastError {
  return new SteadfastError({ code: "not-json", sentence: `The value at ${path} is ${what}, which JSON cannot hold.` });
}
