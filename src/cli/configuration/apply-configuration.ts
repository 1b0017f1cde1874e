import { dirname } from "node:path";
import { SteadfastError } from "../../base/index.ts";
import type { OptionDefinitions } from "../definition/commander-options.ts";
import type { CommandDefinition, ReadConfiguration } from "../definition/command.ts";
import { type HouseOptions, houseOptions } from "../definition/house-options.ts";
import type { Invocation } from "../definition/parse-command-line.ts";
import { didYouMean } from "../definition/suggest.ts";
import { commonSection, houseSection } from "./common-options.ts";
import { shownPath } from "./find-configuration.ts";
import { described, isPlainObject } from "./load-configuration.ts";
import { readSection, type SectionPlace } from "./read-section.ts";

/** @see applyConfiguration */
export interface ApplyOptions {
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The invocation with what the configuration says where the command line and the environment say nothing; the command's
 * own section goes before `common`.
 *
 * @throws SteadfastError for sections and keys that are not known, and values that a flag would refuse too.
 */
export function applyConfiguration(invocation: Invocation, { file, sections }: Pick<ReadConfiguration, "file" | "sections">, { workingDirectory, environment }: ApplyOptions): Invocation {
  const { definition, path, siblings, given } = invocation;
  const folder = dirname(file);
  const place = { shown: shownPath(file, workingDirectory), folder: folder === workingDirectory ? undefined : folder };
  const common = readCommon(sections, place);
  const own = readOwn(sections, { definition, path, siblings, place });
  const undone = new Set(Object.entries(definition.options).flatMap(([name, option]) => (given.has(name) && invocation.options[name] !== false ? (option.inPlaceOf ?? []) : [])));
  const choose = (definitions: OptionDefinitions, before: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(before).map(([name, value]) => {
        const option = definitions[name]!;
        if (given.has(name) || undone.has(name) || (option.variable !== undefined && environment[option.variable])) return [name, value];
        if (Object.hasOwn(own, name)) return [name, own[name]];
        // Another command may call something else by the same name.
        return [name, Object.hasOwn(common, name) && commonSection[name] === option ? common[name] : value];
      }),
    );
  return { ...invocation, options: choose(definition.options, invocation.options), houseOptions: choose(houseOptions, invocation.houseOptions) as unknown as HouseOptions };
}

/** What the section `common` says. */
export function readCommon(sections: Readonly<Record<string, unknown>>, place: Omit<SectionPlace, "name">): Record<string, unknown> {
  return Object.hasOwn(sections, "common") && sections.common !== undefined ? readSection(sections.common, commonSection, { ...place, name: "common" }) : {};
}

/** What the section of a command says; that of a command of a group stands in the group's. */
export function readOwn(sections: Readonly<Record<string, unknown>>, { definition, path, siblings, place }: Pick<Invocation, "definition" | "path" | "siblings"> & { readonly place: Omit<SectionPlace, "name"> }): Record<string, unknown> {
  const [top = "", below] = path;
  let section = Object.hasOwn(sections, top) ? sections[top] : undefined;
  if (below !== undefined && section !== undefined) section = readGroup(section, { top, below, siblings, shown: place.shown });
  if (section === undefined) return {};
  return readSection(section, { ...houseSection, ...definition.options }, { ...place, name: path.join(".") });
}

function readGroup(section: unknown, { top, below, siblings, shown }: { readonly top: string; readonly below: string; readonly siblings: readonly CommandDefinition[]; readonly shown: string }): unknown {
  const names = siblings.map(({ name }) => name);
  const hint = `Such as ${top}: { ${below}: { … } }.`;
  if (!isPlainObject(section)) throw new SteadfastError({ code: "config-section", sentence: `${shown}: ${top} must be an object of its commands' sections, not ${described(section)}.`, hint });
  for (const name of Object.keys(section)) {
    if (names.includes(name)) continue;
    const owner = siblings.find(({ options }) => Object.hasOwn({ ...houseSection, ...options }, name));
    throw new SteadfastError({ code: "config-section", sentence: `${shown}: ${top} has no command '${name}'.`, hint: didYouMean(name, names) ?? (owner === undefined ? hint : `As an option it stands one deeper: ${top}: { ${owner.name}: { ${name}: … } }.`) });
  }
  return Object.hasOwn(section, below) ? section[below] : undefined;
}
