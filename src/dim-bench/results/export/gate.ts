import { SteadfastError } from "../../../base/index.ts";
import type { BenchResults } from "../bench-results.ts";

/** Whether a run is good enough. A type, not an interface: so it is JSON as it is. */
export type Gate = {
  readonly failUnder: number;
  readonly passed: boolean;
  readonly systems: readonly GatedSystem[];
};

/** @see Gate */
export type GatedSystem = {
  readonly model: string;
  readonly defence: string;
  /** The lower end of the accuracy's interval; null where nothing was scored. */
  readonly low: number | null;
  readonly passed: boolean;
  /** For people. */
  readonly sentence: string;
};

/**
 * Passes where every system's accuracy surely is at least `failUnder`: its interval's lower end is. A system of which nothing was
 * scored does not pass. Scripted baselines are there to be low and are left out, unless nothing else was measured.
 *
 * @throws SteadfastError `gate-malformed` for a threshold outside [0, 1]
 * @example
 * gateResults(results, 0.6).passed;
 */
export function gateResults({ systems }: Pick<BenchResults, "systems">, failUnder: number): Gate {
  if (!(failUnder >= 0 && failUnder <= 1)) throw new SteadfastError({ code: "gate-malformed", sentence: `A gate is a share from 0 to 1, not ${failUnder}.`, hint: "For 60 % write 0.6." });
  const measured = systems.filter(({ baseline }) => !baseline);
  const gated = (measured.length > 0 ? measured : systems).map(({ model, defence, accuracy, interval }): GatedSystem => {
    const low = interval?.low ?? null;
    const passed = low !== null && low >= failUnder;
    const found = low === null ? "nothing was scored" : `the accuracy is ${accuracy!.toFixed(4)}, and its interval begins at ${low.toFixed(4)}`;
    return { model, defence, low, passed, sentence: `${passed ? "Passed" : "Failed"} the gate at ${failUnder}: ${found}.` };
  });
  return { failUnder, passed: gated.length > 0 && gated.every(({ passed }) => passed), systems: gated };
}
