import { neuronCount } from "../../lm/index.ts";
import { contentFreeTexts, domainTexts } from "../answers/calibration.ts";
import { type Choices, type ChoiceScores, scoreChoices } from "../answers/choice-scores.ts";
import { randomNeurons } from "../formula/random-neurons.ts";
import type { NeuronPlace } from "../formula/rank-neurons.ts";
import { askAll } from "./ask-all.ts";
import { drawRecords, loadTask } from "./load-task.ts";
import { admittedPlaces, type RankedModel } from "./rank-model.ts";
import type { RepairBench } from "./repair-bench.ts";
import type { MethodRow, RepairReport } from "./repair-report.ts";

/** How the model answers the test data with some neurons scaled. */
async function testWith({ masked, options, data, test, tokensAtOnce, sink, signal }: RepairBench, { name, places, calibrateBy }: { name: string; places: readonly NeuronPlace[]; calibrateBy?: readonly string[] }): Promise<{ scores: ChoiceScores; choices: Choices }> {
  masked.scale(places, options.scale);
  const asking = { mode: options.mode, tokensAtOnce, lengthNormalise: options.method.lengthNormalise ?? false, task: `testing: ${name}`, sink, ...signal };
  const choices = await askAll(masked.local, masked.session, test, data.instructions, { ...asking, ...(calibrateBy === undefined ? {} : { calibrateBy }) });
  return { scores: scoreChoices(test, choices, { seed: options.seed }), choices };
}

/** The original, and by probability both calibrations of it. */
export async function unedited(bench: RepairBench): Promise<{ rows: MethodRow[]; choices: Choices }> {
  const { options, development } = bench;
  const { scores, choices } = await testWith(bench, { name: "original", places: [] });
  const rows: MethodRow[] = [{ name: "original", neurons: 0, scores }];
  if (options.baselines && options.mode === "probability") {
    for (const [name, calibrateBy] of [["contextual calibration", contentFreeTexts], ["domain-context calibration", domainTexts(development, { seed: options.seed })]] as const) {
      rows.push({ name, neurons: 0, scores: (await testWith(bench, { name, places: [], calibrateBy })).scores });
    }
  }
  return { rows, choices };
}

/** The table: baselines, as many random neurons, and the edited model last. */
export async function methodTable(bench: RepairBench, chosen: readonly NeuronPlace[]): Promise<{ rows: MethodRow[]; before: Choices; after: Choices }> {
  const { options, masked } = bench;
  const { rows, choices: before } = await unedited(bench);
  if (options.baselines && chosen.length > 0 && !options.random) {
    // Of another seed than --random, which draws with the seed itself.
    const places = randomNeurons({ total: neuronCount(masked.local.model.architecture), count: chosen.length, seed: options.seed + 1, admits: admittedPlaces(bench) });
    rows.push({ name: "random neurons", neurons: chosen.length, scores: (await testWith(bench, { name: "random neurons", places })).scores });
  }
  const name = options.random ? "random neurons" : "CRISPR";
  const { scores, choices: after } = await testWith(bench, { name, places: chosen });
  return { rows: [...rows, { name, neurons: chosen.length, scores }], before, after };
}

/** What was found here, tested on other sets. */
export async function transferTable(bench: RepairBench, chosen: readonly NeuronPlace[]): Promise<RepairReport["transfer"]> {
  const { options, masked, sink } = bench;
  const rows = [];
  for (const path of options.transfer) {
    const data = await loadTask({ data: path }, { spoken: masked.local, seed: options.seed, sink });
    const other = { ...bench, data, test: drawRecords(data.records, options.testLimit, options.seed) };
    const before = await testWith(other, { name: `${data.name}, original`, places: [] });
    const after = await testWith(other, { name: `${data.name}, edited`, places: chosen });
    rows.push({ name: data.name, before: before.scores, after: after.scores });
  }
  return rows;
}

/** Accuracy on the test data without the neurons that smaller or larger samples find, as many as were chosen. */
export async function sampleSizeTable(bench: RepairBench, { bySize }: RankedModel, neurons: number): Promise<RepairReport["sizes"]> {
  const rows = [];
  for (const [instances, ranking] of bySize) {
    const { scores } = await testWith(bench, { name: `${instances} instances`, places: ranking.slice(0, neurons) });
    rows.push({ instances, accuracy: scores.accuracy.estimate });
  }
  return rows;
}
