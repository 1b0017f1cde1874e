import { describe, expect, test } from "vitest";
import { generate } from "../../lm/index.ts";
import { randomStream } from "../../stats/index.ts";
import { createStrategy } from "../strategy/strategies.ts";
import { plainRollout } from "../testing/plain-rollout.ts";
import { expectSameRollout } from "../testing/compare-rollouts.ts";
import { randomPair, rolloutCases } from "../testing/rollout-cases.ts";
import { tinyConfigurations, tinyEnd, tinyModel } from "../testing/tiny-models.ts";
import { MeasuredBlock } from "./block-size.ts";
import { decideStep } from "./decide.ts";
import { createPair, sharedVocabulary } from "./model-pair.ts";
import { rollout, type RolloutRequest } from "./rollout.ts";
import type { Comparison } from "./sampler.ts";

const teacher = tinyModel(tinyConfigurations.llama, { seed: 1, sharpness: 1.5 });
const student = tinyModel(tinyConfigurations.llama, { seed: 2, near: { model: teacher, distance: 0.4 } });
const pair = createPair({ teacher, student, vocabulary: sharedVocabulary(teacher, student), options: { threads: 1 } });
const requests: RolloutRequest[] = [[3, 4, 5], [17], [20, 30, 2, 2, 9], [11, 12]].map((ids, sequence) => ({ ids, sequence, maximumTokens: 20 }));
const tokensOf = (sequences: readonly (readonly { token: number }[])[]): number[][] => sequences.map((steps) => steps.map(({ token }) => token));

test("blocks of any size in any batch give the plain rollout's tokens", async () => {
  const { cases, counts } = await rolloutCases(11, 8);
  expect(cases).toBe(40);
  expect(counts.switched).toBeGreaterThan(100);
  expect(counts.keptThroughSwitch).toBeGreaterThan(20);
}, 120_000);

describe("with the same noise", () => {
  test("τ = 0 is what the teacher generates, and so is the strategy teacher", async () => {
    const generated = await generate(pair.teacher.session!, requests.map((request) => ({ ...request, maximumNewTokens: 20 })), { sampling: { seed: 5 }, stopIds: [tinyEnd] });
    for (const strategy of [createStrategy("exponential", { tau0: 0, maximumTokens: 20 }), createStrategy("teacher", { maximumTokens: 20 })]) {
      const { sequences, counts } = await rollout(pair, requests, { strategy, seed: 5, stopIds: [tinyEnd], block: 5 });
      expect(tokensOf(sequences)).toEqual(generated.map(({ ids }) => ids));
      expect(counts.switched).toBe(counts.kept);
    }
  });

  test("τ > 1 is what the student generates, and so is the strategy student, with or without the teacher looking", async () => {
    const generated = await generate(pair.student, requests.map((request) => ({ ...request, maximumNewTokens: 20 })), { sampling: { seed: 5 }, stopIds: [tinyEnd] });
    const tokens = generated.map(({ ids }) => ids);
    for (const strategy of [createStrategy("constant", { tau0: 1.01, maximumTokens: 20 }), createStrategy("student", { maximumTokens: 20 })]) {
      expect(tokensOf((await rollout(pair, requests, { strategy, seed: 5, stopIds: [tinyEnd], block: 7 })).sequences)).toEqual(tokens);
    }
    const alone = await rollout(pair, requests, { strategy: createStrategy("student", { maximumTokens: 20 }), seed: 5, stopIds: [tinyEnd], observe: false });
    expect(tokensOf(alone.sequences)).toEqual(tokens);
    expect(alone.counts.teacherPasses).toBe(0);
  });
});

test("the block that is chosen by time gives the same tokens", async () => {
  const strategy = createStrategy("exponential", { maximumTokens: 20 });
  const stepwise = await rollout(pair, requests, { strategy, seed: 2, stopIds: [tinyEnd], block: 1 });
  expect(stepwise.counts.closeSteps).toBe(0);
  expect(tokensOf((await rollout(pair, requests, { strategy, seed: 2, stopIds: [tinyEnd] })).sequences)).toEqual(tokensOf(stepwise.sequences));
  expect(stepwise.counts.teacherPasses).toBe(stepwise.counts.kept);
});

test("kept logits are the teacher's, at every token", async () => {
  const strategy = createStrategy("exponential", { maximumTokens: 20 });
  const { sequences } = await rollout(pair, requests, { strategy, seed: 3, stopIds: [tinyEnd], block: 4, keepLogits: true });
  for (const { token, teacherLogits, teacherProbability } of sequences.flat()) {
    const weights = [...teacherLogits!].map(Math.exp);
    expect(weights[token]! / weights.reduce((a, b) => a + b)).toBeCloseTo(teacherProbability, 5);
  }
});

test.each([1, 4, 32])("kept logits hold little more memory than they have, with drafts of %i", async (block) => {
  const stranger = tinyModel(tinyConfigurations.llama, { seed: 9, sharpness: 2 });
  const apart = createPair({ teacher, student: stranger, vocabulary: sharedVocabulary(teacher, stranger), options: { threads: 1 } });
  const { sequences, counts } = await rollout(apart, requests, { strategy: createStrategy("exponential", { tau0: 0.2, maximumTokens: 20 }), seed: 3, block, keepLogits: true });
  const logits = sequences.flat().map(({ teacherLogits }) => teacherLogits!);
  const held = [...new Set(logits.map(({ buffer }) => buffer))].reduce((sum, { byteLength }) => sum + byteLength, 0);
  expect(held).toBeLessThanOrEqual(2 * logits.reduce((sum, { byteLength }) => sum + byteLength, 0));
  if (block === 32) expect(counts.scored).toBeGreaterThan(4 * counts.kept);
  await apart.student.close();
});

test("a rank that rounding leaves open asks for no random number where the strategy has none", () => {
  const word = { id: 3, margin: 1, studentLog: -1, teacherLog: -2 };
  const { taken } = decideStep({
    strategy: createStrategy("speculative", { maximumTokens: 20, topK: 4 }),
    state: undefined,
    step: 0,
    drafted: { id: 3, margin: 1 },
    comparison: { divergence: 0.1, drafted: word, teacher: { ...word, id: 5 }, mixture: undefined, rank: [4, 5] } as unknown as Comparison,
    random: () => expect.fail("a random number was drawn"),
  });
  expect(taken).toMatchObject({ token: 3, who: "student", close: true });
});

describe("with given numbers", () => {
  const uniforms = { u: requests.map((_, row) => Array.from({ length: 20 }, (_, step) => randomStream(9, row, step).uniform())), v: requests.map((_, row) => Array.from({ length: 20 }, (_, step) => randomStream(8, row, step).uniform())) };

  test.each(["exponential", "mixture", "random", "teacher", "speculative"] as const)("%s draws the smallest index whose cumulative probability exceeds them", async (name) => {
    const strategy = createStrategy(name, { maximumTokens: 20, topK: 3 });
    for (const block of [1, 3, 20]) {
      const { sequences } = await rollout(pair, requests, { strategy, uniforms, stopIds: [tinyEnd], block });
      for (const [row, request] of requests.entries()) expectSameRollout(sequences[row]!, await plainRollout(pair, request, { strategy, seed: 0, stopIds: [tinyEnd], uniforms: { u: uniforms.u[row]!, v: uniforms.v[row]! } }), `${name}, block ${block}, sequence ${row}`);
    }
  });

  test("as many as a text has tokens are enough, whatever the block", async () => {
    const strategy = createStrategy("exponential", { maximumTokens: 20 });
    const { sequences } = await rollout(pair, requests, { strategy, uniforms, stopIds: [tinyEnd], block: 1 });
    const cut = { u: uniforms.u.map((row, index) => row.slice(0, sequences[index]!.length)) };
    expect(cut.u.some((row) => row.length < 20)).toBe(true);
    for (const block of [1, 5, 20]) expect(tokensOf((await rollout(pair, requests, { strategy, uniforms: cut, stopIds: [tinyEnd], block })).sequences)).toEqual(tokensOf(sequences));
  });

  test("too few of them are told", async () => {
    await expect(rollout(pair, requests, { strategy: createStrategy("teacher", { maximumTokens: 20 }), uniforms: { u: [[0.5]] }, block: 2 })).rejects.toMatchObject({ code: "uniforms-short" });
  });
});

describe("the length of drafts", () => {
  const margin = 3;
  /** Of rows that all draw with one margin, after tokens of which so many held. */
  const lengthAfter = (share: number, costs: { student: number; teacherPass: number; teacherToken: number }): number => {
    const block = new MeasuredBlock(costs);
    for (let position = 0; position < 400; position += 1) block.sawPosition(margin, (position * 0.618) % 1 < share);
    const expected = [8, 8 * block.holds(margin)];
    while (block.goesOn(expected)) expected.push(expected.at(-1)! * block.holds(margin));
    return expected.length - 1;
  };

  test("follows agreement and costs", () => {
    const dear = { student: 1, teacherPass: 8, teacherToken: 0.1 };
    expect(lengthAfter(0, dear)).toBe(1);
    expect(lengthAfter(0.95, dear)).toBeGreaterThan(lengthAfter(0.6, dear));
    expect(lengthAfter(0.6, dear)).toBeGreaterThan(1);
    expect(lengthAfter(1, dear)).toBe(32);
    // A teacher that costs nothing but for what it reads is asked at every token.
    expect(lengthAfter(0.95, { student: 1, teacherPass: 0, teacherToken: 1 })).toBe(1);
  });

  test("gives the best rate of all lengths, or nearly", () => {
    const costs = { student: 1, teacherPass: 5, teacherToken: 0.5 };
    for (const share of [0.3, 0.5, 0.7, 0.8, 0.9, 0.95]) {
      const block = new MeasuredBlock(costs);
      for (let position = 0; position < 400; position += 1) block.sawPosition(margin, (position * 0.618) % 1 < share);
      const odds = block.holds(margin);
      const rate = (length: number): number => (1 - odds ** length) / (1 - odds) / (length * (costs.student + costs.teacherToken) + costs.teacherPass);
      const best = Math.max(...Array.from({ length: 32 }, (_, place) => rate(place + 1)));
      expect(rate(lengthAfter(share, costs)) / best).toBeGreaterThan(0.97);
    }
  });

  test("ends behind a token that is likely to be another", () => {
    const block = new MeasuredBlock({ student: 1, teacherPass: 3, teacherToken: 0.5 });
    expect(block.goesOn([4, 4 * block.holds(9)])).toBe(true);
    expect(block.goesOn([4, 4 * block.holds(9), 4 * block.holds(9) * block.holds(0.1)])).toBe(false);
  });

  test.each([undefined, 3, 4, 5, 8])("is measured first, whatever disturbs pass %s", (disturbed) => {
    const block = new MeasuredBlock();
    for (let pass = 0; pass < 12 && block.costs === undefined; pass += 1) {
      const expected = [1, 1];
      while (block.goesOn(expected)) expected.push(1);
      const tokens = expected.length - 1;
      for (let token = 0; token < tokens; token += 1) block.sawStudent(pass === disturbed ? 0.1 : 0.002);
      // What comes first is slow in any case.
      block.sawTeacher(tokens, pass < 3 || pass === disturbed ? 1 : 0.01 + 0.003 * tokens);
    }
    expect(block.costs).toEqual({ student: 0.002, teacherPass: expect.closeTo(0.01, 9), teacherToken: expect.closeTo(0.003, 9) });
  });
});

test.each([
  [[{ ids: [], sequence: 0, maximumTokens: 3 }], "prompt-empty"],
  [[{ ids: [40], sequence: 0, maximumTokens: 3 }], "token-unknown"],
  [[{ ids: [1], sequence: 0, maximumTokens: 65 }], "context-exceeded"],
  [[{ ids: [1], sequence: 0, maximumTokens: -1 }], "rollout-option"],
])("%j is refused as %s", async (wrong, code) => {
  await expect(rollout(randomPair(randomStream(1)), wrong, { strategy: createStrategy("student", { maximumTokens: 9 }) })).rejects.toMatchObject({ code });
});

test("vocabularies of different sizes need a tokenizer that both hold", () => {
  const padded = tinyModel({ ...tinyConfigurations.gpt2, vocab_size: 48 }, { seed: 1 });
  expect(() => sharedVocabulary(teacher, padded)).toThrow("no tokenizer says which of them are padding");
  expect(sharedVocabulary(teacher, padded, 38)).toBe(38);
  expect(() => sharedVocabulary(teacher, padded, 44)).toThrow("The tokenizer has 44 tokens");
  const both = { ...teacher, architecture: { ...teacher.architecture, encoder: teacher.architecture.decoder } };
  expect(() => sharedVocabulary(both, both)).toThrow("The student is an encoder–decoder, and only decoders are distilled");
});
