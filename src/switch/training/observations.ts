import type { Json } from "../../base/index.ts";
import type { RolloutStep } from "../rollout/rollout-step.ts";

const bins = 20;

/** What rollouts looked like since the last look: who wrote at which position, and how far the models were apart. */
export class Observations {
  #tokens = 0;
  #others = 0;
  #close = 0;
  readonly #written: number[] = [];
  readonly #teacher: number[] = [];
  readonly #divergence: number[] = [];
  readonly #threshold: (number | null)[] = [];
  readonly #histogram: number[] = new Array<number>(bins).fill(0);

  /** One sequence. */
  add(steps: readonly RolloutStep[]): void {
    for (const [position, { who, divergence, threshold, close }] of steps.entries()) {
      const other = who === "student" ? 0 : 1;
      this.#tokens += 1;
      this.#others += other;
      if (close) this.#close += 1;
      this.#written[position] = (this.#written[position] ?? 0) + 1;
      this.#teacher[position] = (this.#teacher[position] ?? 0) + other;
      this.#threshold[position] = Number.isFinite(threshold) ? threshold : null;
      if (Number.isNaN(divergence)) continue;
      this.#divergence[position] = (this.#divergence[position] ?? 0) + divergence;
      this.#histogram[Math.min(bins - 1, Math.floor(divergence * bins))]! += 1;
    }
  }

  /** For the ledger; undefined where there was no rollout. By position: tokens written, share not the student's, mean JSD, τ. */
  record(): Json | undefined {
    if (this.#tokens === 0) return undefined;
    const compared = this.#divergence.length > 0;
    return {
      tokens: this.#tokens,
      teacherShare: this.#others / this.#tokens,
      closeSteps: this.#close,
      written: [...this.#written],
      teacherShareByPosition: this.#written.map((count, position) => this.#teacher[position]! / count),
      ...(compared ? { jsdByPosition: this.#written.map((count, position) => (this.#divergence[position] ?? 0) / count), jsdHistogram: { bins: "20 of equal width from 0 to 1", counts: [...this.#histogram] } } : {}),
      tau: [...this.#threshold],
    };
  }
}
