import type { CatalogueEntry } from "../../definition/parse-command-line.ts";
import { commonSection } from "../../configuration/common-options.ts";
import { everyCommand, type LoadedEntry, type NamedCommand } from "../../configuration/every-command.ts";
import type { OptionDefinitions } from "../../definition/commander-options.ts";

type Example = string | number | boolean | readonly (string | number)[];

/** What people set most, with a value to begin from. What each does is said by the option itself. */
const examples: Readonly<Record<string, Readonly<Record<string, Example>>>> = {
  common: { ledger: ".steadfast", seed: 0, threads: 4, offline: true },
  bench: { model: ["openai:gpt-5-mini", "http://localhost:8000/v1#Qwen/Qwen3-8B"], judge: "openai:gpt-4.1", items: "dim-bench", perCell: 10, defence: ["standard", "sandwich"], budget: 5, concurrency: 16, failUnder: 0.6 },
  "judge calibrate": { judge: "openai:gpt-4.1", votes: 3, budget: 2 },
  "repair find": { samples: 20, maximum: 500, keepFloor: 2, divergenceLimit: 0.1 },
  distill: { teacher: "hf:openai-community/gpt2-xl", student: "hf:openai-community/gpt2", method: "switch", batchSize: 8, lora: 16, recompute: true },
  train: { epochs: 3, batchSize: 8, learningRate: 5e-5, lora: 16, packing: true },
  evaluate: { preset: "paper", seeds: [10, 20, 30, 40, 50], batch: 8 },
  generate: { maxTokens: 256, temperature: 0.7 },
  "runs list": { limit: 50 },
  view: { port: 8123 },
};

/** A configuration file in which everything is commented out. */
export async function configurationText(catalogue: readonly CatalogueEntry[]): Promise<string> {
  const entries = await everyCommand(catalogue);
  const sections = entries.flatMap((entry) => sectionOf(entry));
  return `// What steadfast's commands start from. A flag goes before this file, this file before a default.
// Keys of services do not belong here: set OPENAI_API_KEY and the like in the environment.
// Files and folders are looked for from this file's own folder. All options of a command: steadfast <command> --help
import { defineConfig } from "steadfast/config";

export default defineConfig({
  // For every command that has them.
  common: {
${linesOf(examples.common!, commonSection, 2)}
  },
${sections.join("\n")}
});
`;
}

function sectionOf({ name, definition, commands }: LoadedEntry): string[] {
  const shown = commands.filter(({ path }) => Object.hasOwn(examples, path.join(" ")));
  const lines = ({ path, definition: { options } }: NamedCommand): string => linesOf(examples[path.join(" ")]!, options, path.length + 1);
  if (shown.length === 0) return [];
  const heading = `\n  // ${definition.summary[0]!.toUpperCase()}${definition.summary.slice(1)}.`;
  if (!("commands" in definition)) return [`${heading}\n  ${name}: {\n${lines(shown[0]!)}\n  },`];
  return [`${heading}\n  ${name}: {\n${shown.map((command) => `    ${command.path[1]}: {\n${lines(command)}\n    },`).join("\n")}\n  },`];
}

function linesOf(values: Readonly<Record<string, Example>>, definitions: OptionDefinitions, depth: number): string {
  return Object.entries(values)
    .map(([name, value]) => `${"  ".repeat(depth)}// ${name}: ${source(value)}, // ${definitions[name]!.summary}`)
    .join("\n");
}

function source(value: Example): string {
  return JSON.stringify(value).replaceAll(",", ", ");
}
