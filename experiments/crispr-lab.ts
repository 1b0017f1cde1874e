// `node experiments/crispr-lab.ts --out FOLDER [--model REF … --seed N … --topic NAME …]`: CRISPR on the lab's models by the plan of
// crispr-lab/plan.ts. Each run is a line of FOLDER/rows.jsonl, and one that is there already is not run again. Prints Markdown.
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { RepairOptions } from "../src/crispr/index.ts";
import { biasTopicNames, type BiasTopicName } from "../src/world/index.ts";
import { ablations, plan } from "./crispr-lab/plan.ts";
import { type LabRow, runRepair } from "./crispr-lab/run-repair.ts";
import { tables } from "./crispr-lab/tables.ts";

const { values } = parseArgs({ options: { out: { type: "string", default: "crispr-lab" }, model: { type: "string", multiple: true }, seed: { type: "string", multiple: true }, topic: { type: "string", multiple: true } } });
const models = values.model ?? plan.models;
const seeds = values.seed?.map(Number) ?? plan.seeds;
const topics = values.topic === undefined ? plan.topics : biasTopicNames.filter((name) => values.topic!.includes(name));

mkdirSync(values.out, { recursive: true });
const path = join(values.out, "rows.jsonl");
const rows: LabRow[] = existsSync(path) ? readFileSync(path, "utf8").split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as LabRow) : [];

for (const model of models) {
  for (const seed of seeds) {
    for (const topic of topics) await once({ model, seed, topic, variant: "CRISPR", options: {}, whole: true });
    for (const { name, options } of ablations) await once({ model, seed, topic: topics[0]!, variant: name, options, whole: false });
  }
}
console.log(tables(rows.filter((row) => models.some((model) => model === row.model))));

async function once(run: { model: string; seed: number; topic: BiasTopicName; variant: string; options: Partial<RepairOptions>; whole: boolean }): Promise<void> {
  const done = rows.some((row) => row.model === run.model && row.seed === run.seed && row.topic === run.topic && row.variant === run.variant);
  if (done) return;
  console.error(`${run.model}, seed ${run.seed}, ${run.topic}: ${run.variant}`);
  const row = await runRepair(run);
  rows.push(row);
  appendFileSync(path, `${JSON.stringify(row)}\n`);
}
