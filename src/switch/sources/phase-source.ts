import type { Json } from "../../base/index.ts";
import type { SequenceSource } from "./source.ts";
import type { PolicyNotes, TrainedSequence } from "./trained-sequence.ts";

/** @see phaseSource */
export interface PhaseOptions {
  /** Sequences of a phase. By default 256. */
  readonly rollouts?: number;
  /** How often each is learnt from. By default 4. */
  readonly epochs?: number;
}

interface Kept {
  readonly promptLength: number;
  readonly ids: readonly number[];
  readonly policy?: PolicyNotes;
}

/**
 * MiniLLM's phases: some hundred sequences are rolled out with the student as it is, then learnt from for some epochs, then
 * forgotten.
 */
export function phaseSource({ rollouts = 256, epochs = 4 }: PhaseOptions = {}): SequenceSource {
  let phase: { readonly first: number; readonly batches: readonly (readonly Kept[])[] } = { first: 0, batches: [] };
  return {
    name: "phases",
    async batch({ step, steps }, tools) {
      const behind = step - phase.first;
      if (behind >= epochs * phase.batches.length) {
        const batches: Kept[][] = [];
        // No more than what is learnt from before the training ends.
        const needed = Math.ceil((steps - step) / epochs);
        for (let index = 0, count = 0; count < rollouts && index < needed; index += 1) {
          const made = await tools.rollout(step + index);
          batches.push(made.map(withoutLogits));
          count += made.length;
        }
        phase = { first: step, batches };
      }
      return { origin: "rollout", sequences: phase.batches[(step - phase.first) % phase.batches.length]! };
    },
    remembered: () => phase as unknown as Json,
    recall(kept) {
      phase = kept as unknown as typeof phase;
    },
  };
}

/** A phase's logits would take gigabytes: the teacher is asked again at each step. */
function withoutLogits({ ids, promptLength, policy }: TrainedSequence): Kept {
  return { ids, promptLength, ...(policy === undefined ? {} : { policy }) };
}
