// `npm run bench:graph [-- --rounds 3 --steps 4]`: a training step of GPT-2-shaped models beside the machine's own
// matrix-product speed and beside tuned PyTorch, where that is installed. Prints a Markdown table.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launcher, machine, python, run, tuned } from "./side-by-side.ts";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "3" }, steps: { type: "string", default: "6" }, only: { type: "string" } } });
const here = join(import.meta.dirname, "graph");
const sizes = [
  [6, 384, 6, 4096],
  [6, 384, 6, 50257],
  [12, 768, 12, 4096],
  [12, 768, 12, 50257],
] as const;

interface Measured {
  seconds: number[];
  losses: number[];
  peakMegabytes: number;
  sessionSeconds?: number;
  version?: string;
}

console.log(machine);

const ceilings = (): number[] => Object.values(run<Record<string, number>>(process.execPath, [join(here, "ceiling.ts")]));
const named = run<Record<string, number>>(process.execPath, [join(here, "ceiling.ts")]);
console.log("\n| matrix product | GFLOP/s |\n|---|---|");
for (const [name, speed] of Object.entries(named)) console.log(`| ${name} | ${speed.toFixed(0)} |`);

console.log("\n| layers × width, vocabulary | tokens/s | GFLOP/s | of the 1024³ ceiling | PyTorch, tokens/s | ratio | peak MB | PyTorch, MB | session, s |\n|---|---|---|---|---|---|---|---|---|");
for (const size of sizes) {
  const [layers, width, , vocabulary] = size;
  if (values.only !== undefined && values.only !== `${layers}x${width}x${vocabulary}`) continue;
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  const ceiling: number[] = [];
  // In turn, so that what else the machine does falls on both.
  for (let round = 0; round < Number(values.rounds); round += 1) {
    ceiling.push(ceilings()[0]!);
    ours.push(run(process.execPath, [join(here, "step.ts"), ...size.map(String), values.steps], launcher));
    if (python !== undefined) theirs.push(run(python, [join(here, "step.py"), ...size.map(String), values.steps], tuned));
  }
  // Matrix products forward and backward, attention included; what is elementwise does not count.
  const work = 6 * 1024 * (12 * layers * width * width + vocabulary * width) + 12 * layers * 1024 * 256 * width;
  const seconds = stepSeconds(ours);
  const peer = theirs.length === 0 ? undefined : stepSeconds(theirs);
  const cells = [
    `${layers} × ${width}, ${vocabulary}`,
    (1024 / seconds).toFixed(0),
    (work / seconds / 1e9).toFixed(0),
    `${((100 * work) / seconds / 1e9 / Math.max(...ceiling)).toFixed(0)}%`,
    peer === undefined ? "" : (1024 / peer).toFixed(0),
    peer === undefined ? "" : (peer / seconds).toFixed(2),
    Math.max(...ours.map((measured) => measured.peakMegabytes)).toFixed(0),
    theirs.length === 0 ? "" : Math.max(...theirs.map((measured) => measured.peakMegabytes)).toFixed(0),
    Math.max(...ours.map((measured) => measured.sessionSeconds!)).toFixed(2),
  ];
  console.log(`| ${cells.join(" | ")} |`);
}

/** The median over all rounds of the steps after the first, which touches all memory for the first time. */
function stepSeconds(rounds: readonly Measured[]): number {
  const sorted = rounds.flatMap(({ seconds }) => seconds.slice(1)).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
