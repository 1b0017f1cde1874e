import { type RandomStream, randomStream } from "../../stats/index.ts";
import { MeasuredBlock } from "../rollout/block-size.ts";
import { createPair, type ModelPair, sharedVocabulary } from "../rollout/model-pair.ts";
import { type RolloutRequest, rollout } from "../rollout/rollout.ts";
import { createStrategy, type StrategyName } from "../strategy/strategies.ts";
import { noCounts, type RolloutCounts } from "../rollout/rollout-step.ts";
import { expectSameRollout } from "./compare-rollouts.ts";
import { plainRollout } from "./plain-rollout.ts";
import { tinyConfigurations, tinyEnd, type TinyFamily, tinyModel } from "./tiny-models.ts";

const asked: readonly StrategyName[] = ["exponential", "exponential", "exponential", "linear", "growth", "constant", "mixture", "random", "student", "teacher", "speculative", "adaswitch"];
const families: readonly TinyFamily[] = ["gpt2", "opt", "llama"];

/** What a series of cases came to. */
export interface CasesReport {
  readonly cases: number;
  readonly comparedSteps: number;
  readonly counts: RolloutCounts;
}

/** A pair: neighbours of one family, or strangers of any two. */
export function randomPair(random: RandomStream): ModelPair {
  const family = random.choice(families);
  const teacher = tinyModel(tinyConfigurations[family], { seed: random.integer(1e6), sharpness: 1 + random.uniform() });
  const distance = random.uniform();
  const student = random.uniform() < 0.75 ? tinyModel(tinyConfigurations[family], { seed: random.integer(1e6), near: { model: teacher, distance } }) : tinyModel(tinyConfigurations[random.choice(families)], { seed: random.integer(1e6) });
  return createPair({ teacher, student, vocabulary: sharedVocabulary(teacher, student), options: { threads: 1 } });
}

/**
 * Random (pair, prompts, seed, block, batch) cases, each held to the plain rollout of its sequences.
 *
 * @param pairs with five cases each.
 */
export async function rolloutCases(seed: number, pairs: number): Promise<CasesReport> {
  const counts = noCounts();
  let [cases, comparedSteps] = [0, 0];
  for (let index = 0; index < pairs; index += 1) {
    const random = randomStream(seed, "cases", index);
    const pair = randomPair(random);
    const name = random.choice(asked);
    const noise = random.integer(1e6);
    const settings = { maximumTokens: 24, tau0: random.uniform(), lambda: random.choice([0, 0.03, 0.1, 0.3]), topK: 1 + random.integer(6), factor: 1 + random.uniform(), window: 2 + random.integer(3) };
    const strategy = createStrategy(name, settings);
    const stopIds = [tinyEnd, random.integer(39), random.integer(39)];
    const requests = Array.from({ length: 4 }, (_, sequence): RolloutRequest => ({ ids: Array.from({ length: 1 + random.integer(8) }, () => random.integer(39)), sequence, maximumTokens: 1 + random.integer(24) }));
    const expected = [];
    for (const request of requests) expected.push(await plainRollout(pair, request, { strategy, seed: noise, stopIds }));
    const chosen = new MeasuredBlock({ student: 1, teacherPass: 10 * random.uniform(), teacherToken: random.uniform() });
    for (const [block, rows] of [[1, 4], [1 + random.integer(12), 1 + random.integer(4)], [2 + random.integer(6), 4], [24, 3], [chosen, 1 + (index % 4)]] as const) {
      const made = await rollout(pair, requests, { strategy, seed: noise, stopIds, block, rows });
      for (const [row, plain] of expected.entries()) comparedSteps += expectSameRollout(made.sequences[row]!, plain, `case ${index} (${name}), block ${typeof block === "number" ? block : "chosen"}, rows ${rows}, sequence ${row}`);
      for (const key of Object.keys(counts) as (keyof RolloutCounts)[]) counts[key] += made.counts[key];
      cases += 1;
    }
    await pair.teacher.close();
    await pair.student.close();
  }
  return { cases, comparedSteps, counts };
}
