import { clopperPearsonInterval, clusterBootstrap, cohenKappa } from "../../../stats/index.ts";
import { inputTaskNames, instructionTaskNames } from "../../items/tasks.ts";
import { insteadKinds, type Judge, type Judgement } from "../judge.ts";
import type { Calibration, CalibrationBaseline, CalibrationCell, CalibrationKind, CountedShare, Estimated } from "./calibration.ts";
import type { GoldOutput } from "./gold-output.ts";
import type { Gold } from "./read-gold.ts";

/** @see summariseCalibration */
export interface CalibrationInput {
  readonly judge: Pick<Judge, "name" | "hash">;
  readonly gold: Gold;
  /** By the id of the output. */
  readonly first: ReadonlyMap<string, Judgement>;
  readonly second: ReadonlyMap<string, Judgement> | undefined;
  readonly failedCalls: number;
  readonly seed: number;
}

/** An output with what was said of it. */
interface Judged {
  readonly gold: GoldOutput;
  readonly judgement: Judgement;
}

/** The figures of a calibration, from the judgements alone. */
export function summariseCalibration({ judge, gold, first, second, failedCalls, seed }: CalibrationInput): Calibration {
  const all = gold.outputs.map((output): Judged => ({ gold: output, judgement: first.get(output.id)! }));
  const scored = all.filter(({ judgement }) => judgement.verdict !== "unscored");
  const right = scored.filter(({ gold }) => gold.verdict === "pass");
  return {
    judge: judge.name,
    hash: judge.hash,
    gold: { name: gold.name, sha256: gold.sha256, outputs: gold.outputs.length },
    scored: scored.length,
    failedCalls,
    unscored: tally(all.flatMap(({ judgement }) => (judgement.verdict === "unscored" ? [judgement.cause] : []))),
    ...sharesOf(scored),
    balancedAccuracy: balancedAccuracyOf(scored, seed),
    kappa: kappaOf(scored),
    baseRate: ratio(right.length, scored.length),
    passRate: ratio(scored.filter(({ judgement }) => judgement.verdict === "pass").length, scored.length),
    selfConsistency: second === undefined ? null : consistencyOf(all, second),
    cells: cellsOf(scored),
    kinds: kindsOf(all),
    baselines: [baseline("pass", scored), baseline("fail", scored)],
    mistakes: all.filter((each) => !isRight(each)).map(({ gold, judgement }) => ({ id: gold.id, kind: gold.kind, called: calledOf(judgement) })),
  };
}

function isRight({ gold, judgement }: Judged): boolean {
  return judgement.verdict === gold.verdict;
}

function sharesOf(scored: readonly Judged[]): { readonly sensitivity: CountedShare; readonly specificity: CountedShare } {
  const of = (verdict: "pass" | "fail"): CountedShare => counted(scored.filter(({ gold }) => gold.verdict === verdict).map(isRight));
  return { sensitivity: of("pass"), specificity: of("fail") };
}

function counted(right: readonly boolean[]): CountedShare {
  const correct = right.filter(Boolean).length;
  return { correct, total: right.length, share: ratio(correct, right.length), interval: clopperPearsonInterval(correct, right.length) };
}

function consistencyOf(all: readonly Judged[], second: ReadonlyMap<string, Judgement>): CountedShare {
  const pairs = all.map(({ gold, judgement }) => [judgement.verdict, second.get(gold.id)!.verdict] as const);
  return counted(pairs.filter((verdicts) => verdicts.some((verdict) => verdict !== "unscored")).map(([one, other]) => one === other));
}

/** Outputs over one input do not count as independent. */
function balancedAccuracyOf(scored: readonly Judged[], seed: number): Estimated {
  const clusters = [...Map.groupBy(scored, ({ gold }) => gold.item.inputId)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, those]) => {
      const { sensitivity, specificity } = sharesOf(those);
      return [sensitivity.correct, sensitivity.total, specificity.correct, specificity.total];
    });
  const { estimate, low, high } = clusterBootstrap({ clusters, statistic: ([passed, right, failed, wrong]) => (passed! / right! + failed! / wrong!) / 2, seed, replicates: 2000 });
  return { estimate, low, high };
}

function kappaOf(scored: readonly Judged[]): Estimated {
  const { kappa, low, high } = cohenKappa(scored.map(({ gold }) => gold.verdict), scored.map(({ judgement }) => judgement.verdict as "pass" | "fail"));
  return { estimate: kappa, low, high };
}

function cellsOf(scored: readonly Judged[]): CalibrationCell[] {
  return instructionTaskNames.flatMap((instruction) =>
    inputTaskNames.flatMap((input) => {
      const those = scored.filter(({ gold }) => gold.item.instructionTask === instruction && gold.item.inputTask === input);
      if (those.length === 0) return [];
      const shares = sharesOf(those);
      return [{ instruction, input, ...shares, balancedAccuracy: halfway(shares.sensitivity.share, shares.specificity.share) }];
    }),
  );
}

function kindsOf(all: readonly Judged[]): CalibrationKind[] {
  return (["faithful", ...insteadKinds] as const).flatMap((kind) => {
    const those = all.filter(({ gold }) => gold.kind === kind);
    return those.length === 0 ? [] : [{ kind, outputs: those.length, correct: those.filter(isRight).length, called: tally(those.map(({ judgement }) => calledOf(judgement))) }];
  });
}

function calledOf(judgement: Judgement): string {
  return judgement.verdict === "fail" ? judgement.instead : judgement.verdict;
}

function baseline(says: "pass" | "fail", scored: readonly Judged[]): CalibrationBaseline {
  const truth = scored.map(({ gold }) => gold.verdict);
  const both = new Set(truth).size === 2;
  return { says, accuracy: ratio(truth.filter((verdict) => verdict === says).length, truth.length), balancedAccuracy: both ? 0.5 : null, kappa: cohenKappa(truth, truth.map(() => says)).kappa };
}

function halfway(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : (one + other) / 2;
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** How often each word stands in a list, the most frequent first. */
function tally(words: readonly string[]): { readonly [word: string]: number } {
  const counts = [...Map.groupBy(words, (word) => word)].map(([word, those]): [string, number] => [word, those.length]);
  return Object.fromEntries(counts.sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)));
}
