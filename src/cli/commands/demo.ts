import { smallestDetectableDifference } from "../../stats/index.ts";
import { type CommandDefinition, defineCommand } from "../definition/command.ts";
import type { Output } from "../output/output.ts";
import { type StyledText, styled } from "../output/styled-text.ts";
import { publishedInputs, publishedItems, publishedRanking, type RankedModel } from "./demo/published-ranking.ts";

const verdicts: Readonly<Record<"certain" | "perhaps" | "no", StyledText>> = {
  certain: styled("green", "yes"),
  perhaps: styled("yellow", "only if all items are independent"),
  no: styled("yellow", "no, not decisive"),
};

export const command: CommandDefinition = defineCommand({
  name: "demo",
  summary: "what 2000 items can decide: a published ranking with its uncertainty",
  description:
    "As long as steadfast has no models of its own to show, the demo looks at published numbers: DIM-Bench measured six models on 2000 items; which of their differences are more than chance, and how small a difference could be seen at all? It computes for a second, without network or models, and records what it found as a run of the ledger.",
  options: {},
  examples: [
    { command: "steadfast demo", summary: "compute and show" },
    { command: "steadfast demo --json", summary: "for other programs" },
  ],
  async run(context) {
    const { output } = context;
    context.goOnWith("It takes a second: run the same command again.");
    const ranking = publishedRanking();
    const detectable: { disagreement: number; difference: number | null }[] = [];
    const { outcome, id } = await context.asRun({ kind: "demo", title: "what 2000 items can decide" }, async ({ sink, signal }) => {
      for (const { model, accuracy, interval, behind } of ranking) {
        sink({ type: "record", kind: "published-model", key: model, value: { accuracy, interval: { low: interval.low, high: interval.high }, behind } });
      }
      const disagreements = [0.1, 0.2, 0.3];
      for (const [index, disagreement] of disagreements.entries()) {
        signal.throwIfAborted();
        const difference = smallestDetectableDifference({ pairs: publishedItems, discordance: disagreement });
        detectable.push({ disagreement, difference });
        if (difference !== null) sink({ type: "metric", name: "smallest-difference", step: Math.round(disagreement * 100), value: difference });
        sink({ type: "progress", task: "smallest differences", done: index + 1, total: disagreements.length, unit: "designs" });
      }
      const undecided = ranking.filter(({ behind }) => behind?.decisive === "no").length;
      return { outcome: "done", summary: { models: ranking.length, undecidedNeighbours: undecided } };
    });
    output.result({
      run: id,
      ranking: ranking.map(({ model, accuracy, interval, behind }) => ({ model, accuracy, interval: { low: interval.low, high: interval.high }, behind })),
      smallestDifferences: detectable,
    });
    printRanking(output, ranking);
    printDetectable(output, detectable);
    output.print();
    output.print(`Recorded as run ${id}. Look at it again: steadfast runs show ${id}`);
    return outcome;
  },
});

function printRanking(output: Output, ranking: readonly RankedModel[]): void {
  output.print(styled("bold", `DIM-Bench as published: how often a model did what it was asked, of ${publishedItems} items`));
  output.print();
  output.table({
    columns: [{ heading: "model" }, { heading: "accuracy", align: "right" }, { heading: "95 % interval" }, { heading: "behind by", align: "right" }, { heading: "more than chance?" }],
    rows: ranking.map(({ model, accuracy, interval, behind }) => [
      model,
      accuracy.toFixed(2),
      `${interval.low.toFixed(3)}–${interval.high.toFixed(3)}`,
      behind === null ? "" : behind.difference.toFixed(2),
      behind === null ? "" : verdicts[behind.decisive],
    ]),
  });
  output.print();
  output.print(`The same input stands under four instructions; "yes" holds even if only the ${publishedInputs} inputs count.`);
}

function printDetectable(output: Output, detectable: readonly { disagreement: number; difference: number | null }[]): void {
  output.print();
  output.print(styled("bold", `The smallest difference that ${publishedItems} items show (exact McNemar test, power 80 %)`));
  output.print();
  output.table({
    columns: [{ heading: "where two models disagree on" }, { heading: "they must differ by", align: "right" }],
    rows: detectable.map(({ disagreement, difference }) => [`${Math.round(disagreement * 100)} % of the items`, difference === null ? "cannot be seen" : `${(difference * 100).toFixed(1)} points`]),
  });
}
