import { describe, expect, test } from "vitest";
import { compile } from "../compile.ts";
import { grad } from "../gradient/grad.ts";
import { add, multiply, square, subtract } from "../ops/elementwise.ts";
import { sum } from "../ops/shape-and-sum.ts";
import { after } from "../ops/after.ts";
import { scalar } from "../ops/constant.ts";
import { requireFinite } from "../ops/require-finite.ts";
import { compileStep, type Step } from "../step.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type TensorValue, tensorValue, type ValuesOf } from "../value.ts";
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

describe("gradients that are not finite", () => {
  type Update = (state: AdamWState<Parameters> & SgdState<Parameters>, gradients: Parameters) => unknown;
  const optimizers: Record<string, { update: Update; state: unknown }> = {
    AdamW: { update: (state, gradients) => adamW(state, gradients, { learningRate: 0.1, weightDecay: 0.1 }).state, state: adamWState<Parameters>(start) },
    "AdamW with clipping": { update: (state, gradients) => adamW(state, gradients, { learningRate: 0.1, clipNorm: 1 }).state, state: adamWState<Parameters>(start) },
    "AdamW after clipping of one's own": { update: (state, gradients) => adamW(state, clipByGlobalNorm(gradients, 1).gradients, { learningRate: 0.1 }).state, state: adamWState<Parameters>(start) },
    SGD: { update: (state, gradients) => sgd(state, gradients, { learningRate: 0.1, momentum: 0.9, weightDecay: 0.1 }), state: sgdState<Parameters>(start) },
  };
  for (const [name, { update, state }] of Object.entries(optimizers)) {
    test(`${name}: the step is refused, and training goes on from the state before it`, async () => {
      const make = (): Step<Parameters, [Tensor, Tensor], { loss: Tensor }> =>
        compileStep((current: Parameters, x: Tensor, y: Tensor) => {
          const { parameters } = current as unknown as AdamWState<Parameters>;
          const loss = add(sum(multiply(parameters.matrix, x)), sum(multiply(square(parameters.bias), y)));
          return { state: update(current as never, grad(loss, parameters)) as Parameters, outputs: { loss } };
        }, state as ValuesOf<Parameters>);
      const [disturbed, calm] = [make(), make()];
      const good = [tensorValue("float64", [2, 2], [1, -1, 2, 3]), tensorValue("float64", [2], [0.5, 2])] as const;
      for (const training of [disturbed, calm]) await training.run(...good);
      const before = await disturbed.readState();
      for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e200]) {
        await expect(disturbed.run(tensorValue("float64", [2, 2], [1, wrong, 2, 3]), good[1])).rejects.toMatchObject({ code: "not-finite", kind: "incomplete", message: "The global norm of the gradients is infinite or NaN." });
        await expect(disturbed.run(good[0], tensorValue("float64", [2], [wrong, 1]))).rejects.toMatchObject({ code: "not-finite" });
        expect(await disturbed.readState()).toEqual(before);
      }
      for (const training of [disturbed, calm]) await training.run(...good);
      expect(await disturbed.readState()).toEqual(await calm.readState());
    });
  }

  test("requireFinite finds one among many, says what it was told, and lets gradients pass", async () => {
    const run = compile((x: Tensor) => ({ x: requireFinite(x, "x is broken."), slope: grad(sum(square(requireFinite(x))), x) }));
    const { x, slope } = await run(tensorValue("float32", [2, 2], [1, -2, 3.4e38, 0]));
    expect([...x.data]).toEqual([1, -2, Math.fround(3.4e38), 0]);
    expect([...slope.data].slice(0, 2)).toEqual([2, -4]);
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) await expect(run(tensorValue("float32", [2, 2], [0, 0, 0, wrong]))).rejects.toMatchObject({ code: "not-finite", message: "x is broken." });
    const named = compile((x: Tensor) => requireFinite(x), { inputs: [{ dtype: "float32", shape: ["n"] }] });
    await expect(named(tensorValue("float32", [0], []))).rejects.toThrow("requireFinite: a named length may be 0");
  });

  test("a micro-batch that brings NaN is kept out of the sums", async () => {
    const step = compileStep((sums: { p: Tensor }, x: Tensor) => {
      const loss = sum(square(x));
      return { state: accumulateGradients(sums, { p: grad(loss, x) }, after(scalar(0.5), [requireFinite(loss)])), outputs: {} };
    }, { p: tensorValue("float32", [2], [0, 0]) });
    await step.run(tensorValue("float32", [2], [1, 2]));
    await expect(step.run(tensorValue("float32", [2], [1, Number.NaN]))).rejects.toMatchObject({ code: "not-finite" });
    await step.run(tensorValue("float32", [2], [1, 2]));
    expect([...(await step.readState()).p.data]).toEqual([2, 4]);
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
