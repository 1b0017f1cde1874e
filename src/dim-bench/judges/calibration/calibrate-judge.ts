import { type EventSink, type Json, silent } from "../../../base/index.ts";
import { ChatFailure } from "../../../chat/index.ts";
import { randomStream } from "../../../stats/index.ts";
import type { Judge, Judgement } from "../judge.ts";
import type { Calibration } from "./calibration.ts";
import type { GoldOutput } from "./gold-output.ts";
import type { Gold } from "./read-gold.ts";
import { summariseCalibration } from "./summarise-calibration.ts";

/** @see calibrateJudge */
export interface CalibrateOptions {
  readonly judge: Judge;
  readonly gold: Gold;
  /** Judges everything a second time, in another order; `judge` itself, or a twin that draws its prompts from another seed. Without it nothing is judged twice. */
  readonly again?: Judge;
  readonly seed?: number;
  /** Hears of progress, and gets every judgement as a record. */
  readonly sink?: EventSink;
  readonly signal?: AbortSignal;
}

/**
 * How a judge does on outputs of known truth. A call that failed for a reason that may pass leaves its output unscored, under the
 * failure's code.
 *
 * @throws what else the judge throws
 * @example
 * const { balancedAccuracy } = await calibrateJudge({ judge, gold: await readGold("held-out") });
 */
export async function calibrateJudge({ judge, gold, again, seed = 0, sink = silent, signal }: CalibrateOptions): Promise<Calibration> {
  let done = 0;
  const failed = new Set<string>();
  const total = gold.outputs.length * (again === undefined ? 1 : 2);
  const judgeAll = async (each: Judge, pass: number): Promise<ReadonlyMap<string, Judgement>> => {
    const order = randomStream(seed, "calibration", pass).shuffle(gold.outputs);
    const judged = order.map(async ({ id, item, output }: GoldOutput): Promise<[string, Judgement]> => {
      const judgement = await each.judge(item, output, signal === undefined ? {} : { signal }).catch((error: unknown) => {
        failed.add(id);
        return unscoredBy(error);
      });
      done += 1;
      sink({ type: "progress", task: "judging outputs of known truth", done, total, unit: "outputs" });
      sink({ type: "record", kind: "judgement", key: `${pass}/${id}`, value: judgement as unknown as Json });
      return [id, judgement];
    });
    return new Map(await Promise.all(judged));
  };
  const first = await judgeAll(judge, 0);
  const second = again === undefined ? undefined : await judgeAll(again, 1);
  return summariseCalibration({ judge, gold, first, second, failedCalls: failed.size, seed });
}

function unscoredBy(error: unknown): Judgement {
  if (!(error instanceof ChatFailure) || error.kind !== "incomplete") throw error;
  return { verdict: "unscored", cause: error.code, reason: error.message, answers: [] };
}
