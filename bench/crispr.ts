// `node bench/crispr.ts [--model gpt2 --rounds 3 --prompts 20 --peer-rounds 2 --peer-prompts 4]`: attribution of all neurons of a 12 × 768
// GPT-2-shaped model and of a T5-base-shaped one, prompts of about 100 tokens, three options, ten instructions, beside hooks in tuned
// PyTorch where that is installed. Prints a Markdown table.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { leastWork, shapes, type ShapeName } from "./crispr/random-model.ts";
import { launcher, machine, python, run, tuned } from "./side-by-side.ts";

const { values } = parseArgs({ options: { model: { type: "string", multiple: true, default: Object.keys(shapes) }, rounds: { type: "string", default: "3" }, prompts: { type: "string", default: "20" }, "peer-rounds": { type: "string", default: "2" }, "peer-prompts": { type: "string", default: "4" } } });
const here = join(import.meta.dirname, "crispr");

interface Measured {
  first?: number;
  seconds: number[];
  tokens?: number;
  peakMegabytes: number | null;
}

console.log(machine);
console.log("\n| model | prompts/s | ms a prompt | at the least | of the 1024³ ceiling | PyTorch, hooks and backward() | ratio | gradients of activations only | ratio | options as a batch | ratio | first round, s | peak MB |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|");
for (const name of values.model as ShapeName[]) {
  const ceiling = run<Record<string, number>>(process.execPath, [join(import.meta.dirname, "graph/ceiling.ts")], launcher)["1024 × 1024 × 1024"]!;
  const ours = run<Measured>(process.execPath, [join(here, "attribute.ts"), name, values.prompts, values.rounds], launcher);
  const theirs = python === undefined ? [] : ["weights", "activations", "batched"].map((how) => run<Measured>(python!, [join(here, "hooks.py"), name, values["peer-prompts"], values["peer-rounds"], how], tuned));
  const count = Number(values.prompts);
  const seconds = median(ours.seconds) / count;
  const work = leastWork(name, ours.tokens! / count);
  const peer = (measured: Measured | undefined): string[] => {
    if (measured === undefined) return ["", ""];
    const rate = Number(values["peer-prompts"]) / median(measured.seconds);
    return [rate.toFixed(2), (1 / seconds / rate).toFixed(2)];
  };
  const cells = [
    name === "gpt2" ? "GPT-2, 12 × 768" : "T5-base",
    (1 / seconds).toFixed(2),
    (1000 * seconds).toFixed(0),
    `${((1000 * work) / ceiling / 1e9).toFixed(0)} ms`,
    `${((100 * work) / seconds / 1e9 / ceiling).toFixed(0)}%`,
    ...peer(theirs[0]),
    ...peer(theirs[1]),
    ...peer(theirs[2]),
    ours.first!.toFixed(1),
    ours.peakMegabytes?.toFixed(0) ?? "",
  ];
  console.log(`| ${cells.join(" | ")} |`);
}

function median(list: readonly number[]): number {
  const sorted = list.toSorted((a, b) => a - b);
  return (sorted[Math.floor((list.length - 1) / 2)]! + sorted[Math.floor(list.length / 2)]!) / 2;
}
