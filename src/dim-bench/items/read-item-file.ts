import { readFile } from "node:fs/promises";
import { messageOf, SteadfastError } from "../../base/index.ts";
import type { BenchItem } from "./bench-item.ts";
import { checkItem } from "./check-item.ts";

/**
 * Items that stand in a file of JSON lines. Every line is checked; empty ones are passed over.
 *
 * @throws SteadfastError `items-unreadable`; `bad-item` naming each bad line; `no-items`
 */
export async function readItemFile(path: string): Promise<BenchItem[]> {
  const items: BenchItem[] = [];
  const problems: string[] = [];
  const lineOf = new Map<string, number>();
  for (const [index, line] of (await readText(path)).split("\n").entries()) {
    if (line.trim() === "") continue;
    const item = readItem(line);
    const earlier = typeof item === "string" ? undefined : lineOf.get(item.id);
    if (typeof item === "string") problems.push(`line ${index + 1}: ${item}`);
    else if (earlier !== undefined) problems.push(`line ${index + 1}: the id ${JSON.stringify(item.id)} is that of line ${earlier}`);
    else {
      lineOf.set(item.id, index + 1);
      items.push(item);
    }
  }
  const [first, ...others] = problems;
  if (first !== undefined) {
    const rest = others.length === 0 ? {} : { hint: `${others.length} more: ${others.slice(0, 5).join("; ")}${others.length > 5 ? "; …" : "."}` };
    throw new SteadfastError({ code: "bad-item", sentence: `${path}, ${first}.`, ...rest });
  }
  if (items.length === 0) throw new SteadfastError({ code: "no-items", sentence: `There are no items in ${path}.`, hint: "An item is a JSON object on a line of its own; docs/dim-bench.md has the fields." });
  return items;
}

function readItem(line: string): BenchItem | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    return `not JSON (${messageOf(cause)})`;
  }
  return checkItem(value);
}

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new SteadfastError({ code: "items-unreadable", sentence: `The items in ${path} cannot be read: ${messageOf(cause)}.`, cause });
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SteadfastError({ code: "items-unreadable", sentence: `${path} is not UTF-8 text, so it holds no items.`, cause });
  }
}
