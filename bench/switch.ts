// `npm run bench:switch [-- --teacher REF --student REF --data FILE]`: rollouts and training steps of a teacher 12×768 and a student 6×384
// (vocabulary 50257), 128 new tokens, batches of 1 and 8; beside the loop of one step at a time in tuned PyTorch, where that is installed.
// With a trained pair its decisions are replayed, and it is measured itself. Prints Markdown.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { randomStream } from "../src/stats/index.ts";
import { launcher, machine, python, run, tuned } from "./side-by-side.ts";
import type { Setting, Trace } from "./switch/random-pair.ts";

const { values } = parseArgs({ options: { teacher: { type: "string" }, student: { type: "string" }, data: { type: "string" }, tokens: { type: "string", default: "128" }, tiny: { type: "boolean", default: false } } });
const here = join(import.meta.dirname, "switch");
const tokens = Number(values.tokens);
const sizes = values.tiny ? { teacher: { layers: 2, width: 64 }, student: { layers: 1, width: 64 }, vocabulary: 512 } : { teacher: { layers: 12, width: 768 }, student: { layers: 6, width: 384 }, vocabulary: 50_257 };

interface Way {
  readonly seconds: number;
  readonly teacherPasses: number;
  readonly scored: number;
  readonly kept: number;
  readonly comparingSeconds: number;
}

console.log(machine);
const trace = values.teacher === undefined || values.student === undefined || values.data === undefined ? drawnTrace() : recordedTrace(values.teacher, values.student, values.data);
const letters = trace.join("");
const shareOf = (letter: string): number => [...letters].filter((each) => each === letter).length / letters.length;
console.log(`Replayed decisions: ${(100 * (1 - shareOf("s"))).toFixed(0)}% of the tokens are the teacher's, ${((100 * shareOf("a")) / Math.max(1e-9, 1 - shareOf("s"))).toFixed(0)}% of those what the student had drafted.`);

for (const rows of [1, 8]) {
  const setting: Setting = { ...sizes, rows, tokens, trace };
  const ways = run<{ plain: Way; gkd: Way; stepwise: Way; blocks: Way; noiseSeconds: number; peakMegabytes: number }>(process.execPath, [join(here, "rollouts.ts"), JSON.stringify(setting)], launcher);
  const peer = python === undefined || values.tiny ? undefined : run<{ seconds: number }>(python, [join(here, "stepwise.py"), String(rows), String(tokens)], tuned).seconds;
  console.log(`\n| ${rows === 1 ? "1 row" : `${rows} rows`}, ${tokens} tokens each | seconds | tokens/s | teacher passes a token | scored for each kept | comparing, seconds |\n|---|---|---|---|---|---|`);
  for (const [name, way] of [["plain sampling", ways.plain], ["GKD: sampling, then one teacher pass", ways.gkd], ["SWITCH, one step at a time", ways.stepwise], ["SWITCH, in blocks", ways.blocks]] as const) {
    const compares = way.teacherPasses > 0;
    console.log(`| ${[name, way.seconds.toFixed(2), ((rows * tokens) / way.seconds).toFixed(0), compares ? (way.teacherPasses / way.kept).toFixed(2) : "", compares ? (way.scored / way.kept).toFixed(2) : "", compares ? way.comparingSeconds.toFixed(2) : ""].join(" | ")} |`);
  }
  if (peer !== undefined) console.log(`| PyTorch, one step at a time | ${peer.toFixed(2)} | ${((rows * tokens) / peer).toFixed(0)} | 1.00 | 1.00 | |`);
  console.log(`\nSWITCH in blocks takes ${(ways.blocks.seconds / ways.gkd.seconds).toFixed(2)} times what GKD's sequences take${peer === undefined ? "" : ` and is ${(peer / ways.blocks.seconds).toFixed(2)} times as fast as PyTorch's loop`}. Noise of a step takes ${(1000 * ways.noiseSeconds).toFixed(1)} ms, ${((100 * ways.noiseSeconds * 2 * tokens) / ways.stepwise.seconds).toFixed(1)}% of a step. Peak ${ways.peakMegabytes.toFixed(0)} MB.`);
}

const steps = run<Record<"data" | "gkd" | "switch", [number, number, number]> & { peakMegabytes: number }>(process.execPath, [join(here, "step.ts"), JSON.stringify({ ...sizes, rows: 8, tokens, trace } satisfies Setting)], launcher);
console.log("\n| a training step of 8 rows | making sequences, s | teacher beside that, s | learning, s | all, s |\n|---|---|---|---|---|");
const total = (parts: readonly number[]): number => parts.reduce((a, b) => a + b);
for (const [name, parts] of [["on data", steps.data], ["GKD", steps.gkd], ["SWITCH", steps.switch]] as const) console.log(`| ${[name, ...parts.map((part) => part.toFixed(2)), total(parts).toFixed(2)].join(" | ")} |`);
const half = (parts: readonly number[]): number => (total(parts) + total(steps.data)) / 2;
console.log(`\nA step of SWITCH is ${(total(steps.switch) / total(steps.gkd)).toFixed(2)} times one of GKD at mixing 1, ${(half(steps.switch) / half(steps.gkd)).toFixed(2)} at mixing ½ (the paper's was 1.84; the floor is 1). Peak ${steps.peakMegabytes.toFixed(0)} MB.`);

function recordedTrace(teacher: string, student: string, data: string): Trace {
  const recorded = run<{ trace: string[]; stepwise: number; blocks: number }>(process.execPath, [join(here, "record-trace.ts"), teacher, student, data, String(tokens)], launcher);
  console.log(`The pair itself, without replay: ${recorded.trace.length} responses in ${recorded.stepwise.toFixed(1)} s one step at a time, ${recorded.blocks.toFixed(1)} s in blocks.`);
  return recorded.trace;
}

/** Without a trained pair: the paper's share of teacher tokens at λ = 1/10 as it rises with the step, half of them what the student drafted. */
function drawnTrace(): Trace {
  console.log("No trained pair is given (--teacher, --student, --data): decisions are drawn, not recorded, and times that depend on them are no evidence.");
  return Array.from({ length: 32 }, (_, sequence) => {
    const random = randomStream(1, "trace", sequence);
    return Array.from({ length: tokens }, (_, step) => (random.uniform() < 0.25 * Math.exp(-step / 40) + 0.2 ? "s" : random.uniform() < 0.5 ? "a" : "o")).join("");
  });
}
