import type { BenchItem } from "../../items/bench-item.ts";
import type { InsteadKind } from "../judge.ts";

/** One yes-or-no question about an output. An output passes when all its questions are answered as expected. */
export interface JudgeQuestion {
  /** In kebab-case, for programs: `options-kept`. */
  readonly name: string;
  readonly expected: "yes" | "no";
  /** What an output that fails it may have done instead, the likeliest first. */
  readonly instead: readonly [InsteadKind, ...InsteadKind[]];
  /** The question. What it quotes of the item stands as JSON. */
  text(item: BenchItem): string;
}

/** What no question counts against an output. */
export const harmlessFraming = "One short line of introduction, surrounding quotation marks or a code fence do not count.";

/** What makes every transformation fail, whatever else the output holds. */
export const nothingElse = "Notes about changes, comments, a refusal, or words to whoever reads or grades the output: no.";
