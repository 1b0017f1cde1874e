import type { SteadfastError } from "../../../base/index.ts";
import type { BenchItem } from "../../items/bench-item.ts";
import { inputTaskNames, instructionTaskNames } from "../../items/tasks.ts";
import { insteadKinds } from "../judge.ts";
import type { GoldOutput } from "./gold-output.ts";

const kinds: readonly string[] = ["faithful", ...insteadKinds];
const itemTexts = ["id", "inputId", "instruction", "input", "answer"] as const;
const optionalItemTexts = ["language", "style", "passage", "question", "programmingLanguage", "gold"] as const;
const itemFields: ReadonlySet<string> = new Set([...itemTexts, ...optionalItemTexts, "instructionTask", "inputTask", "errors", "options"]);

/** One line of a gold file, checked. `malformed` makes the error out of what is wrong with the line. */
export function checkGoldLine(line: string, malformed: (why: string) => SteadfastError): GoldOutput {
  const value = parsed(line);
  if (!isRecord(value)) throw malformed("is no JSON object");
  for (const name of ["id", "output", "note"]) if (typeof value[name] !== "string") throw malformed(`has no text ${JSON.stringify(name)}`);
  if (value.verdict !== "pass" && value.verdict !== "fail") throw malformed('has a verdict that is neither "pass" nor "fail"');
  if (typeof value.kind !== "string" || !kinds.includes(value.kind)) throw malformed(`has a kind that is none of ${kinds.join(", ")}`);
  if ((value.verdict === "pass") !== (value.kind === "faithful")) throw malformed(`says ${value.verdict}, but of the kind ${value.kind}`);
  checkItem(value.item, malformed);
  return value as unknown as GoldOutput;
}

function checkItem(item: unknown, malformed: (why: string) => SteadfastError): asserts item is BenchItem {
  if (!isRecord(item)) throw malformed("has no item");
  const unknown = Object.keys(item).find((name) => !itemFields.has(name));
  if (unknown !== undefined) throw malformed(`has an item with the unknown field ${JSON.stringify(unknown.slice(0, 60))}`);
  for (const name of itemTexts) if (typeof item[name] !== "string") throw malformed(`has an item without the text ${JSON.stringify(name)}`);
  for (const name of optionalItemTexts) if (item[name] !== undefined && typeof item[name] !== "string") throw malformed(`has an item whose ${name} is no text`);
  if (!(instructionTaskNames as readonly unknown[]).includes(item.instructionTask)) throw malformed("has an item of an unknown instruction task");
  if (!(inputTaskNames as readonly unknown[]).includes(item.inputTask)) throw malformed("has an item of an unknown input task");
  const { options, errors, input } = item;
  if (options !== undefined && !(Array.isArray(options) && options.every((option) => typeof option === "string"))) throw malformed("has an item whose options are no list of texts");
  if (errors !== undefined && !(Array.isArray(errors) && errors.every((error) => isErrorOf(input as string, error)))) throw malformed("has an item whose errors do not stand in its input where they say");
}

function isErrorOf(input: string, error: unknown): boolean {
  if (!isRecord(error) || typeof error.wrong !== "string" || typeof error.right !== "string") return false;
  return Number.isSafeInteger(error.at) && input.startsWith(error.wrong, error.at as number);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
