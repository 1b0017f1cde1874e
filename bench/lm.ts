// `npm run bench:lm [-- --rounds 2]`: sampling, fine-tuning and loading of a GPT-2 of 124 M parameters beside tuned PyTorch, where that
// is installed. Prints Markdown tables.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { randomModelFolder } from "./lm/model-folder.ts";
import { launcher, machine, python, run, tuned } from "./side-by-side.ts";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "2" }, tokens: { type: "string", default: "100" } } });
const here = join(import.meta.dirname, "lm");
const weightBytes = 124_439_808 * 4;

console.log(machine);

const folder = await randomModelFolder();
try {
  sampling();
  training();
  loading();
} finally {
  rmSync(folder, { recursive: true });
}

function sampling(): void {
  console.log("\n| sampling at temperature 1, rows | tokens/s | weights read, GB/s | of the memory's | PyTorch, tokens/s | ratio | peak MB |\n|---|---|---|---|---|---|---|");
  for (const rows of [1, 8, 32]) {
    const ours: number[] = [];
    const theirs: number[] = [];
    const bandwidths: number[] = [];
    let peak = 0;
    for (let round = 0; round < Number(values.rounds); round += 1) {
      bandwidths.push(run<{ bytesASecond: number }>(process.execPath, [join(here, "bandwidth.ts")], launcher).bytesASecond);
      const measured = run<{ secondsAStep: number[]; peakMegabytes: number }>(process.execPath, [join(here, "sample.ts"), folder, String(rows), values.tokens], launcher);
      ours.push(...measured.secondsAStep);
      peak = Math.max(peak, measured.peakMegabytes);
      if (python !== undefined) theirs.push(...run<{ secondsAStep: number[] }>(python, [join(here, "sample.py"), String(rows), values.tokens], tuned).secondsAStep);
    }
    const [own, peer] = [median(ours), theirs.length === 0 ? undefined : median(theirs)];
    console.log(`| ${[rows, (rows / own).toFixed(0), (weightBytes / own / 1e9).toFixed(1), `${((100 * weightBytes) / own / Math.max(...bandwidths)).toFixed(0)}%`, peer === undefined ? "" : (rows / peer).toFixed(0), peer === undefined ? "" : (peer / own).toFixed(2), peak.toFixed(0)].join(" | ")} |`);
  }
}

function training(): void {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    ours.push(...run<{ seconds: number[] }>(process.execPath, [join(here, "train.ts"), folder, "4"], launcher).seconds.slice(1));
    if (python !== undefined) theirs.push(...run<{ seconds: number[] }>(python, [join(here, "..", "graph", "step.py"), "12", "768", "12", "50257", "4"], tuned).seconds.slice(1));
  }
  console.log("\n| fine-tuning all parameters, batches of 4 × 256 | tokens/s | PyTorch, tokens/s | ratio |\n|---|---|---|---|");
  const [own, peer] = [median(ours), theirs.length === 0 ? undefined : median(theirs)];
  console.log(`| 124 M parameters | ${(1024 / own).toFixed(0)} | ${peer === undefined ? "" : (1024 / peer).toFixed(0)} | ${peer === undefined ? "" : (peer / own).toFixed(2)} |`);
}

function loading(): void {
  const seconds = Array.from({ length: 3 }, () => run<{ loadSeconds: number }>(process.execPath, [join(here, "sample.ts"), folder, "1", "1"], launcher).loadSeconds);
  console.log(`\nLoading the ${Math.round(weightBytes / 1e6)} MB file from the page cache: ${(weightBytes / median(seconds) / 1e9).toFixed(1)} GB/s.`);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}
