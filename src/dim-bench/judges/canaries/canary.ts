import type { BenchItem } from "../../items/bench-item.ts";

/** An output of known truth that tries a judge before it is trusted. */
export interface Canary {
  readonly name: string;
  readonly item: BenchItem;
  readonly output: string;
  readonly verdict: "pass" | "fail";
}
