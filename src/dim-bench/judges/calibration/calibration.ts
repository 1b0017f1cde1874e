import type { InputTask, InstructionTask } from "../../items/tasks.ts";
import type { InsteadKind } from "../judge.ts";

/** How many of so many, with the exact interval (Clopper & Pearson) of the share. A type, not an interface: so it is JSON as it is. */
export type CountedShare = {
  readonly correct: number;
  readonly total: number;
  /** Null where there are none. */
  readonly share: number | null;
  readonly interval: { readonly low: number; readonly high: number };
};

/** An estimate with its interval; null where it is not defined. */
export type Estimated = { readonly estimate: number | null; readonly low: number | null; readonly high: number | null };

/** How a judge does on outputs of known truth. Right outputs are the positive ones. */
export type Calibration = {
  readonly judge: string;
  readonly hash: string;
  readonly gold: { readonly name: string; readonly sha256: string; readonly outputs: number };
  readonly scored: number;
  /** Outputs that were not judged because a call of the judge failed: they are among the unscored. */
  readonly failedCalls: number;
  /** By cause. */
  readonly unscored: { readonly [cause: string]: number };
  /** Of right outputs that were scored, how many passed. */
  readonly sensitivity: CountedShare;
  /** Of wrong outputs that were scored, how many failed. */
  readonly specificity: CountedShare;
  /** The mean of both, with a bootstrap interval by input. */
  readonly balancedAccuracy: Estimated;
  /** Agreement with the truth beyond chance (Cohen). */
  readonly kappa: Estimated;
  /** The share of right outputs, and of outputs that the judge passes, of those that were scored. */
  readonly baseRate: number | null;
  readonly passRate: number | null;
  /** Of outputs that got a verdict in one of two passes at least, how many got the same in both; null where none was judged twice. */
  readonly selfConsistency: CountedShare | null;
  readonly cells: readonly CalibrationCell[];
  readonly kinds: readonly CalibrationKind[];
  /** What judges that always say the same would have: the floor for every figure above. */
  readonly baselines: readonly CalibrationBaseline[];
  readonly mistakes: readonly CalibrationMistake[];
};

/** One of the 20 categories. */
export type CalibrationCell = {
  readonly instruction: InstructionTask;
  readonly input: InputTask;
  readonly sensitivity: CountedShare;
  readonly specificity: CountedShare;
  /** Null where either is. */
  readonly balancedAccuracy: number | null;
};

/** What the judge says of outputs of one kind. */
export type CalibrationKind = {
  readonly kind: "faithful" | InsteadKind;
  readonly outputs: number;
  /** How many came out as they should. */
  readonly correct: number;
  /** How often it called them what: `pass`, a kind of failure, or `unscored`. */
  readonly called: { readonly [name: string]: number };
};

/** A judge that always says the same. */
export type CalibrationBaseline = { readonly says: "pass" | "fail"; readonly accuracy: number | null; readonly balancedAccuracy: number | null; readonly kappa: number | null };

/** An output that came out wrong. */
export type CalibrationMistake = { readonly id: string; readonly kind: "faithful" | InsteadKind; readonly called: string };
