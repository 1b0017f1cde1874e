import { stat } from "node:fs/promises";
import { SteadfastError } from "../../base/index.ts";
import { chainOfThought } from "./chain-of-thought.ts";
import type { Defence } from "./defence.ts";
import { defenceFromFile } from "./defence-from-file.ts";
import { delimited } from "./delimited.ts";
import { direct } from "./direct.ts";
import { json } from "./json.ts";
import { lab } from "./lab.ts";
import { sandwich } from "./sandwich.ts";
import { standard } from "./standard.ts";
import { suffix } from "./suffix.ts";
import { system } from "./system.ts";

/** Every defence that comes with the package. Adding one: a file, and its name in this list. */
export const defences: readonly Defence[] = [standard, direct, chainOfThought, suffix, delimited, sandwich, system, json, lab];

/**
 * A defence by its name, or a template by its path.
 *
 * @throws SteadfastError `unknown-defence`; what {@link defenceFromFile} throws
 * @example
 * const { messages } = await openDefence("sandwich");
 */
export async function openDefence(nameOrPath: string): Promise<Defence> {
  const defence = defences.find(({ name }) => name === nameOrPath);
  if (defence !== undefined) return defence;
  const there = await stat(nameOrPath).catch(() => null);
  if (there?.isFile()) return defenceFromFile(nameOrPath);
  throw new SteadfastError({ code: "unknown-defence", sentence: `There is no defence "${nameOrPath}", nor a file of that name.`, hint: `There is ${defences.map(({ name }) => name).join(", ")}; or a text file with {instruction} and {input} in it.` });
}
