import { SteadfastError } from "../../base/index.ts";
import type { ReadConfiguration } from "../definition/command.ts";
import type { CatalogueEntry, Invocation } from "../definition/parse-command-line.ts";
import type { Surroundings } from "../running/surroundings.ts";
import { applyConfiguration } from "./apply-configuration.ts";
import { checkSections } from "./check-sections.ts";
import { findConfiguration, shownPath } from "./find-configuration.ts";
import { loadConfiguration } from "./load-configuration.ts";

/** An invocation, and the configuration file that it was completed by. */
export interface Configured {
  readonly invocation: Invocation;
  readonly configuration: ReadConfiguration | null;
}

/**
 * Completes an invocation by the configuration file that counts for it, if there is one.
 *
 * @throws SteadfastError (misuse) for a file that cannot be read or is wrong, unless the command bears that.
 */
export async function configure(invocation: Invocation, { catalogue, surroundings }: { readonly catalogue: readonly CatalogueEntry[]; readonly surroundings: Pick<Surroundings, "workingDirectory" | "environment"> }): Promise<Configured> {
  const { houseOptions, definition } = invocation;
  const { workingDirectory, environment } = surroundings;
  const { config: named, noConfig } = houseOptions;
  if (named !== undefined && noConfig) throw new SteadfastError({ code: "bad-value", sentence: "--config and --no-config cannot both be given." });
  if (noConfig) return { invocation, configuration: null };
  let found: Omit<ReadConfiguration, "problem"> = { file: named ?? "", sections: {} };
  try {
    const file = await findConfiguration({ workingDirectory, named });
    if (file === null) return { invocation, configuration: null };
    found = { file, sections: {} };
    const shown = shownPath(file, workingDirectory);
    found = { file, sections: await loadConfiguration(file, shown) };
    checkSections(found.sections, { shown, commands: catalogue.map(({ name }) => name), environment });
    return { invocation: applyConfiguration(invocation, found, { workingDirectory, environment }), configuration: { ...found, problem: null } };
  } catch (error) {
    if (!(error instanceof SteadfastError) || error.kind === "bug" || !definition.bearsWrongConfiguration) throw error;
    return { invocation, configuration: { ...found, problem: error } };
  }
}
