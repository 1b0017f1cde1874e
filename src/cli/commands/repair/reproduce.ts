import { join } from "node:path";
import { type Json, writeFileAtomically } from "../../../base/index.ts";
import type { Edit, RepairReport } from "../../../crispr/index.ts";
import { flagOf, type OptionDefinition } from "../../definition/option.ts";
import { packageVersion } from "../../running/version.ts";

/** The command line that the given options stand for. */
export function commandLine(model: string, definitions: Readonly<Record<string, Pick<OptionDefinition<unknown>, "default" | "placeholder">>>, options: Readonly<Record<string, unknown>>): string[] {
  const flags = Object.entries(definitions).flatMap(([name, { default: absent, placeholder }]) => {
    const value = options[name];
    if (value === undefined || value === absent || (Array.isArray(value) && value.length === 0)) return [];
    if (placeholder === null) return [flagOf(name)];
    return name === "sizes" ? [flagOf(name), (value as number[]).join(",")] : (Array.isArray(value) ? value : [value]).flatMap((each) => [flagOf(name), String(each)]);
  });
  return ["steadfast", "repair", model, ...flags, "--seed", String(options.seed)];
}

/** Writes what another needs to do the same and to see that it is the same. */
export async function writeReproduce(folder: string, { command, report, edit }: { command: readonly string[]; report: RepairReport; edit: Edit }): Promise<string> {
  const path = join(folder, "reproduce.json");
  const content: Json = {
    command: [...command],
    steadfast: packageVersion(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    model: { ...edit.model },
    data: { name: report.data.name, hash: report.data.hash, records: report.data.records, instructions: [...report.data.instructions] },
    split: { ...report.split },
    tokensAtOnce: report.tokensAtOnce,
    chosen: { ...report.chosen },
    neurons: edit.neurons.map((neuron) => ({ ...neuron })),
    accuracy: Object.fromEntries(report.rows.map(({ name, scores }) => [name, scores.accuracy.estimate])),
  };
  await writeFileAtomically(path, `${JSON.stringify(content, null, 2)}\n`);
  return path;
}
