import { createStrategy } from "../../src/switch/strategy/strategies.ts";
import { MeasuredBlock } from "../../src/switch/rollout/block-size.ts";
import type { ModelPair } from "../../src/switch/rollout/model-pair.ts";
import { rollout, type RolloutOptions, type RolloutRequest } from "../../src/switch/rollout/rollout.ts";
import type { RolloutCounts } from "../../src/switch/rollout/rollout-step.ts";
import type { Sampler } from "../../src/switch/rollout/sampler.ts";
import type { RolloutStrategy } from "../../src/switch/strategy/rollout-strategy.ts";
import { localTeacher } from "../../src/switch/teachers/local-teacher.ts";

/** One way to get sequences: the fastest of some rounds. */
export interface Way extends RolloutCounts {
  readonly name: string;
  readonly seconds: number;
}

/** @see measureWays */
export interface WaysSetting {
  readonly pair: ModelPair;
  readonly prompts: readonly RolloutRequest[];
  readonly rows: number;
  /** Of SWITCH's rollouts. */
  readonly sampler: Sampler;
  readonly strategy: RolloutStrategy;
  readonly stopIds?: readonly number[];
}

const rounds = 5;

/** As a training has it: what passes cost is measured once, and how drafts fare is learnt anew in every step. */
export function blockOfStep(measured: MeasuredBlock): MeasuredBlock {
  return measured.costs === undefined ? measured : new MeasuredBlock(measured.costs);
}

/** Plain sampling, GKD's sequences with the teacher's logits, and SWITCH's with them: one step at a time, and in blocks. */
export async function measureWays({ pair, prompts, rows, sampler, strategy, stopIds = [] }: WaysSetting): Promise<Way[]> {
  const alone = { strategy: createStrategy("student", { maximumTokens: prompts[0]!.maximumTokens }), observe: false, rows, stopIds };
  const switching = { strategy, sampler, rows, stopIds, keepLogits: true };
  const measured = new MeasuredBlock();
  const inBlocks = { ...switching, get block() { return blockOfStep(measured); } };
  return [
    await timed("plain sampling", alone, false),
    await timed("GKD: sampling, then one teacher pass", alone, true),
    await timed("SWITCH, one step at a time", { ...switching, block: 1 }, false),
    await timed("SWITCH, in blocks", inBlocks, false),
  ];

  async function timed(name: string, options: RolloutOptions, scored: boolean): Promise<Way> {
    let best: Way | undefined;
    // The first round compiles, and measures what blocks cost.
    for (let round = 0; round < rounds; round += 1) {
      const begun = performance.now();
      const { sequences, counts } = await rollout(pair, prompts, options);
      if (scored) await scoreAll(sequences.map((steps) => steps.map(({ token }) => token)));
      const seconds = (performance.now() - begun) / 1000;
      if (round > 0 && seconds < (best?.seconds ?? Number.POSITIVE_INFINITY)) best = { name, seconds, ...counts };
    }
    return best!;
  }

  /** As a step of a training asks: the batch's rows together. */
  async function scoreAll(texts: readonly (readonly number[])[]): Promise<void> {
    const teacher = localTeacher(pair.teacher.session!);
    for (let start = 0; start < texts.length; start += rows) {
      let place = 0;
      const jobs = texts.slice(start, start + rows).map((text, index) => {
        const { ids } = prompts[start + index]!;
        const job = { place, sequence: { ids: [...ids, ...text], promptLength: ids.length } };
        place += text.length;
        return job;
      });
      await teacher.targets(place, jobs);
    }
  }
}
