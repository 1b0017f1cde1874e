import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRepair, type RepairOptions, type RepairReport } from "../../src/crispr/index.ts";
import { loadLocalModel, neuronCount } from "../../src/lm/index.ts";
import { biasRecords, type BiasTopicName } from "../../src/world/index.ts";
import { plan } from "./plan.ts";
import { type TaskAccuracies, taskAccuracies } from "./lab-tasks.ts";

/** One run: everything that the tables are made of. */
export interface LabRow {
  readonly model: string;
  readonly seed: number;
  readonly topic: string;
  readonly variant: string;
  readonly neurons: number;
  readonly neuronsOfModel: number;
  readonly rows: readonly { readonly name: string; readonly accuracy: number | null; readonly ambiguous: number | null; readonly bias: number | null; readonly disambiguated: number | null }[];
  readonly asked: number;
  readonly tasks: { readonly before: TaskAccuracies; readonly after: TaskAccuracies } | null;
  readonly transfer: readonly { readonly topic: string; readonly before: number | null; readonly after: number | null }[];
  readonly sizes: RepairReport["sizes"];
  readonly shares: RepairReport["shares"];
}

/** Repairs one model on one topic; of the full method also what becomes of the other topics and tasks. */
export async function runRepair({ model, seed, topic, variant, options, whole }: { model: string; seed: number; topic: BiasTopicName; variant: string; options: Partial<RepairOptions>; whole: boolean }): Promise<LabRow> {
  const folder = mkdtempSync(join(tmpdir(), "steadfast-crispr-lab-"));
  try {
    const write = (name: BiasTopicName): string => {
      const path = join(folder, `${name}.jsonl`);
      writeFileSync(path, biasRecords({ seed: 7000 + seed, topic: name, count: plan.recordsOfTopic }).map((record) => `${JSON.stringify(record)}\n`).join(""));
      return path;
    };
    const { model: loaded } = await loadLocalModel(model);
    const maximum = Math.floor(plan.neuronShare * neuronCount(loaded.architecture));
    const transfer = whole ? plan.topics.filter((other) => other !== topic).map(write) : [];
    const repair = await openRepair({ reference: model });
    try {
      // Floors are judged by the tasks themselves, below; on random words harmless prompts mean little.
      const report = await repair.run({ ...plan.repair, sizes: whole ? plan.sizes : [], baselines: whole, divergenceAtMost: Number.MAX_VALUE, data: write(topic), seed, maximum, transfer, ...options });
      const saved = join(folder, "edited");
      if (whole) await repair.save(saved);
      const measure = { seed: 9000 + seed, count: plan.itemsOfTask };
      return {
        model, seed, topic, variant,
        neurons: report.chosen.neurons,
        neuronsOfModel: report.neuronsOfModel,
        asked: report.search.asked,
        rows: report.rows.map(({ name, scores: { accuracy, bias } }) => ({ name, accuracy: accuracy.estimate, ambiguous: bias?.ambiguous.accuracy ?? null, bias: bias?.ambiguous.score.estimate ?? null, disambiguated: bias?.disambiguated.accuracy ?? null })),
        tasks: whole ? { before: await taskAccuracies(model, measure), after: await taskAccuracies(saved, measure) } : null,
        transfer: report.transfer.map(({ name, before, after }) => ({ topic: name, before: before.bias?.ambiguous.accuracy ?? null, after: after.bias?.ambiguous.accuracy ?? null })),
        sizes: report.sizes,
        shares: report.shares,
      };
    } finally {
      await repair.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
