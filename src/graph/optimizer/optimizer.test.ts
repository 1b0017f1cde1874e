import { describe, expect, test } from "vitest";
import { compile } from "../compile.ts";
import { grad } from "../gradient/grad.ts";
import { add, multiply, square, subtract } from "../ops/elementwise.ts";
import { sum } from "../ops/shape-and-sum.ts";
import { compileStep } from "../step.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type TensorValue, tensorValue } from "../value.ts";
import { adamW, type AdamWState, adamWState } from "./adamw.ts";
import { accumulateGradients, clipByGlobalNorm, zerosLike } from "./gradients.ts";
import { constantSchedule, cosineSchedule, linearSchedule, type Schedule } from "./schedule.ts";
import { sgd, type SgdState, sgdState } from "./sgd.ts";

interface Parameters {
  matrix: Tensor;
  bias: Tensor;
}

const start = { matrix: tensorValue("float64", [2, 2], [1, -2, 3, 0.5]), bias: tensorValue("float64", [2], [0.1, -0.7]) };
const target = [0.3, 0.2, -0.4, 0.9, 1.5, -1.1];
const flat = (parameters: { matrix: TensorValue; bias: TensorValue }): number[] => [...parameters.matrix.data, ...parameters.bias.data].map(Number);

/** Σ c·(p − t)², c growing, so that every gradient differs: 2c(p − t). */
const gradientAt = (values: number[]): number[] => values.map((value, index) => 2 * (index + 1) * (value - target[index]!));

function lossOf({ matrix, bias }: Parameters, targets: Tensor, weights: Tensor, biasTargets: Tensor, biasWeights: Tensor): Tensor {
  return add(sum(multiply(square(subtract(matrix, targets)), weights)), sum(multiply(square(subtract(bias, biasTargets)), biasWeights)));
}

const constants = [tensorValue("float64", [2, 2], target.slice(0, 4)), tensorValue("float64", [2, 2], [1, 2, 3, 4]), tensorValue("float64", [2], target.slice(4)), tensorValue("float64", [2], [5, 6])] as const;

describe("AdamW", () => {
  test("follows the paper's algorithm 2 in plain numbers, with clipping, decay on matrices only and a schedule", async () => {
    const schedule = cosineSchedule({ peak: 0.1, steps: 10, warmupSteps: 3 });
    const training = compileStep((state: AdamWState<Parameters>, a: Tensor, b: Tensor, c: Tensor, d: Tensor) => {
      const { state: next, norm } = adamW(state, grad(lossOf(state.parameters, a, b, c, d), state.parameters), { learningRate: schedule(state.stepsDone), weightDecay: 0.05, clipNorm: 4, beta1: 0.8, beta2: 0.95, epsilon: 1e-6 });
      return { state: next, outputs: { norm } };
    }, adamWState<Parameters>(start));
    let expected = flat(start);
    let [m, v] = [expected.map(() => 0), expected.map(() => 0)];
    for (let step = 1; step <= 10; step += 1) {
      const raw = gradientAt(expected);
      const norm = Math.hypot(...raw);
      const gradient = raw.map((g) => g * Math.min(1, 4 / (norm + 1e-6)));
      m = m.map((old, index) => 0.8 * old + 0.2 * gradient[index]!);
      v = v.map((old, index) => 0.95 * old + 0.05 * gradient[index]! ** 2);
      const rate = step <= 3 ? (0.1 * step) / 3 : 0.05 * (1 + Math.cos((Math.PI * (step - 1 - 3)) / 7));
      expected = expected.map((p, index) => p - rate * (m[index]! / (1 - 0.8 ** step) / (Math.sqrt(v[index]! / (1 - 0.95 ** step)) + 1e-6) + (index < 4 ? 0.05 * p : 0)));
      const outputs = await training.run(...constants);
      expect(Number(outputs.norm.data[0])).toBeCloseTo(norm, 9);
      const actual = flat((await training.readState()).parameters);
      for (const [index, value] of expected.entries()) expect(actual[index]).toBeCloseTo(value, 10);
    }
  });
});

describe("SGD", () => {
  test("with momentum and decay in plain numbers", async () => {
    const training = compileStep((state: SgdState<Parameters>, a: Tensor, b: Tensor, c: Tensor, d: Tensor) => ({
      state: sgd(state, grad(lossOf(state.parameters, a, b, c, d), state.parameters), { learningRate: 0.01, momentum: 0.9, weightDecay: 0.1 }),
      outputs: {},
    }), sgdState<Parameters>(start));
    let expected = flat(start);
    let velocity = expected.map(() => 0);
    for (let step = 0; step < 5; step += 1) {
      const gradient = gradientAt(expected).map((g, index) => g + (index < 4 ? 0.1 * expected[index]! : 0));
      velocity = velocity.map((old, index) => 0.9 * old + gradient[index]!);
      expected = expected.map((p, index) => p - 0.01 * velocity[index]!);
      await training.run(...constants);
    }
    const actual = flat((await training.readState()).parameters);
    for (const [index, value] of expected.entries()) expect(actual[index]).toBeCloseTo(value, 10);
  });
});

test("clipping keeps the direction and limits the norm; small gradients stay", async () => {
  const clip = compile((a: Tensor, b: Tensor) => clipByGlobalNorm({ a, b }, 1));
  const big = await clip(tensorValue("float32", [2], [3, 0]), tensorValue("float32", [1], [4]));
  expect(Number(big.norm.data[0])).toBeCloseTo(5, 6);
  expect([...big.gradients.a.data, ...big.gradients.b.data].map((g) => Number(g).toFixed(4))).toEqual(["0.6000", "0.0000", "0.8000"]);
  const small = await clip(tensorValue("float32", [2], [0.3, 0]), tensorValue("float32", [1], [0.4]));
  expect([...small.gradients.a.data]).toEqual([Math.fround(0.3), 0]);
});

test("accumulated micro-batches equal one batch", async () => {
  const accumulate = compile((x: Tensor, y: Tensor) => {
    const first = accumulateGradients(zerosLike([x]), [grad(sum(square(x)), x)], 0.25);
    return accumulateGradients(first, [multiply(y, 2)], 0.75);
  });
  const [total] = await accumulate(tensorValue("float64", [2], [1, 2]), tensorValue("float64", [2], [3, 4]));
  expect([...total!.data]).toEqual([0.25 * 2 + 0.75 * 6, 0.25 * 4 + 0.75 * 8]);
});

test("schedules", async () => {
  const rates = async (schedule: Schedule): Promise<number[]> => {
    const run = compile((step: Tensor) => schedule(step));
    const seen: number[] = [];
    for (let step = 0; step < 8; step += 1) seen.push(Number((await run(tensorValue("int32", [], [step]))).data[0]));
    return seen;
  };
  expect(await rates(constantSchedule(2))).toEqual(new Array(8).fill(2));
  expect(await rates(constantSchedule(2, { warmupSteps: 4 }))).toEqual([0.5, 1, 1.5, 2, 2, 2, 2, 2]);
  expect(await rates(linearSchedule({ peak: 1, steps: 6, warmupSteps: 2, floor: 0.2 }))).toEqual([0.5, 1, 1, 0.8, 0.6, 0.4, 0.2, 0.2].map((rate) => expect.closeTo(rate, 12)));
  const cosine = (done: number): number => 0.5 * (1 + Math.cos((Math.PI * Math.min(done, 5)) / 5));
  expect(await rates(cosineSchedule({ peak: 1, steps: 5 }))).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((done) => expect.closeTo(cosine(done), 12)));
  expect(() => cosineSchedule({ peak: 1, steps: 5, warmupSteps: 5 })).toThrow("5 steps leave none after a warm-up of 5");
});
