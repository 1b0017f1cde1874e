import { SteadfastError } from "../../base/index.ts";
import { didYouMean } from "../definition/suggest.ts";
import { isSecretName, withoutSecrets } from "../running/secrets.ts";
import { isPlainObject, secretFound } from "./load-configuration.ts";

/**
 * Refuses what no command may find in a configuration: keys, by their names or their looks, and sections of no command.
 *
 * @throws SteadfastError `config-secret` or `config-section`.
 */
export function checkSections(sections: Readonly<Record<string, unknown>>, options: { readonly shown: string; readonly commands: readonly string[]; readonly environment: Readonly<Record<string, string | undefined>> }): void {
  const { shown, commands, environment } = options;
  refuseSecrets(sections, [], { shown, environment, seen: new Set() });
  const known = ["common", ...commands];
  for (const name of Object.keys(sections)) {
    if (known.includes(name)) continue;
    throw new SteadfastError({ code: "config-section", sentence: `${shown} has a section '${name}', and there is no such command.`, hint: didYouMean(name, known) ?? `Sections are ${known.join(", ")}.` });
  }
}

interface Search {
  readonly shown: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Objects that were looked at: one may hold itself. */
  readonly seen: Set<object>;
}

function refuseSecrets(value: unknown, path: readonly string[], search: Search): void {
  const { shown, environment, seen } = search;
  if (typeof value === "string") {
    if (withoutSecrets([value], environment)[0] !== value) throw secretFound(shown, path.join("."));
  } else if (typeof value === "object" && value !== null && (isPlainObject(value) || Array.isArray(value)) && !seen.has(value)) {
    seen.add(value);
    for (const [name, member] of Object.entries(value)) {
      if (typeof member === "string" && isSecretName(name)) throw secretFound(shown, [...path, name].join("."));
      refuseSecrets(member, [...path, name], search);
    }
  }
}
