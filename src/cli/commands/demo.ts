import { type CharacterDemoResult, readDemoText, trainOnCharacters } from "../../lab/index.ts";
import { type CommandDefinition, defineCommand } from "../definition/command.ts";
import type { Output } from "../output/output.ts";
import { styled } from "../output/styled-text.ts";

export const command: CommandDefinition = defineCommand({
  name: "demo",
  summary: "a small transformer learns a text, with the project's own engine",
  description:
    "Trains a transformer of 0.2 million parameters on the characters of a short text that ships with the project: from nothing, without a network, in under a minute on two cores. Then it lets the model write. The curve is recorded as a run of the ledger. The same seed gives the same losses to the bit on the same machine.",
  options: {},
  examples: [
    { command: "steadfast demo", summary: "train and let it write" },
    { command: "steadfast demo --seed 7 --json", summary: "another start, for other programs" },
  ],
  async run(context) {
    const { output, options } = context;
    context.goOnWith("It takes less than a minute: run the same command again.");
    const text = await readDemoText();
    let learned: CharacterDemoResult | undefined;
    const { outcome, id } = await context.asRun({ kind: "demo", title: "a small transformer learns a text" }, async ({ sink, signal }) => {
      learned = await trainOnCharacters(text, { seed: options.seed, sink, signal });
      sink({ type: "record", kind: "sample", key: "after training", value: learned.sample });
      const { losses, unigramEntropy, parameters } = learned;
      return { outcome: "done", summary: { parameters, unigramEntropy, firstLoss: losses[0]!, lastLoss: losses.at(-1)! } };
    });
    if (learned === undefined) return outcome;
    output.result({ run: id, ...learned });
    printLearned(output, learned, text.length);
    output.print();
    output.print(`Recorded as run ${id}. Look at it again: steadfast runs show ${id}`);
    return outcome;
  },
});

function printLearned(output: Output, { parameters, losses, unigramEntropy, charactersPerSecond, sample }: CharacterDemoResult, characters: number): void {
  output.print(styled("bold", `A transformer of ${parameters.toLocaleString("en")} parameters read ${characters.toLocaleString("en")} characters, ${losses.length} steps at ${Math.round(charactersPerSecond).toLocaleString("en")} characters/s`));
  output.print();
  const shown = [0, 1 / 8, 1 / 4, 1 / 2, 3 / 4, 1].map((share) => Math.min(Math.round(share * losses.length), losses.length - 1));
  output.table({
    columns: [{ heading: "step", align: "right" }, { heading: "loss, nats a character", align: "right" }],
    rows: shown.map((step) => [`${step + 1}`, losses[step]!.toFixed(3)]),
  });
  output.print();
  output.print(`Guessing each character by how often it occurs costs ${unigramEntropy.toFixed(3)}.`);
  output.print();
  output.print(styled("bold", "It writes:"));
  output.print(sample);
}
