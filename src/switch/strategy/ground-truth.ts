import { SteadfastError } from "../../base/index.ts";
import type { RolloutStrategy } from "./rollout-strategy.ts";

/** The data's own responses: SFT, KD. */
export function groundTruth(): RolloutStrategy<undefined> {
  return {
    name: "ground-truth",
    source: "data",
    reads: {},
    start: () => undefined,
    decide: () => {
      throw new SteadfastError({ code: "rollout-of-data", sentence: "The responses are the data's own, so there is no token to decide about.", hint: "Choose another --strategy for a rollout." });
    },
  };
}
