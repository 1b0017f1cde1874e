import { expect, test } from "vitest";
import { compile, grad, sum, type Tensor, tensorValue } from "../../graph/index.ts";
import { randomStream } from "../../stats/index.ts";
import { plainGradient, plainSoftmax } from "../testing/plain-losses.ts";
import { miniLlmPolicy, rewardsToGo, whitened } from "./returns.ts";
import { policyLoss } from "./policy-loss.ts";

test("returns are the discounted sums of clipped rewards over what is left of the response", () => {
  const teacher = [-1, -0.5, -300, -2];
  const student = [-2, -0.25, -1, -1];
  const rewards = [2, -0.5, -100, -2];
  const expected = rewards.map((_, t) => rewards.slice(t).reduce((total, reward, i) => total + 0.95 ** i * reward, 0) / (4 - t));
  for (const [token, value] of rewardsToGo(teacher, student, miniLlmPolicy).entries()) expect(value).toBeCloseTo(expected[token]!, 10);
});

test("whitened returns have mean 0 and deviation 1 over the whole batch", () => {
  const flat = whitened([[1, 2, 3], [10], [4, -8]]).flat();
  expect(flat.reduce((a, b) => a + b)).toBeCloseTo(0, 10);
  expect(flat.reduce((total, value) => total + value ** 2, 0) / flat.length).toBeCloseTo(1, 6);
  expect(whitened([[5, 5]])).toEqual([[0, 0]]);
});

test("the gradient is that of an independent surrogate, clipped and not", async () => {
  const random = randomStream(6);
  const [tokens, vocabulary] = [200, 7];
  const student = Array.from({ length: tokens }, () => Array.from({ length: vocabulary }, () => random.normal()));
  const written = Array.from({ length: tokens }, () => random.integer(vocabulary));
  const advantages = Array.from({ length: tokens }, () => random.normal());
  // So that the ratios lie on both sides of both bounds.
  const behaviour = student.map((logits, token) => Math.log(plainSoftmax(logits)[written[token]!]!) + 0.4 * random.normal());
  const found = await compile((logits: Tensor, ids: Tensor, gains: Tensor, logs: Tensor) => {
    const value = policyLoss({ student: logits, tokens: ids, advantages: gains, behaviour: logs }, 0.2);
    return { value, gradient: grad(sum(value), logits) };
  })(tensorValue("float64", [tokens, vocabulary], student.flat()), tensorValue("int32", [tokens], written), tensorValue("float64", [tokens], advantages), tensorValue("float64", [tokens], behaviour));
  let [clipped, free] = [0, 0];
  for (let token = 0; token < tokens; token += 1) {
    const surrogate = (logits: readonly number[]): number => {
      const ratio = plainSoftmax(logits)[written[token]!]! / Math.exp(behaviour[token]!);
      return -Math.min(advantages[token]! * ratio, advantages[token]! * Math.min(1.2, Math.max(0.8, ratio)));
    };
    expect(Number(found.value.data[token])).toBeCloseTo(surrogate(student[token]!), 9);
    const expected = plainGradient(surrogate, student[token]!, 1e-6);
    if (expected.every((slope) => slope === 0)) clipped += 1;
    else free += 1;
    for (const [id, slope] of expected.entries()) expect(Number(found.gradient.data[token * vocabulary + id])).toBeCloseTo(slope, 5);
  }
  expect(Math.min(clipped, free)).toBeGreaterThan(20);
});

test("over many samples it is the gradient of the reverse KL", async () => {
  // One token: E_{y~b}[S/b · (log T − log S)] has the gradient −∇KL(S ‖ T), for any b that is positive everywhere.
  const random = randomStream(8);
  const [teacher, student] = [[0.5, 1, -1, 0.2], [1, -0.5, 0.3, 0]];
  const [T, S] = [plainSoftmax(teacher), plainSoftmax(student)];
  const behaviour = T.map((t, id) => 0.2 * t + 0.8 * S[id]!);
  const samples = 40_000;
  const written = Array.from({ length: samples }, () => random.weightedIndex(behaviour));
  const rewards = written.map((id) => Math.log(T[id]!) - Math.log(S[id]!));
  const found = await compile((logits: Tensor, ids: Tensor, gains: Tensor, logs: Tensor) => grad(sum(policyLoss({ student: logits, tokens: ids, advantages: gains, behaviour: logs }, 1e6)), logits))(
    tensorValue("float64", [samples, 4], written.flatMap(() => student)), tensorValue("int32", [samples], written), tensorValue("float64", [samples], rewards), tensorValue("float64", [samples], written.map((id) => Math.log(behaviour[id]!))),
  );
  const klOf = (logits: readonly number[]): number => plainSoftmax(logits).reduce((total, s, id) => total + s * Math.log(s / T[id]!), 0);
  const expected = plainGradient(klOf, student);
  for (let id = 0; id < 4; id += 1) {
    let mean = 0;
    for (let sample = 0; sample < samples; sample += 1) mean += Number(found.data[4 * sample + id]) / samples;
    expect(mean).toBeCloseTo(expected[id]!, 2);
  }
});
