import type { InputTask, InstructionTask } from "../../items/tasks.ts";
import { isBaseline } from "../outcomes/baseline.ts";
import type { Outcomes, SystemOutcomes } from "../outcomes/outcome.ts";
import { type Cost, figuresOf, type Latency, type Usage } from "./figures.ts";
import { type Rate, ratesOf, tally } from "./rate.ts";
import { type ResultOptions, withDefaults } from "./result-options.ts";
import { groupsOf } from "./strata.ts";

/** All that is said of one model under one defence. A type, not an interface: so it is JSON as it is. */
export type SystemResults = Rate & {
  readonly model: string;
  readonly defence: string;
  readonly trials: number;
  /** A scripted model, which shows what can be had without doing the task. */
  readonly baseline: boolean;
  /** The table: instruction by input. */
  readonly cells: readonly (Rate & { readonly instruction: InstructionTask; readonly input: InputTask })[];
  /** Means over the cells of a row and of a column, as the paper has them. */
  readonly instructions: readonly (Rate & { readonly instruction: InstructionTask })[];
  readonly inputs: readonly (Rate & { readonly input: InputTask })[];
  /** By words of the input. */
  readonly lengths: readonly (Rate & { readonly label: string; readonly from: number; readonly to: number | null })[];
  /** What the outputs that failed did instead, the most frequent first. */
  readonly instead: { readonly [kind: string]: number };
  readonly usage: Usage;
  readonly cost: Cost;
  readonly latency: Latency | null;
};

/**
 * The results of every system, in order.
 *
 * @throws SteadfastError `invalid-statistic` for a level outside (0, 1), replicates or calibrations that are no counts
 * @example
 * for (const { model, accuracy, interval } of summarise(outcomes, { seed: 1 })) report(model, accuracy, interval);
 */
export function summarise({ items, systems }: Pick<Outcomes, "items" | "systems">, options?: ResultOptions): SystemResults[] {
  const { overall, cells, instructions, inputs, lengths } = groupsOf(items);
  const groups = [overall, ...[...cells, ...instructions, ...inputs, ...lengths].map(({ strata }) => strata)];
  return systems.map((system) => {
    const rates = ratesOf({ items, system, groups, options: withDefaults(options) }).values();
    const next = (): Rate => rates.next().value!;
    return {
      model: system.model,
      defence: system.defence,
      trials: system.trials.length,
      baseline: isBaseline(system.model),
      ...next(),
      cells: cells.map(({ instruction, input }) => ({ instruction, input, ...next() })),
      instructions: instructions.map(({ instruction }) => ({ instruction, ...next() })),
      inputs: inputs.map(({ input }) => ({ input, ...next() })),
      lengths: lengths.map(({ label, from, to }) => ({ label, from, to, ...next() })),
      instead: insteadOf(system),
      ...figuresOf(system),
    };
  });
}

function insteadOf({ trials }: SystemOutcomes): { readonly [kind: string]: number } {
  return tally(trials.flatMap((results) => results.flatMap(({ outcome }) => (outcome.type === "fail" ? [outcome.instead] : []))));
}
