import type { BenchItem } from "../../items/bench-item.ts";
import type { InsteadKind } from "../judge.ts";

/** An output of known truth: one line of a gold file. */
export interface GoldOutput {
  readonly id: string;
  readonly item: BenchItem;
  readonly output: string;
  readonly verdict: "pass" | "fail";
  readonly kind: "faithful" | InsteadKind;
  /** Why, in a few words. */
  readonly note: string;
}
