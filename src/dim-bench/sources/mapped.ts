import { SteadfastError } from "../../base/index.ts";
import type { InputTask } from "../items/tasks.ts";
import { optionsText } from "./options-text.ts";
import { asObject, type ReadRecord, recordFormat, type SourceFormat } from "./source-format.ts";

const mappable = ["input", "answer", "options", "passage", "question", "language"] as const;
export type Mapping = Readonly<Partial<Record<(typeof mappable)[number], string>>>;

/**
 * Which fields of a record mean what: `input=text,answer=solution`. A path leads into objects: `question.stem`.
 *
 * @throws SteadfastError `bad-mapping`
 * @example
 * parseMapping("input=problem,answer=solution"); // { input: "problem", answer: "solution" }
 */
export function parseMapping(text: string): Mapping {
  const mapping: Partial<Record<(typeof mappable)[number], string>> = {};
  for (const part of text.split(",")) {
    const [name = "", path = "", ...more] = part.split("=").map((piece) => piece.trim());
    const known = mappable.find((each) => each === name);
    if (known === undefined || path === "" || more.length > 0) throw bad(`"${part}" in the mapping is none of ${mappable.map((each) => `${each}=FIELD`).join(", ")}.`);
    if (mapping[known] !== undefined) throw bad(`The mapping says twice what "${known}" is.`);
    mapping[known] = path;
  }
  if (mapping.answer === undefined) throw bad("The mapping does not say which field is the answer.");
  if (mapping.input === undefined && (mapping.passage === undefined || mapping.question === undefined)) throw bad("The mapping says neither which field is the input nor which are the passage and its question.");
  return mapping;
}

/** Any JSON whose fields the user has named. Options are put under the input with letters, unless they stand in it. */
export function mappedFormat(mapping: Mapping, task: InputTask): SourceFormat {
  return recordFormat({
    name: "mapped",
    title: "fields as mapped",
    task,
    licence: "not known",
    recognises: () => true,
    readRecord: (value) => readMapped(value, mapping),
  });
}

function readMapped(value: unknown, mapping: Mapping): ReadRecord {
  if (asObject(value) === undefined) return "no object with named fields";
  const texts: Partial<Record<keyof Mapping, string>> = {};
  for (const [name, path] of Object.entries(mapping) as [keyof Mapping, string][]) {
    if (name === "options") continue;
    const field = at(value, path);
    const text = typeof field === "number" ? String(field) : field;
    if (typeof text !== "string" || text.trim() === "") return text === undefined ? `"${path}" is missing` : `"${path}" is no text, or an empty one`;
    texts[name] = text;
  }
  const options = mapping.options === undefined ? undefined : at(value, mapping.options);
  if (options !== undefined && !isTexts(options)) return `"${mapping.options}" is no list of texts`;
  const { answer, input, passage, question, language } = texts;
  const text = input ?? `${passage}\n\n${question}`;
  return {
    input: options === undefined || options.every((option) => text.includes(option)) ? text : `${text}\n${optionsText(options)}`,
    answer: answer!,
    ...(options === undefined ? {} : { options }),
    ...(passage === undefined ? {} : { passage, group: passage }),
    ...(question === undefined ? {} : { question }),
    ...(language === undefined ? {} : { programmingLanguage: language }),
  };
}

function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, name) => {
    const object = asObject(inner);
    return object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
  }, value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "string" && each.trim() !== "");
}

function bad(sentence: string): SteadfastError {
  return new SteadfastError({ code: "bad-mapping", sentence, hint: "For example: --map input=problem,answer=solution" });
}
