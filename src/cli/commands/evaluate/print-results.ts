import type { DataResult } from "../../../lm/index.ts";
import type { Output } from "../../output/output.ts";
import { formatCount } from "../../output/quantities.ts";

type Summary = DataResult["summary"];

/** The table for people: a row for each data set, and one for each length of its references. */
export function printResults(output: Output, { label, results }: { label: string; results: readonly DataResult[] }): void {
  output.table({
    columns: [{ heading: "data" }, { heading: "references" }, { heading: "n", align: "right" }, { heading: "ROUGE-L", align: "right" }, { heading: "95 %", align: "right" }, { heading: "ROUGE-1", align: "right" }, { heading: "ROUGE-2", align: "right" }, { heading: "exact", align: "right" }, { heading: "preset" }],
    rows: results.flatMap(({ name, lengthUnit, summary }) => [
      [name, "all", ...scoresOf(summary), label],
      ...summary.buckets.map((bucket) => ["", `${bucket.label} ${lengthUnit}`, ...scoresOf(bucket), label]),
    ]),
  });
  output.print();
  for (const { name, summary, cutPrompts, leftOut } of results) {
    const { seeds, words, tokens, cutShare, repetition } = summary;
    const lengths = tokens === null ? `${words.mean.toFixed(1)} words` : `${tokens.mean.toFixed(1)} tokens (${words.mean.toFixed(1)} words)`;
    const parts = [
      `${seeds.length === 1 ? "1 response" : `${seeds.length} responses`} to each record, of ${lengths} on average`,
      ...(cutShare === null ? [] : [`${percent(cutShare.mean)} cut at the limit`]),
      `${percent(repetition.mean)} of runs of four words said before`,
      ...(cutPrompts === null || cutPrompts === 0 ? [] : [`${formatCount(cutPrompts)} ${cutPrompts === 1 ? "prompt" : "prompts"} cut`]),
      ...(leftOut.length === 0 ? [] : [`${formatCount(leftOut.length)} ${leftOut.length === 1 ? "record" : "records"} left out (line ${leftOut[0]!.line}: ${leftOut[0]!.reason})`]),
    ];
    output.print(`${name}: ${parts.join("; ")}.`);
  }
  // A narrow terminal cuts the last column.
  output.print(`Preset: ${label}.`);
  output.print("ROUGE is F × 100. ± is the standard deviation over seeds; 95 % is a bootstrap interval over records.");
}

function scoresOf({ records, rougeL, rouge1, rouge2, exactMatch }: Pick<Summary, "records" | "rougeL" | "rouge1" | "rouge2" | "exactMatch">): string[] {
  const { low, high } = rougeL;
  return [formatCount(records), withSpread(rougeL), low === null || high === null ? "–" : `${low.toFixed(2)}–${high.toFixed(2)}`, withSpread(rouge1), withSpread(rouge2), `${exactMatch.mean.toFixed(1)} %`];
}

function withSpread({ mean, spread }: { mean: number; spread: number | null }): string {
  return spread === null ? mean.toFixed(2) : `${mean.toFixed(2)} ± ${spread.toFixed(2)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
