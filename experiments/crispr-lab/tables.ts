import { mean } from "../../src/stats/index.ts";
import { plan } from "./plan.ts";
import type { LabRow } from "./run-repair.ts";

/** Everything that was run, as Markdown. */
export function tables(rows: readonly LabRow[]): string {
  const full = rows.filter(({ tasks }) => tasks !== null);
  return [mainTable(full), verdicts(full), tasksTable(full), transferTable(full), sizesTable(full), layersTable(full), ablationTable(rows.filter(({ tasks }) => tasks === null))].join("\n\n");
}

function mainTable(rows: readonly LabRow[]): string {
  return markdown(
    ["model", "topic", "seed", "neurons", "method", "ambiguous accuracy", "ambiguous bias", "disambiguated accuracy", "accuracy"],
    rows.flatMap((row) => row.rows.map((each) => [row.model, row.topic, String(row.seed), each.name === "CRISPR" ? `${row.neurons} of ${row.neuronsOfModel}` : "", each.name, percent(each.ambiguous), percent(each.bias), percent(each.disambiguated), percent(each.accuracy)])),
  );
}

/** What was wanted, and whether it is so. */
function verdicts(rows: readonly LabRow[]): string {
  const lines = [...Map.groupBy(rows, ({ model }) => model)].map(([model, ofModel]) => {
    const gain = (name: string): number => mean(ofModel.map((row) => (row.rows.find((each) => each.name === name)?.ambiguous ?? row.rows[0]!.ambiguous ?? 0) - (row.rows[0]!.ambiguous ?? 0))) ?? 0;
    const share = Math.max(...ofModel.map(({ neurons, neuronsOfModel }) => neurons / neuronsOfModel));
    const worst = Math.max(...taskNames(ofModel).map((task) => mean(ofModel.map(({ tasks }) => tasks!.before[task]! - tasks!.after[task]!)) ?? 0));
    const [repaired, random] = [gain("CRISPR"), gain("random neurons")];
    const met = repaired >= plan.wanted.gain && share <= plan.neuronShare && worst <= plan.wanted.lost && random < plan.wanted.randomShare * Math.max(0, repaired);
    return [model, percent(repaired), percent(random), `${(100 * share).toFixed(2)}%`, percent(worst), met ? "met" : "missed"];
  });
  return markdown(["model", "gain of ambiguous accuracy, mean", "of random neurons", "most neurons", "worst task loses, mean", "wanted: ≥ 10, a third at most, ≤ 0.5%, ≤ 2"], lines);
}

function tasksTable(rows: readonly LabRow[]): string {
  return markdown(
    ["model", "task", "before", "after"],
    [...Map.groupBy(rows, ({ model }) => model)].flatMap(([model, ofModel]) => taskNames(ofModel).map((task) => [model, task, percent(mean(ofModel.map(({ tasks }) => tasks!.before[task]!))), percent(mean(ofModel.map(({ tasks }) => tasks!.after[task]!)))])),
  );
}

function transferTable(rows: readonly LabRow[]): string {
  return markdown(["model", "found on", "tested on", "seed", "ambiguous accuracy before", "after"], rows.flatMap((row) => row.transfer.map(({ topic, before, after }) => [row.model, row.topic, topic, String(row.seed), percent(before), percent(after)])));
}

function sizesTable(rows: readonly LabRow[]): string {
  return markdown(["model", "topic", "seed", ...plan.sizes.map((size) => `${size} instances`)], rows.map((row) => [row.model, row.topic, String(row.seed), ...plan.sizes.map((size) => percent(row.sizes.find(({ instances }) => instances === size)?.accuracy ?? null))]));
}

/** The share of the chosen neurons by layer, over all runs of a model. */
function layersTable(rows: readonly LabRow[]): string {
  return markdown(
    ["model", "stack", "layer", "site", "chosen, all runs"],
    [...Map.groupBy(rows, ({ model }) => model)].flatMap(([model, ofModel]) => {
      const places = Map.groupBy(ofModel.flatMap(({ shares }) => shares), ({ stack, layer, kind }) => `${stack}\t${layer ?? "–"}\t${kind}`);
      return [...places].map(([place, shares]) => [model, ...place.split("\t"), String(shares.reduce((sum, { chosen }) => sum + chosen, 0))]).filter((cells) => cells.at(-1) !== "0");
    }),
  );
}

function ablationTable(rows: readonly LabRow[]): string {
  return markdown(
    ["model", "variant", "seed", "neurons", "ambiguous accuracy before", "after", "accuracy before", "after", "prompts asked"],
    rows.map((row) => [row.model, row.variant, String(row.seed), String(row.neurons), percent(row.rows[0]!.ambiguous), percent(row.rows.at(-1)!.ambiguous), percent(row.rows[0]!.accuracy), percent(row.rows.at(-1)!.accuracy), String(row.asked)]),
  );
}

function taskNames(rows: readonly LabRow[]): string[] {
  return Object.keys(rows[0]?.tasks?.before ?? {});
}

function markdown(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return [headings, headings.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function percent(value: number | null): string {
  return value === null ? "–" : (100 * value).toFixed(1);
}
