// `node profile.ts layers width heads vocabulary`: where the time of one training step goes, by operator and by shape.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sharedCache } from "../../src/graph/index.ts";
import { benchmarkBatch, benchmarkStep } from "./training-step.ts";

interface ProfileEvent {
  cat: string;
  name: string;
  ts: number;
  dur: number;
  args?: { op_name?: string; input_type_shape?: Record<string, number[]>[]; output_type_shape?: Record<string, number[]>[] };
}

const [layers, width, heads, vocabulary] = process.argv.slice(2).map(Number) as [number, number, number, number];
const folder = mkdtempSync(join(tmpdir(), "steadfast-profile-"));
const training = benchmarkStep({ layers, width, heads, vocabulary }, { profile: join(folder, "step") });
for (let step = 0; step < 3; step += 1) await training.run(...benchmarkBatch(vocabulary));
await sharedCache.clear();
const events = JSON.parse(readFileSync(join(folder, readdirSync(folder)[0]!), "utf8")) as ProfileEvent[];
rmSync(folder, { recursive: true });

const run = events.findLast((event) => event.name === "model_run")!;
const kernels = events.filter((event) => event.cat === "Node" && event.name.endsWith("kernel_time") && event.ts >= run.ts && event.ts < run.ts + run.dur);
console.log(`One step: ${(run.dur / 1e3).toFixed(0)} ms, of which in operators ${(kernels.reduce((total, event) => total + event.dur, 0) / 1e3).toFixed(0)} ms (those inside a Scan count twice).`);
table("by operator", (event) => event.args!.op_name!);
table("by operator and shapes", (event) => `${event.args!.op_name} ${shapes(event.args!.input_type_shape)} → ${shapes(event.args!.output_type_shape)}`);

function table(title: string, keyOf: (event: ProfileEvent) => string): void {
  const totals = new Map<string, { microseconds: number; count: number }>();
  for (const event of kernels) {
    const total = totals.get(keyOf(event)) ?? { microseconds: 0, count: 0 };
    totals.set(keyOf(event), { microseconds: total.microseconds + event.dur, count: total.count + 1 });
  }
  console.log(`\n${title}`);
  for (const [key, { microseconds, count }] of [...totals].sort((a, b) => b[1].microseconds - a[1].microseconds).slice(0, 30)) {
    console.log(`${(microseconds / 1e3).toFixed(1).padStart(9)} ms ${String(count).padStart(6)} × ${key.slice(0, 140)}`);
  }
}

function shapes(types: Record<string, number[]>[] = []): string {
  return types.map((type) => `[${Object.values(type)[0]!.join(",")}]`).join(" ");
}
