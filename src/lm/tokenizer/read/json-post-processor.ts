import { damaged, shown, unsupported } from "../failure.ts";
import { isObject, type JsonObject } from "./folder.ts";
import { flatSteps } from "./json-steps.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What stands around one text, as ids. */
export interface Surroundings {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** The post-processor of tokenizer.json; what it says of pairs of texts is left out. */
export function readPostProcessor(value: unknown, vocabulary: Vocabulary, file: string): Surroundings {
  let around: Surroundings = { before: [], after: [] };
  for (const step of flatSteps(value, "post_processor", "processors", file)) {
    const { before, after } = surroundings(step, vocabulary, file);
    around = { before: [...before, ...around.before], after: [...around.after, ...after] };
  }
  return around;
}

function surroundings(step: JsonObject & { readonly type: string }, vocabulary: Vocabulary, file: string): Surroundings {
  switch (step.type) {
    case "ByteLevel":
      return { before: [], after: [] };
    case "BertProcessing":
    case "RobertaProcessing":
      return { before: [pairId(step["cls"], vocabulary, file)], after: [pairId(step["sep"], vocabulary, file)] };
    case "TemplateProcessing":
      return template(step, vocabulary, file);
    default:
      throw unsupported(file, `asks for the post-processor ${shown(step.type)}, which is not one of those that are followed`);
  }
}

function template(step: JsonObject, vocabulary: Vocabulary, file: string): Surroundings {
  const single = step["single"];
  if (!Array.isArray(single)) throw damaged(file, "its post_processor has no template for one text");
  const before: number[] = [];
  const after: number[] = [];
  let seen = false;
  for (const item of single as unknown[]) {
    if (!isObject(item)) throw damaged(file, `${shown(item)} is no part of a template`);
    if (isObject(item["Sequence"])) {
      if (seen) throw unsupported(file, "repeats a text in its template, which is not followed");
      seen = true;
    } else (seen ? after : before).push(...specialIdsOf(item["SpecialToken"], step["special_tokens"], vocabulary, file));
  }
  if (!seen) throw damaged(file, "its template has no place for the text");
  return { before, after };
}

function specialIdsOf(token: unknown, table: unknown, vocabulary: Vocabulary, file: string): number[] {
  const name = isObject(token) ? token["id"] : undefined;
  if (typeof name !== "string") throw damaged(file, `${shown(token)} is no special token of a template`);
  const entry = isObject(table) && Object.hasOwn(table, name) ? table[name] : undefined;
  const ids = isObject(entry) && Array.isArray(entry["ids"]) ? (entry["ids"] as unknown[]) : [vocabulary.ids.get(name)];
  return ids.map((id) => known(id, vocabulary, file));
}

function pairId(pair: unknown, vocabulary: Vocabulary, file: string): number {
  return known(Array.isArray(pair) ? pair[1] : undefined, vocabulary, file);
}

function known(id: unknown, vocabulary: Vocabulary, file: string): number {
  if (typeof id === "number" && vocabulary.spellings[id] !== undefined) return id;
  throw damaged(file, `its post_processor adds the token ${shown(id)}, which is not in the vocabulary`);
}
