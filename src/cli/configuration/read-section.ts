import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { SteadfastError } from "../../base/index.ts";
import type { OptionDefinitions } from "../definition/commander-options.ts";
import type { OptionDefinition } from "../definition/option.ts";
import { didYouMean } from "../definition/suggest.ts";
import { expects } from "../definition/expects.ts";
import { described, isPlainObject } from "./load-configuration.ts";

/** @see readSection */
export interface SectionPlace {
  /** What errors call the file. */
  readonly shown: string;
  /** The section's name with those above it: `repair.find`. */
  readonly name: string;
  /** What paths that are not absolute begin at; undefined where that is the working directory. */
  readonly folder?: string | undefined;
}

/**
 * The values of a section, checked exactly like flags.
 *
 * @throws SteadfastError `config-section`, `config-key` or `bad-value`, which name the file and the key.
 */
export function readSection(section: unknown, definitions: OptionDefinitions, place: SectionPlace): Record<string, unknown> {
  const { shown, name } = place;
  if (!isPlainObject(section)) throw new SteadfastError({ code: "config-section", sentence: `${shown}: ${name} must be an object of options, not ${described(section)}.`, hint: `Such as ${name.split(".").at(-1)}: { ${Object.keys(definitions)[0]}: … }.` });
  const values: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(section)) {
    if (!Object.hasOwn(definitions, key)) throw unknownKey(key, definitions, place);
    if (value !== undefined) values[key] = readValue(value, definitions[key]!, { ...place, key: `${shown}: ${name}.${key}` });
  }
  return values;
}

function readValue(value: unknown, definition: OptionDefinition<unknown>, { key, folder }: SectionPlace & { readonly key: string }): unknown {
  const { form, several = false } = definition;
  const wrong = (wanted: string): SteadfastError => new SteadfastError({ code: "bad-value", sentence: `${key} takes ${wanted}, not ${described(value)}.`, ...quotesHint(value, form) });
  if (form === "flag") {
    if (typeof value !== "boolean") throw wrong("true or false");
    return value;
  }
  if (form === "number") {
    if (typeof value !== "number") throw wrong("a number");
    return definition.parse(String(value), key, definition.default);
  }
  if (form === "numbers") {
    const isList = Array.isArray(value) && value.every((each) => typeof each === "number");
    if (typeof value !== "number" && typeof value !== "string" && !isList) throw wrong("numbers in a list");
    return definition.parse(String(value), key, definition.default);
  }
  const given: readonly unknown[] = several && Array.isArray(value) ? value : [value];
  if (!given.every((each) => typeof each === "string")) throw wrong(several ? "a text or a list of texts" : "a text");
  return given.reduce<unknown>((before, each) => definition.parse(inFolder(each, definition, folder), key, before), definition.default);
}

// A path in a file means what stands beside that file; what may be a name too is a path where it looks like one.
function inFolder(given: string, { placeholder }: OptionDefinition<unknown>, folder: string | undefined): string {
  const { path, orName } = expects(placeholder);
  if (path === null || given === "") return given;
  if (given.startsWith("~/")) return join(homedir(), given.slice(2));
  if (folder === undefined || (orName && !/^\.\.?(?:[\\/]|$)/.test(given))) return given;
  return resolve(folder, given);
}

function quotesHint(value: unknown, form: OptionDefinition<unknown>["form"]): { hint?: string } {
  if (typeof value !== "string") return {};
  if (form === "number" && value.trim() !== "" && Number.isFinite(Number(value))) return { hint: `Write ${value.trim()} without quotes.` };
  return form === "flag" && /^(?:true|false)$/.test(value) ? { hint: `Write ${value} without quotes.` } : {};
}

function unknownKey(key: string, definitions: OptionDefinitions, { shown, name }: SectionPlace): SteadfastError {
  const command = name === "common" ? "<command>" : name.replace(".", " ");
  const hint = didYouMean(key, Object.keys(definitions)) ?? (name === "common" ? `It may hold ${Object.keys(definitions).join(", ")}.` : `'steadfast ${command} --help' lists them; --per-cell is written perCell.`);
  return new SteadfastError({ code: "config-key", sentence: `${shown}: ${name} has no option '${key}'.`, hint });
}
