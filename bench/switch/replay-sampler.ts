import type { RandomAddress } from "../../src/lm/index.ts";
import type { Sampler } from "../../src/switch/rollout/sampler.ts";
import type { Trace, TracedStep } from "./random-pair.ts";

/**
 * Does all of a sampler's work and then finds what a trained pair found: models with random weights neither agree nor disagree as
 * trained ones do, and the lengths of kept drafts are what time depends on. A text that was shorter begins again; τ is that of the
 * step in any case.
 */
export function replaySampler(real: Sampler, trace: Trace): Sampler {
  const tracedStep = ({ sequence, step }: RandomAddress): TracedStep => {
    const traced = trace[sequence % trace.length]!;
    return traced[step % traced.length]!;
  };
  return {
    async draft(logits, addresses) {
      return (await real.draft(logits, addresses)).map((drafted, index) => ({ ...drafted, margin: tracedStep(addresses[index]!)[2] }));
    },
    random: real.random,
    async compare(input) {
      const vocabulary = input.student[0]!.length;
      return (await real.compare(input)).map((comparison, index) => {
        const [divergence, agrees] = tracedStep(input.addresses[index]!);
        const drafted = input.drafted[index]!;
        return { ...comparison, divergence, teacher: { ...comparison.teacher, id: agrees ? drafted : (drafted + 1) % vocabulary } };
      });
    },
  };
}

/** A sampler that writes down what it found, by sequence and step. */
export function recordingSampler(real: Sampler): { readonly sampler: Sampler; trace(): Trace } {
  const found: TracedStep[][] = [];
  const margins: number[][] = [];
  const sampler: Sampler = {
    ...real,
    async draft(logits, addresses) {
      const drafted = await real.draft(logits, addresses);
      for (const [index, { margin }] of drafted.entries()) {
        const { sequence, step } = addresses[index]!;
        (margins[sequence] ??= [])[step] = margin;
      }
      return drafted;
    },
    async compare(input) {
      const comparisons = await real.compare(input);
      for (const [index, { divergence, teacher }] of comparisons.entries()) {
        const { sequence, step } = input.addresses[index]!;
        (found[sequence] ??= [])[step] = [divergence, teacher.id === input.drafted[index], margins[sequence]![step]!];
      }
      return comparisons;
    },
  };
  return { sampler, trace: () => found };
}
