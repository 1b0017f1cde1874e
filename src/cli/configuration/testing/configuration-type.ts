import type { OptionDefinitions } from "../../definition/commander-options.ts";
import type { OptionDefinition } from "../../definition/option.ts";
import { isGroup } from "../../definition/command.ts";
import { commonSection, houseSection } from "../common-options.ts";
import type { LoadedEntry } from "../every-command.ts";

/** The source of `configuration-type.ts`: what a configuration file may hold, from the commands' own options. */
export function configurationTypeSource(entries: readonly LoadedEntry[]): string {
  const sections = entries.map(({ name, definition, commands }) => {
    if (!isGroup(definition)) return [doc(definition.summary, 1), `  ${property(name)}?: ${sectionType(definition.options, 1)} | undefined;`].join("\n");
    const members = commands.map(({ definition: each }) => [doc(each.summary, 2), `    ${property(each.name)}?: ${sectionType(each.options, 2)} | undefined;`].join("\n"));
    return [doc(definition.summary, 1), `  ${property(name)}?: {`, ...members, "  } | undefined;"].join("\n");
  });
  return `// Written from the options of the commands; after changing one:
// node scripts/run.mjs vitest run src/cli/configuration/configuration-type.test.ts -u

/** What every section may hold. */
type OwnOptions = ${objectType(houseSection, 0)};

/** What \`steadfast.config.ts\` may hold: a section for each command, and \`common\` for all. Flags win over all of it. */
export interface Configuration {
  /** Options of every command that has them. */
  common?: ${objectType(commonSection, 1)} | undefined;
${sections.join("\n")}
}
`;
}

function sectionType(definitions: OptionDefinitions, depth: number): string {
  return Object.keys(definitions).length === 0 ? "OwnOptions" : `(OwnOptions & ${objectType(definitions, depth)})`;
}

function objectType(definitions: OptionDefinitions, depth: number): string {
  const entries = Object.entries(definitions);
  const members = entries.map(([name, definition]) => `${doc(definition.summary + defaultText(definition.default), depth + 1)}\n${indent(depth + 1)}${property(name)}?: ${valueType(definition)} | undefined;`);
  return `{\n${members.join("\n")}\n${indent(depth)}}`;
}

function valueType({ form, several, choices }: OptionDefinition<unknown>): string {
  if (form === "flag") return "boolean";
  if (form === "number") return "number";
  if (form === "numbers") return "number | string | readonly number[]";
  const one = choices === undefined ? "string" : choices.map((choice) => JSON.stringify(choice)).join(" | ");
  return several ? `${one} | readonly string[]` : one;
}

function defaultText(value: unknown): string {
  return typeof value === "number" || typeof value === "string" ? ` (default: ${value})` : "";
}

function doc(text: string, depth: number): string {
  return `${indent(depth)}/** ${text.replaceAll("*/", "*\\/")} */`;
}

function property(name: string): string {
  return /^[a-zA-Z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function indent(depth: number): string {
  return "  ".repeat(depth);
}
