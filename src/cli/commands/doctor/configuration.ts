import { SteadfastError } from "../../../base/index.ts";
import { readCommon, readOwn } from "../../configuration/apply-configuration.ts";
import { everyCommand } from "../../configuration/every-command.ts";
import { shownPath } from "../../configuration/find-configuration.ts";
import type { ReadConfiguration } from "../../definition/command.ts";
import type { CatalogueEntry } from "../../definition/parse-command-line.ts";
import type { Finding } from "./finding.ts";

/** Which configuration file counts here, and whether all of it is right: other commands look at their own sections only. */
export async function checkConfiguration(configuration: ReadConfiguration | null, options: { readonly catalogue: readonly CatalogueEntry[]; readonly workingDirectory: string }): Promise<Finding> {
  const name = "configuration";
  if (configuration === null) return { name, status: "ok", absent: true, text: "no configuration file: steadfast init writes one", values: { file: null } };
  const { file, sections } = configuration;
  const problem = configuration.problem ?? (await problemIn(sections, { ...options, file }));
  if (problem === null) {
    const used = Object.keys(sections);
    return { name, status: "ok", text: `configuration from ${file}${used.length === 0 ? ", which says nothing yet" : ` (${used.join(", ")})`}`, values: { file, sections: used } };
  }
  return { name, status: "problem", text: problem.message, ...(problem.hint === undefined ? {} : { hint: problem.hint }), values: { file, code: problem.code } };
}

async function problemIn(sections: ReadConfiguration["sections"], { catalogue, workingDirectory, file }: { readonly catalogue: readonly CatalogueEntry[]; readonly workingDirectory: string; readonly file: string }): Promise<SteadfastError | null> {
  const place = { shown: shownPath(file, workingDirectory) };
  try {
    readCommon(sections, place);
    for (const { commands } of await everyCommand(catalogue)) for (const command of commands) readOwn(sections, { ...command, place });
    return null;
  } catch (error) {
    if (error instanceof SteadfastError && error.kind !== "bug") return error;
    throw error;
  }
}
