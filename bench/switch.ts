// `npm run bench:switch [-- --part NAME … --keep FOLDER]`: rollouts and training steps of a teacher 12×768 and a student 6×384 (vocabulary
// 50257), 128 new tokens, batches of 1 and 8, beside the loop of one step at a time in tuned PyTorch, where that is installed. Random
// weights neither agree nor disagree as trained ones do, so what a trained pair (the lab's) found at each step is replayed; that pair is
// measured as well, as it is. Each part is a process of its own whose figures are kept in FOLDER; only parts that are missing there, or
// named, are run. Prints Markdown of all that is there.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launcher, machine, python, run, tuned } from "./side-by-side.ts";
import type { LabPair } from "./switch/lab-pair.ts";
import type { Setting } from "./switch/random-pair.ts";
import type { Rollouts } from "./switch/rollouts.ts";
import type { Steps } from "./switch/step.ts";
import { labTable, rolloutsTable, stepsTable, traceText } from "./switch/tables.ts";

const { values } = parseArgs({ options: { teacher: { type: "string", default: "lab:teacher" }, student: { type: "string", default: "lab:student" }, tokens: { type: "string", default: "128" }, tiny: { type: "boolean", default: false }, part: { type: "string", multiple: true }, keep: { type: "string" } } });
const tokens = Number(values.tokens);
const sizes = values.tiny ? { teacher: { layers: 2, width: 64 }, student: { layers: 1, width: 64 }, vocabulary: 512 } : { teacher: { layers: 12, width: 768 }, student: { layers: 6, width: 384 }, vocabulary: 50_257 };
const folder = values.keep ?? mkdtempSync(join(tmpdir(), "steadfast-bench-switch-"));
mkdirSync(folder, { recursive: true });

const parts: Readonly<Record<string, () => unknown>> = {
  lab: () => own<LabPair>("lab-pair.ts", values.teacher, values.student, String(tokens)),
  "rollouts-1": () => own<Rollouts>("rollouts.ts", settingOf(1)),
  "rollouts-8": () => own<Rollouts>("rollouts.ts", settingOf(8)),
  "pytorch-1": () => peer(1),
  "pytorch-8": () => peer(8),
  "steps-data": () => own<Steps>("step.ts", settingOf(8), "data"),
  "steps-gkd": () => own<Steps>("step.ts", settingOf(8), "gkd"),
  "steps-switch": () => own<Steps>("step.ts", settingOf(8), "switch"),
};
for (const [name, measure] of Object.entries(parts)) {
  const wanted = values.part === undefined ? !existsSync(pathOf(name)) : values.part.includes(name);
  if (!wanted) continue;
  console.error(name);
  writeFileSync(pathOf(name), JSON.stringify(measure() ?? null));
}

console.log(machine);
const lab = kept<LabPair>("lab");
if (lab !== undefined) console.log(`\n${traceText(lab.trace)}\n\n${labTable(lab)}`);
for (const rows of [1, 8]) {
  const measured = kept<Rollouts>(`rollouts-${rows}`);
  if (measured !== undefined) console.log(`\n${rolloutsTable(measured, { rows, tokens, pytorchSeconds: kept<{ seconds: number }>(`pytorch-${rows}`)?.seconds })}`);
}
const [data, gkd, switching] = [kept<Steps>("steps-data"), kept<Steps>("steps-gkd"), kept<Steps>("steps-switch")];
if (data !== undefined && gkd !== undefined && switching !== undefined) console.log(`\n${stepsTable({ data, gkd, switching })}`);
if (values.keep === undefined) rmSync(folder, { recursive: true });

function pathOf(name: string): string {
  return join(folder, `${name}.json`);
}

function kept<T>(name: string): T | undefined {
  return existsSync(pathOf(name)) ? ((JSON.parse(readFileSync(pathOf(name), "utf8")) as T | null) ?? undefined) : undefined;
}

function own<T>(program: string, ...given: string[]): T {
  return run<T>(process.execPath, [join(import.meta.dirname, "switch", program), ...given], launcher);
}

function peer(rows: number): { seconds: number } | undefined {
  return python === undefined || values.tiny ? undefined : run(python, [join(import.meta.dirname, "switch", "stepwise.py"), String(rows), String(tokens)], tuned);
}

/** A file, for a trace is too long for a command line. */
function settingOf(rows: number): string {
  const trace = kept<LabPair>("lab")?.trace;
  if (trace === undefined) throw new Error("The part lab comes first: what it found is replayed.");
  const path = join(folder, `setting-${rows}.json`);
  writeFileSync(path, JSON.stringify({ ...sizes, rows, tokens, trace } satisfies Setting));
  return path;
}
