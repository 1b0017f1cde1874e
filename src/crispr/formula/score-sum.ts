import type { Method } from "./method.ts";

/** What one prompt (an instance under one instruction) adds, for every neuron. */
export interface PromptScores {
  /** Which instruction, and which of its instances. */
  readonly instruction: number;
  readonly instance: number;
  /** α = P(ŷ | ι, x). */
  readonly weight: number;
  /**
   * In the paper's order B over tokens, divided by `factor`; in that of the authors' code G(ŷ) over tokens.
   */
  readonly biased: ArrayLike<number>;
  /** What `biased` is to be multiplied by, in float64; 1 in the order of the authors' code. */
  readonly factor: number;
  /** G(y) over tokens; in the order of the authors' code only, and there only with skill subtraction. */
  readonly gold?: ArrayLike<number>;
}

/** Instances whose skill terms the authors' code clamps together. */
export const authorsBatch = 4;

/**
 * The scores of all neurons: over the instances of an instruction the mean of α·B, over instructions the mean. Memory is a few
 * numbers a neuron, whatever the number of prompts, as long as those of one batch of the authors' code come near each other.
 */
export class ScoreSum {
  readonly scores: Float64Array;
  readonly #method: Method;
  readonly #instances: readonly number[];
  readonly #batches = new Map<string, { biased: Float64Array; gold: Float64Array; left: number }>();

  /** @param instances how many instances each instruction has */
  constructor({ neurons, instances, method }: { neurons: number; instances: readonly number[]; method: Method }) {
    this.scores = new Float64Array(neurons);
    this.#method = method;
    this.#instances = instances;
  }

  add(prompt: PromptScores): void {
    const alpha = this.#method.instanceWeight ? prompt.weight : 1;
    if (this.#method.order === "paper") {
      const share = this.#shareOf(prompt.instruction) * alpha * prompt.factor;
      for (let neuron = 0; neuron < this.scores.length; neuron += 1) this.scores[neuron]! += share * prompt.biased[neuron]!;
    } else {
      this.#addToBatch(prompt, alpha);
    }
  }

  /** The authors' code: Σ α·max G(ŷ) − max(0, Σ α·max G(y)) over a batch of four instances. */
  #addToBatch({ instruction, instance, biased, gold }: PromptScores, alpha: number): void {
    const number = Math.floor(instance / authorsBatch);
    const key = `${instruction} ${number}`;
    const total = Math.min(authorsBatch, this.#instances[instruction]! - number * authorsBatch);
    const batch = this.#batches.get(key) ?? { biased: new Float64Array(this.scores.length), gold: new Float64Array(this.scores.length), left: total };
    this.#batches.set(key, batch);
    for (let neuron = 0; neuron < this.scores.length; neuron += 1) {
      batch.biased[neuron]! += alpha * biased[neuron]!;
      if (gold !== undefined) batch.gold[neuron]! += alpha * gold[neuron]!;
    }
    batch.left -= 1;
    if (batch.left > 0) return;
    this.#batches.delete(key);
    const share = this.#shareOf(instruction);
    for (let neuron = 0; neuron < this.scores.length; neuron += 1) this.scores[neuron]! += share * (batch.biased[neuron]! - Math.max(0, batch.gold[neuron]!));
  }

  #shareOf(instruction: number): number {
    return 1 / (this.#instances.length * this.#instances[instruction]!);
  }
}
