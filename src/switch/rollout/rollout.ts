import { type EventSink, silent, SteadfastError } from "../../base/index.ts";
import { growSequences } from "../../lm/index.ts";
import type { RolloutStrategy } from "../strategy/rollout-strategy.ts";
import { BlockBatch, type RolloutPrompt } from "./block-batch.ts";
import { type BlockSize, fixedBlock, MeasuredBlock } from "./block-size.ts";
import { createGumbelSampler } from "./gumbel-sampler.ts";
import type { ModelPair } from "./model-pair.ts";
import { noCounts, type RolloutCounts, type RolloutStep } from "./rollout-step.ts";
import type { Sampler, SamplerReads } from "./sampler.ts";
import { createUniformSampler, type Uniforms } from "./uniform-sampler.ts";

/** What to go on from, and how far. */
export interface RolloutRequest extends RolloutPrompt {
  readonly maximumTokens: number;
}

/** @see rollout */
export interface RolloutOptions {
  readonly strategy: RolloutStrategy;
  readonly seed?: number;
  /** In place of the seed's noise. */
  readonly uniforms?: Uniforms;
  /** In place of both. */
  readonly sampler?: Sampler;
  /** Tokens drafted before the teacher looks; 1 is one step at a time. By default chosen by measured time. */
  readonly block?: number | BlockSize;
  /** Sequences at once. By default 8. */
  readonly rows?: number;
  /** Tokens that end a sequence; they are its last. */
  readonly stopIds?: readonly number[];
  /** Computes divergences and probabilities even where the strategy reads none. By default true. */
  readonly observe?: boolean;
  /** Keeps the teacher's logits of every token. */
  readonly keepLogits?: boolean;
  readonly sink?: EventSink;
  readonly signal?: AbortSignal;
}

/** Rollouts and what they cost. */
export interface Rollouts {
  /** In the order of the requests. */
  readonly sequences: readonly (readonly RolloutStep[])[];
  readonly counts: RolloutCounts;
}

/**
 * Writes a response to each prompt, teacher and student in turn as the strategy says. Blocks of any length in any batch give
 * the tokens of one step at a time wherever the margins that decide exceed 1e-4; steps below that are counted.
 *
 * @throws SteadfastError `prompt-empty`, `token-unknown`, `context-exceeded`, `rollout-option`, `uniforms-short`
 * @example
 * const { sequences } = await rollout(pair, [{ ids: student.tokenizer.encode("where is ada?"), sequence: 0, maximumTokens: 64 }], { strategy, seed: 1, stopIds: endIds(student) });
 */
export async function rollout(pair: ModelPair, requests: readonly RolloutRequest[], options: RolloutOptions): Promise<Rollouts> {
  const { strategy, block, rows = 8, stopIds = [], observe = true, keepLogits = false, sink = silent, signal } = options;
  if (typeof block === "number" && !(Number.isSafeInteger(block) && block >= 1)) throw new SteadfastError({ code: "rollout-option", sentence: `A block must be a whole number of tokens of at least 1, not ${block}.` });
  if (!(Number.isSafeInteger(rows) && rows >= 1)) throw new SteadfastError({ code: "rollout-option", sentence: `The number of rows must be a whole number of at least 1, not ${rows}.` });
  for (const request of requests) checkRequest(pair, request);
  const studentAlone = strategy.always === "student" && !observe && !keepLogits;
  const counts = noCounts();
  const context = {
    pair,
    sampler: options.sampler ?? samplerOf(pair, options),
    strategy,
    stopIds: new Set(stopIds),
    block: typeof block === "number" ? fixedBlock(block) : (block ?? new MeasuredBlock()),
    compared: !studentAlone,
    keepLogits,
    counts,
  };
  const sequences = requests.map((): RolloutStep[] => []);
  let finished = 0;
  await growSequences<RolloutRequest, RolloutStep, BlockBatch>({
    requests,
    rows: Math.max(1, Math.min(rows, requests.length)),
    start: (admitted) => BlockBatch.start(context, admitted),
    limitOf: ({ maximumTokens }) => maximumTokens,
    take: (request, step) => {
      const sequence = sequences[request]!;
      sequence.push(step);
      const ended = context.stopIds.has(step.token);
      if (ended || sequence.length === requests[request]!.maximumTokens) finished += 1;
      sink({ type: "progress", task: "rolling out", done: finished, total: requests.length, unit: "texts", detail: `${counts.kept} tokens` });
      return ended;
    },
    ...(signal === undefined ? {} : { signal }),
  });
  return { sequences, counts };
}

/** What samples by a seed, and computes what the strategy reads; with `observe` divergences in any case. */
export function createSampler({ vocabulary, strategy, seed, observe }: { readonly vocabulary: number; readonly strategy: RolloutStrategy; readonly seed: number; readonly observe: boolean }): Sampler {
  return createGumbelSampler({ vocabulary, seed, reads: readsOf(strategy, observe) });
}

function samplerOf({ vocabulary }: ModelPair, { strategy, observe = true, seed = 0, uniforms }: RolloutOptions): Sampler {
  if (uniforms !== undefined) return createUniformSampler({ uniforms, reads: readsOf(strategy, observe) });
  return createSampler({ vocabulary, strategy, seed, observe });
}

function readsOf({ reads }: RolloutStrategy, observe: boolean): SamplerReads {
  return { divergence: observe || reads.divergence === true, teacherRank: reads.teacherRank === true, ...(reads.mixture === undefined ? {} : { mixture: reads.mixture }) };
}

function checkRequest({ teacher, student, vocabulary }: ModelPair, { ids, maximumTokens }: RolloutRequest): void {
  if (ids.length === 0) throw new SteadfastError({ code: "prompt-empty", sentence: "A prompt needs at least one token." });
  const unknown = ids.find((id) => !(Number.isInteger(id) && id >= 0 && id < vocabulary));
  if (unknown !== undefined) throw new SteadfastError({ code: "token-unknown", sentence: `The token id ${unknown} is not one of the ${vocabulary} that both models have.`, hint: "The tokenizer may be another model's." });
  if (!(Number.isInteger(maximumTokens) && maximumTokens >= 0)) throw new SteadfastError({ code: "rollout-option", sentence: `The number of new tokens must be a whole number of at least 0, not ${maximumTokens}.` });
  for (const [who, context] of [["teacher", teacher.context], ["student", student.model.architecture.context]] as const) {
    if (context !== undefined && ids.length + maximumTokens > context + 1) {
      throw new SteadfastError({ code: "context-exceeded", sentence: `${ids.length} tokens of a prompt and ${maximumTokens} new ones are more than the ${context} that the ${who} allows.`, hint: "Shorten the prompt or ask for fewer new tokens." });
    }
  }
}
