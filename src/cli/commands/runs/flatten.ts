import type { Json } from "../../../base/index.ts";

/** The leaves of a JSON value by their paths: `{ a: { b: 1 }, c: [2] }` → `a.b` 1, `c[0]` 2. A bare value has the path "", nothing at all has no leaf. */
export function* flatten(value: Json, path = ""): Generator<[path: string, leaf: Json]> {
  if (path === "" && (value === null || (typeof value === "object" && Object.keys(value).length === 0))) return;
  if (value === null || typeof value !== "object" || Object.keys(value).length === 0) {
    yield [path, value];
  } else if (Array.isArray(value)) {
    // A list of words or numbers reads best on one line.
    if (value.every((member) => typeof member !== "object")) yield [path, value.join(" ")];
    else for (const [index, member] of value.entries()) yield* flatten(member, `${path}[${index}]`);
  } else {
    for (const [name, member] of Object.entries(value as { readonly [key: string]: Json })) yield* flatten(member, path === "" ? name : `${path}.${name}`);
  }
}
