import { readFile } from "node:fs/promises";
import { messageOf, SteadfastError } from "../../base/index.ts";
import type { AttributionPrompt } from "../attribution/attribution-prompt.ts";

/**
 * Prompts in token ids: `{"instructions": [[{"ids": […], "labels": [[…], […]], "gold": 0}, …], …]}`.
 *
 * @throws SteadfastError `scores-input`, naming the place that is wrong
 * @example
 * const instructions = await readScoresInput("ids.json");
 */
export async function readScoresInput(path: string): Promise<AttributionPrompt[][]> {
  const wrong = (what: string, cause?: unknown): SteadfastError =>
    new SteadfastError({ code: "scores-input", sentence: `${path} cannot be used: ${what}.`, hint: 'It must read {"instructions": [[{"ids": […], "labels": [[…], […]], "gold": 0}, …], …]}.', ...(cause === undefined ? {} : { cause }) });
  let value: { instructions?: unknown } | null;
  try {
    value = JSON.parse(await readFile(path, "utf8")) as { instructions?: unknown } | null;
  } catch (cause) {
    throw wrong(messageOf(cause), cause);
  }
  const instructions = value?.instructions;
  if (!Array.isArray(instructions) || instructions.length === 0) throw wrong('it has no list "instructions"');
  return instructions.map((prompts: unknown, instruction) => {
    if (!Array.isArray(prompts) || prompts.length === 0) throw wrong(`instruction ${instruction} is no list of instances`);
    return prompts.map((prompt: unknown, instance) => {
      const { ids, labels, gold } = (prompt ?? {}) as Partial<AttributionPrompt>;
      const where = `instruction ${instruction}, instance ${instance}`;
      if (!isIds(ids)) throw wrong(`${where} has no list of token ids "ids"`);
      if (!Array.isArray(labels) || !labels.every(isIds)) throw wrong(`${where} has no list "labels" of lists of token ids`);
      if (!Number.isInteger(gold)) throw wrong(`${where} has no whole number "gold"`);
      return { ids, labels, gold: gold! };
    });
  });
}

function isIds(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((id) => Number.isSafeInteger(id) && id >= 0);
}
