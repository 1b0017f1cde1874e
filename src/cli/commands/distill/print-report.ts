import type { DistillReport } from "../../../switch/index.ts";
import type { Output } from "../../output/output.ts";
import { formatCount, formatDuration } from "../../output/quantities.ts";
import { styled } from "../../output/styled-text.ts";
import { lossesOfOneSource } from "./losses-of-one-source.ts";

/** What a distillation came to, for people. */
export function printReport(output: Output, report: DistillReport): void {
  const { title, steps, epochs, examples, validations, best, out, teacherShare, origins, generateSeconds, generatedTokens, rolloutTeacherSeconds, comparingSeconds, teacherSeconds, scoredTokens, trainSeconds, trainedTokens } = report;
  output.print(styled("bold", `${title}: ${formatCount(steps)} steps, ${epochs.toFixed(1)} epochs over ${formatCount(examples)} examples`));
  output.print(`Steps by where their sequences came from: ${Object.entries(origins).map(([origin, count]) => `${origin} ${formatCount(count)}`).join(", ")}.`);
  if (teacherShare !== null) output.print(`Of the tokens rolled out, ${(100 * teacherShare).toFixed(1)}% were not the student's.`);
  const losses = lossesOfOneSource(report);
  if (losses !== undefined) output.print(`Loss, nats a response token: ${losses.firstLoss.toFixed(3)} at the first step, ${losses.lastLoss.toFixed(3)} at the last.`);
  const part = (what: string, seconds: number, tokens: number): string => `${what} ${formatDuration(seconds)}${tokens === 0 || seconds === 0 ? "" : ` (${formatCount(Math.round(tokens / seconds))} tokens/s)`}`;
  const parts = [
    part("generating", generateSeconds - rolloutTeacherSeconds - comparingSeconds, generatedTokens),
    part("teacher", rolloutTeacherSeconds + teacherSeconds, scoredTokens),
    ...(comparingSeconds === 0 ? [] : [part("comparing", comparingSeconds, 0)]),
    part("training", trainSeconds, trainedTokens),
  ];
  output.print(`Time: ${parts.join(", ")}.`);
  if (validations.length > 0) {
    const labels = [...new Set(validations.flatMap(({ byLength = [] }) => byLength.map(({ label }) => label)))];
    output.table({
      columns: [{ heading: "step", align: "right" }, { heading: "validation loss", align: "right" }, { heading: "ROUGE-L", align: "right" }, ...labels.map((label) => ({ heading: `${label} tokens`, align: "right" as const })), { heading: "" }],
      rows: validations.map(({ step, loss, rougeL, byLength = [] }) => [
        formatCount(step),
        loss.toFixed(4),
        rougeL === undefined ? "" : (100 * rougeL).toFixed(1),
        ...labels.map((label) => {
          const found = byLength.find((bucket) => bucket.label === label);
          return found === undefined ? "" : (100 * found.rougeL).toFixed(1);
        }),
        step === best ? "saved" : "",
      ]),
    });
  }
  if (best === 0 && steps > 0) output.print("Nothing that was learnt came out better by validation: the weights are those from before the first step.");
  output.print(`The student stands in ${out}.`);
}
