import type { Json } from "../../base/index.ts";

/** The beginning of a text on one line, whole characters only. */
export function beginningOf(text: string, characters: number): string {
  // A few more than are kept: white space may shrink.
  const line = text.slice(0, 4 * characters).replaceAll(/\s+/gu, " ").trim();
  const kept = Array.from(line);
  return kept.length <= characters && text.length <= 4 * characters ? line : `${kept.slice(0, characters).join("")}…`;
}

/** A JSON value on one short line: `accuracy 0.93, items 2000`. */
export function shortJson(value: Json, characters: number): string {
  return beginningOf(lineOf(value, characters), characters);
}

function lineOf(value: Json, characters: number): string {
  if (value === null) return "";
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
  if (typeof value !== "object") return String(value);
  let line = "";
  for (const [name, member] of Object.entries(value)) {
    // What lies behind is cut anyway.
    if (line.length > 4 * characters) break;
    const text = lineOf(member as Json, characters);
    if (text !== "") line += `${line === "" ? "" : ", "}${Array.isArray(value) ? "" : `${name} `}${text}`;
  }
  return line;
}
