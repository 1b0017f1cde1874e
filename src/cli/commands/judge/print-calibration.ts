import type { Calibration } from "../../../dim-bench/index.ts";
import type { Output } from "../../output/output.ts";
import { formatCount } from "../../output/quantities.ts";
import type { BesideRules } from "./beside-rules.ts";

const MOST_SHOWN = 10;

type Share = Calibration["sensitivity"];

/** The figures of a calibration, for people. */
export function printCalibration(output: Output, calibration: Calibration): void {
  const { judge, gold, scored, unscored, sensitivity, specificity, balancedAccuracy, kappa, baseRate, passRate, selfConsistency, baselines } = calibration;
  const causes = Object.entries(unscored).map(([cause, count]) => `${cause} ${count}`);
  output.print(`${judge} on ${formatCount(gold.outputs)} outputs of known truth (${gold.name}): ${formatCount(scored)} scored${causes.length === 0 ? "" : `, unscored: ${causes.join(", ")}`}.`);
  output.print();
  output.table({
    columns: [{ heading: "" }, { heading: "", align: "right" }, { heading: "95 %", align: "right" }, { heading: "" }],
    rows: [
      ["balanced accuracy", percent(balancedAccuracy.estimate), ends(balancedAccuracy), "the mean of the next two"],
      ["sensitivity", ...shareCells(sensitivity), `right outputs that pass: ${sensitivity.correct} of ${sensitivity.total}`],
      ["specificity", ...shareCells(specificity), `wrong outputs that fail: ${specificity.correct} of ${specificity.total}`],
      ["κ", kappa.estimate === null ? "–" : kappa.estimate.toFixed(2), kappa.low === null || kappa.high === null ? "–" : `${kappa.low.toFixed(2)}–${kappa.high.toFixed(2)}`, "agreement with the truth beyond chance"],
      ["base rate", percent(baseRate), "", `of outputs are right; the judge passes ${percent(passRate)}`],
      ...(selfConsistency === null ? [] : [["self-consistency", ...shareCells(selfConsistency), `same verdict again: ${selfConsistency.correct} of ${selfConsistency.total}`]]),
      ...baselines.map(({ says, accuracy, balancedAccuracy: balanced }) => [`always ${says}`, percent(balanced), "", `a constant judge; right on ${percent(accuracy)}, κ 0`]),
    ],
  });
  output.print();
  printCells(output, calibration);
  output.print();
  printKinds(output, calibration);
}

/** Where a model and the rules differ: of each only the first few, all are in the result. */
export function printDisagreements(output: Output, { balancedAccuracy, agree, disagreements }: BesideRules): void {
  const shown = disagreements.slice(0, MOST_SHOWN);
  output.print();
  output.print(`The rules, for comparison: balanced accuracy ${percent(balancedAccuracy)}; they agree on ${formatCount(agree)} outputs and differ on ${formatCount(disagreements.length)}${disagreements.length > shown.length ? `, of which ${shown.length} are shown` : ""}.`);
  if (shown.length === 0) return;
  output.table({ columns: [{ heading: "output" }, { heading: "what it is" }, { heading: "judge" }, { heading: "rules" }], rows: shown.map(({ id, kind, judge, rules }) => [id, kind, judge, rules]) });
}

function printCells(output: Output, { cells }: Calibration): void {
  output.table({
    columns: [{ heading: "category" }, { heading: "balanced", align: "right" }, { heading: "right ones that pass", align: "right" }, { heading: "wrong ones that fail", align: "right" }],
    rows: cells.map(({ instruction, input, balancedAccuracy, sensitivity, specificity }) => [`${instruction} × ${input}`, percent(balancedAccuracy), countText(sensitivity), countText(specificity)]),
  });
}

function printKinds(output: Output, { kinds }: Calibration): void {
  output.table({
    columns: [{ heading: "what they did" }, { heading: "outputs", align: "right" }, { heading: "seen", align: "right" }, { heading: "called" }],
    rows: kinds.map(({ kind, outputs, correct, called }) => [kind, formatCount(outputs), formatCount(correct), Object.entries(called).map(([name, count]) => `${name} ${count}`).join(", ")]),
  });
}

function shareCells(share: Share): [string, string] {
  return [percent(share.share), share.total === 0 ? "–" : ends(share.interval)];
}

function countText({ correct, total }: Share): string {
  return `${correct}/${total}`;
}

function ends({ low, high }: { readonly low: number | null; readonly high: number | null }): string {
  return low === null || high === null ? "–" : `${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)} %`;
}

function percent(share: number | null): string {
  return share === null ? "–" : `${(100 * share).toFixed(1)} %`;
}
