import { compile, gumbelNoise, type Tensor, tensorValue } from "../../graph/index.ts";
import { type InferenceSession, noiseKey, score } from "../../lm/index.ts";
import { randomStream } from "../../stats/index.ts";
import type { ModelPair } from "../rollout/model-pair.ts";
import type { RolloutRequest } from "../rollout/rollout.ts";
import type { RolloutStrategy, Writer } from "../strategy/rollout-strategy.ts";

/** A token as the definition of the method gives it. */
export interface PlainStep {
  readonly token: number;
  readonly who: Writer;
  readonly divergence: number;
  readonly threshold: number;
  readonly studentProbability: number;
  readonly teacherProbability: number;
  /** The smallest of the gap between the two best noisy logits and of the divergence from the threshold. */
  readonly margin: number;
}

/** @see plainRollout */
export interface PlainRolloutOptions {
  readonly strategy: RolloutStrategy;
  readonly seed: number;
  readonly stopIds: readonly number[];
  /** In place of noise, for each step. */
  readonly uniforms?: { readonly u: readonly number[]; readonly v?: readonly number[] };
}

/**
 * The method as it is written down, for checks: one sequence, one step at a time, without caches, blocks or batches, all
 * that follows the logits in float64 and in probabilities. It shares nothing with the rollouts that it checks but the
 * models' logits and the noise.
 */
export async function plainRollout(pair: ModelPair, { ids, sequence, maximumTokens }: RolloutRequest, { strategy, seed, stopIds, uniforms }: PlainRolloutOptions): Promise<PlainStep[]> {
  const { vocabulary } = pair;
  const noiseOf = compile((keys: Tensor) => gumbelNoise(keys, vocabulary), pair.student.options);
  const text = [...ids];
  const steps: PlainStep[] = [];
  let state = strategy.start();
  for (let step = 0; step < maximumTokens; step += 1) {
    const [teacherLogits, studentLogits] = [await lastLogits(pair.teacher.session!, text), await lastLogits(pair.student, text)];
    const [p, q] = [softmax(teacherLogits), softmax(studentLogits)];
    const noise = uniforms === undefined ? (await noiseOf(tensorValue("uint32", [1, 2], noiseKey(seed, { sequence, step })))).data : undefined;
    const draw = (distribution: readonly number[]): { id: number; margin: number } => (noise === undefined ? drawByUniform(distribution, uniforms!.u[step]!) : drawByNoise(distribution, [...noise].map(Number)));
    const student = draw(q);
    const teacher = draw(p);
    const divergence = p.reduce((sum, one, id) => sum + half(one, q[id]!) + half(q[id]!, one), 0);
    const threshold = strategy.threshold?.(step, state) ?? Number.NaN;
    const teacherRank = 1 + teacherLogits.filter((logit) => logit > teacherLogits[student.id]!).length;
    const random = uniforms?.v?.[step] ?? randomStream(seed, "switch", sequence, step).uniform();
    const seen = { step, divergence, studentToken: student.id, teacherToken: teacher.id, teacherRank, random, state };
    const who = strategy.decide(seen);
    state = strategy.next?.(seen) ?? state;
    const weight = strategy.reads.mixture ?? 0;
    const written = who === "student" ? student : who === "teacher" ? teacher : draw(p.map((one, id) => weight * one + (1 - weight) * q[id]!));
    const margins = [written.margin, ...(strategy.threshold === undefined ? [] : [Math.abs(divergence - threshold)]), ...(strategy.reads.teacherRank === true ? rankMargins(teacherLogits, student.id) : [])];
    steps.push({ token: written.id, who, divergence, threshold, studentProbability: q[written.id]!, teacherProbability: p[written.id]!, margin: Math.min(...margins) });
    text.push(written.id);
    if (stopIds.includes(written.id)) break;
  }
  return steps;
}

async function lastLogits(session: InferenceSession, ids: readonly number[]): Promise<number[]> {
  const [scored] = await score(session, [{ ids }], { logits: true });
  return [...scored!.logits!.at(-1)!];
}

function softmax(logits: readonly number[]): number[] {
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
  return logits.map((logit) => Math.exp(logit) / total);
}

/** ½·a·log₂(a / m), m the mean of both. */
function half(a: number, b: number): number {
  return (a / 2) * Math.log2(a / ((a + b) / 2));
}

function drawByNoise(distribution: readonly number[], noise: readonly number[]): { id: number; margin: number } {
  const noisy = distribution.map((probability, id) => Math.log(probability) + noise[id]!);
  const [best, second] = noisy.toSorted((a, b) => b - a) as [number, number];
  return { id: noisy.indexOf(best), margin: best - second };
}

function drawByUniform(distribution: readonly number[], number: number): { id: number; margin: number } {
  const sums = distribution.map((_, id) => distribution.slice(0, id + 1).reduce((a, b) => a + b, 0));
  return { id: sums.findIndex((sum) => sum > number), margin: Math.min(...sums.map((sum) => Math.abs(sum - number))) };
}

function rankMargins(logits: readonly number[], id: number): number[] {
  return logits.filter((_, other) => other !== id).map((logit) => Math.abs(logit - logits[id]!));
}
