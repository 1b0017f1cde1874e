import type { Json } from "../../../base/index.ts";

/** The leaves of a JSON value by their paths: `{ a: { b: 1 } }` → `a.b` 1. Lists of words or numbers are one leaf. */
export function leavesOf(value: Json, path = ""): [path: string, leaf: Json][] {
  if (value === null || typeof value !== "object") return path === "" && value === null ? [] : [[path, value]];
  if (Array.isArray(value)) {
    if (value.every((member) => member === null || typeof member !== "object")) return value.length === 0 && path === "" ? [] : [[path, value.map(String).join(" ")]];
    return value.flatMap((member: Json, place) => leavesOf(member, `${path}[${place}]`));
  }
  return Object.entries(value as { readonly [name: string]: Json }).flatMap(([name, member]) => leavesOf(member, path === "" ? name : `${path}.${name}`));
}

/** A number of an object by its name; null where it has none. */
export function numberIn(value: Json, name: string): number | null {
  const found = typeof value === "object" && value !== null && !Array.isArray(value) ? (value as { readonly [name: string]: Json })[name] : null;
  return typeof found === "number" ? found : null;
}
