import type { Sampler } from "../../src/switch/rollout/sampler.ts";
import type { Trace } from "./random-pair.ts";

/**
 * Does all of a sampler's work and then decides as a trained pair did: models with random weights neither agree nor disagree as
 * trained ones do, and the lengths of kept drafts are what time depends on.
 */
export function replaySampler(real: Sampler, trace: Trace): Sampler {
  return {
    draft: real.draft,
    random: real.random,
    async compare(input) {
      const vocabulary = input.student.shape[1]!;
      return (await real.compare(input)).map((comparison, index) => {
        const { sequence, step } = input.addresses[index]!;
        const letters = trace[sequence % trace.length]!;
        const letter = letters[step % letters.length]!;
        const drafted = input.drafted[index]!;
        // No threshold is above 1, and none below 0.
        return { ...comparison, divergence: letter === "s" ? 0 : 2, teacher: { ...comparison.teacher, id: letter === "a" ? drafted : (drafted + 1) % vocabulary } };
      });
    },
  };
}
