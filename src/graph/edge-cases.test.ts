import { describe, expect, test } from "vitest";
import { compile } from "./compile.ts";
import { checkpoint } from "./gradient/checkpoint.ts";
import { grad } from "./gradient/grad.ts";
import { geluTanh } from "./ops/activation.ts";
import { writeCache } from "./ops/cache.ts";
import { equal, less } from "./ops/compare.ts";
import { constant, scalar } from "./ops/constant.ts";
import { crossEntropy, crossEntropyPerToken } from "./ops/cross-entropy.ts";
import { add, exp, multiply, power, square, subtract } from "./ops/elementwise.ts";
import { gather } from "./ops/gather.ts";
import { matmul } from "./ops/matmul.ts";
import { logSumExp, max } from "./ops/reduce.ts";
import { reshape, sum } from "./ops/shape-and-sum.ts";
import { concatenate, pad, slice } from "./ops/slice.ts";
import { transpose } from "./ops/transpose.ts";
import { withDerivative } from "./ops/with-derivative.ts";
import { adamW, adamWState } from "./optimizer/adamw.ts";
import { sgd, sgdState } from "./optimizer/sgd.ts";
import { compileStep } from "./step.ts";
import type { Tensor } from "./tensor/tensor.ts";
import { uniforms } from "./testing/check-gradients.ts";
import { type TensorValue, tensorValue } from "./value.ts";

const vector = (...elements: number[]): TensorValue => tensorValue("float32", [elements.length], elements);
const ids = (...elements: number[]): TensorValue => tensorValue("int32", [elements.length], elements);
const numbers = ({ data }: TensorValue): number[] => [...data].map(Number);

describe("state", () => {
  test("updates in place give what second buffers give, whatever ONNX Runtime merges", async () => {
    const random = uniforms(9);
    const updates: Record<string, (s: Tensor, w: Tensor) => Tensor> = {
      "s·w + s": (s, w) => add(matmul(s, w), s),
      "s + s·w": (s, w) => add(s, matmul(s, w)),
      "w·s + s": (s, w) => add(matmul(w, s), s),
      "sᵀ·s + s": (s) => add(matmul(s, s, { transposeA: true }), s),
      "s + (s·w)ᵀ": (s, w) => add(s, transpose(matmul(s, w))),
      "s − ¼·(s·w) through a reshape": (s, w) => subtract(s, multiply(reshape(matmul(reshape(s, s.shape), w), s.shape), 0.25)),
      "s·s − w": (s, w) => subtract(multiply(s, s), w),
    };
    for (const n of [17, 64]) {
      const filled = (): TensorValue => tensorValue("float32", [n, n], Float32Array.from({ length: n * n }, () => (random() - 0.5) / n));
      const [start, weight] = [filled(), filled()];
      for (const [name, update] of Object.entries(updates)) {
        const free = compileStep((state: { s: Tensor }, w: Tensor) => ({ state: { s: update(state.s, w) }, outputs: {} }), { s: start });
        // Asked for as an output too, the old state cannot be overwritten.
        const buffered = compileStep((state: { s: Tensor }, w: Tensor) => ({ state: { s: update(state.s, w) }, outputs: { old: state.s } }), { s: start });
        for (let step = 0; step < 3; step += 1) await Promise.all([free.run(weight), buffered.run(weight)]);
        const [actual, expected] = [numbers((await free.readState()).s), numbers((await buffered.readState()).s)];
        const worst = Math.max(...actual.map((value, index) => Math.abs(value - expected[index]!)));
        expect(worst, `${name}, ${n} × ${n}`).toBeLessThan(1e-6);
      }
    }
  });

  test("what a step returns is not the state itself, and no two outputs share memory", async () => {
    const step = compileStep((state: { s: Tensor }, x: Tensor) => { const next = add(state.s, x); return { state: { s: next }, outputs: { next, again: reshape(next, [1, 1]) } }; }, { s: vector(0) });
    const first = await step.run(vector(1));
    await step.run(vector(1));
    expect(numbers(first.next)).toEqual([1]);
    first.next.data[0] = 1000;
    expect(numbers(first.again)).toEqual([1]);
    expect(numbers((await step.readState()).s)).toEqual([2]);
  });

  test("two parts with one next value stay two", async () => {
    const step = compileStep(
      (state: { a: Tensor; b: Tensor }, x: Tensor) => (x.shape[0] === 1 ? { state: { a: add(state.a, sum(x)), b: add(state.a, sum(x)) }, outputs: {} } : { state: { a: add(state.a, 100), b: add(state.b, 1) }, outputs: {} }),
      { a: vector(1), b: vector(2) },
    );
    await step.run(vector(1));
    await step.run(vector(0, 0));
    const state = await step.readState();
    expect([numbers(state.a), numbers(state.b)]).toEqual([[102], [3]]);
  });

  test("stays when anything in the step fails, in every optimiser and after every update", async () => {
    interface Tables { a: Tensor; b: Tensor }
    const tables = { a: vector(1, 2), b: vector(3, 4) };
    const loss = ({ a, b }: Tables, i: Tensor, j: Tensor): Tensor => add(sum(square(gather(a, i))), sum(square(gather(b, j))));
    const adam = compileStep((state: Parameters<typeof adamW<Tables>>[0], i: Tensor, j: Tensor) => ({ state: adamW(state, grad(loss(state.parameters, i, j), state.parameters), { learningRate: 0.1 }).state, outputs: {} }), adamWState<Tables>(tables));
    const descent = compileStep((state: Parameters<typeof sgd<Tables>>[0], i: Tensor, j: Tensor) => ({ state: sgd(state, grad(loss(state.parameters, i, j), state.parameters), { learningRate: 0.1, momentum: 0.9 }), outputs: {} }), sgdState<Tables>(tables));
    for (const training of [adam, descent]) {
      const before = await training.readState();
      await expect(training.run(ids(0), ids(9))).rejects.toMatchObject({ code: "run-failed" });
      await expect(training.run(ids(9), ids(0))).rejects.toMatchObject({ code: "run-failed" });
      expect(await training.readState()).toEqual(before);
    }
    const late = compileStep((state: { a: Tensor }, i: Tensor, x: Tensor) => { const next = subtract(state.a, x); return { state: { a: next }, outputs: { picked: gather(exp(exp(next)), i) } }; }, { a: vector(10) });
    await expect(late.run(ids(99), vector(9))).rejects.toMatchObject({ code: "run-failed" });
    expect(numbers((await late.readState()).a)).toEqual([10]);
  });

  test("a wrong initial state, or another nesting of gradients, is a typed error", () => {
    expect(() => compileStep((state: { a: Tensor }) => ({ state, outputs: {} }), { a: { dtype: "float32", shape: [3], data: new Float32Array(2) } })).toThrow('"a" has 2 elements, which do not fill [3].');
    const p = constant([1], [1]);
    expect(() => sgd({ parameters: { p }, velocities: { p }, stepsDone: scalar(0, "int32") }, { q: p } as never, { learningRate: 1 })).toThrow('sgd: nothing stands at "p"');
  });

  test("the order of keys does not matter", async () => {
    const step = compileStep((state: { a: Tensor; b: Tensor }, x: Tensor) => ({ state: { b: add(state.b, x), a: state.a }, outputs: {} }), { a: vector(1), b: vector(2) });
    await step.run(vector(5));
    await step.writeState({ b: vector(8), a: vector(1) });
    await step.run(vector(5));
    const state = await step.readState();
    expect([numbers(state.a), numbers(state.b)]).toEqual([[1], [13]]);
    const named = compile(({ a, b }: { a: Tensor; b: Tensor }) => subtract(a, b), { inputs: [{ a: { dtype: "float32", shape: [1] }, b: { dtype: "float32", shape: [1] } }] });
    expect(numbers(await named({ b: vector(1), a: vector(5) }))).toEqual([4]);
  });
});

describe("gradients", () => {
  test("a block that returns one tensor twice", async () => {
    const run = compile((x: Tensor) => {
      const [a, b] = checkpoint((y: Tensor) => { const h = square(y); return [h, h] as const; }, x);
      return grad(sum(add(a, multiply(b, 10))), x);
    });
    expect(numbers(await run(vector(3)))).toEqual([66]);
  });

  test("where there is none, asking for it is an error and not a zero", async () => {
    const named = { inputs: [{ dtype: "float32" as const, shape: ["n"] }] };
    const operations: ((x: Tensor) => Tensor)[] = [(x) => slice(x, 0, 1), (x) => pad(x, 0, 1, 0), (x) => concatenate([x, x], 0)];
    for (const operation of operations) await expect(compile((x: Tensor) => grad(sum(square(operation(x))), x), named)(vector(1, 2, 3))).rejects.toThrow("has no derivative here");
    const cache = constant(new Float32Array(8), [1, 1, 4, 2]);
    const entries = constant(new Float32Array(2), [1, 1, 1, 2]);
    expect(() => grad(sum(writeCache(cache, entries, constant([0], [1], "int64"))), entries)).toThrow("TensorScatter has no derivative here");
    const x = constant([3], [1]);
    let inner: Tensor | undefined;
    const y = checkpoint((v) => { inner = square(v); return square(inner); }, x);
    expect(() => grad(sum(y), inner!)).toThrow("inside a checkpointed block");
  });

  test("of trivial powers, without elements, and of a wrong shape", async () => {
    const run = compile((x: Tensor) => [grad(sum(power(x, 0)), x), grad(sum(grad(sum(power(x, 1)), x)), x)]);
    expect((await run(vector(0, 2))).map(numbers)).toEqual([[0, 0], [0, 0]]);
    const empty = compile((x: Tensor) => grad(sum(checkpoint((y: Tensor) => square(y), x)), x));
    expect((await empty(tensorValue("float32", [0, 3], []))).shape).toEqual([0, 3]);
    const x = constant([1, 2], [2]);
    expect(() => grad(sum(withDerivative(square(x), [x], (gradient) => [sum(gradient)])), x)).toThrow("withDerivative: the gradient of input 0 is not of its type");
  });
});

describe("ops", () => {
  test("a label below zero that is not ignored fails instead of counting from the end", async () => {
    const run = compile((logits: Tensor, labels: Tensor) => crossEntropy(logits, labels));
    const logits = tensorValue("float32", [2, 3], [1, 2, 3, 4, 5, 6]);
    await expect(run(logits, ids(0, -1))).rejects.toMatchObject({ code: "run-failed" });
    expect(Number.isFinite(numbers(await run(logits, ids(0, -100)))[0]!)).toBe(true);
    expect(numbers(await run(logits, ids(-100, -100)))).toEqual([0]);
  });

  test("an ignored label over logits that are no numbers costs nothing and moves nothing", async () => {
    for (const dtype of ["float32", "float64"] as const) {
      const run = compile((logits: Tensor, labels: Tensor) => {
        const losses = crossEntropyPerToken(logits, labels);
        return { losses, gradient: grad(sum(losses), logits), mean: grad(crossEntropy(logits, labels), logits) };
      });
      for (const width of [1, 2, 7, 33]) {
        for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
          for (const row of [[wrong, ...new Array<number>(width - 1).fill(0.5)], [...new Array<number>(width - 1).fill(0.5), wrong], new Array<number>(width).fill(wrong)]) {
            const counted = row.map((_, place) => Math.sin(place));
            const { losses, gradient, mean: averaged } = await run(tensorValue(dtype, [3, width], [...row, ...counted, ...row]), ids(-100, 0, -100));
            const total = counted.map(Math.exp).reduce((a, b) => a + b);
            const expected = [...row.map(() => 0), ...counted.map((logit, place) => Math.exp(logit) / total - (place === 0 ? 1 : 0)), ...row.map(() => 0)];
            expect(numbers(losses)).toEqual([0, expect.closeTo(Math.log(total), 5), 0]);
            for (const found of [gradient, averaged]) expect(numbers(found)).toEqual(expected.map((element) => expect.closeTo(element, 5)));
          }
        }
      }
      // One that counts does not hide it.
      expect(numbers((await run(tensorValue(dtype, [1, 2], [Number.NaN, 1]), ids(1))).losses)).toEqual([Number.NaN]);
    }
  });

  test("GELU by tanh has slope 0 or 1 far out, and not NaN", async () => {
    const run = compile((x: Tensor) => ({ value: geluTanh(x), slope: grad(sum(geluTanh(x)), x) }));
    const far = [60, 69, 70, 1e3, 1e7, 1e13, 1.8e19, 1.9e19, 1e25, 3.4e38];
    const { value, slope } = await run(vector(...far.map((x) => -x), ...far));
    expect(numbers(slope)).toEqual([...far.map(() => expect.closeTo(0, 12)), ...far.map(() => 1)]);
    expect(numbers(value)).toEqual([...far.map(() => expect.closeTo(0, 12)), ...far.map(Math.fround)]);
  });

  test("log-sum-exp of infinities", async () => {
    const [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (const dtype of ["float32", "float64"] as const) {
      const run = compile((x: Tensor) => { const value = logSumExp(x, { axes: [1] }); return { value, gradient: grad(sum(value), x), second: grad(sum(grad(sum(value), x)), x) }; });
      const { value, gradient, second } = await run(tensorValue(dtype, [4, 3], [low, low, low, 1, high, 2, high, low, high, 0, low, 0]));
      expect(numbers(value)).toEqual([low, high, high, expect.closeTo(Math.LN2, 6)]);
      expect(numbers(gradient)).toEqual([0, 0, 0, 0, Number.NaN, 0, Number.NaN, 0, Number.NaN, expect.closeTo(0.5, 6), 0, expect.closeTo(0.5, 6)]);
      expect(numbers(second).slice(0, 3)).toEqual([0, 0, 0]);
    }
  });

  test("reducing over no axes changes nothing", async () => {
    const run = compile((x: Tensor) => [max(x, { axes: [] }), logSumExp(x, { axes: [] }), sum(x, { axes: [] })]);
    for (const result of await run(vector(1, 2, 3))) expect(numbers(result)).toEqual([1, 2, 3]);
  });

  test("a slice longer than a named axis turns out to be is an error", async () => {
    const run = compile((x: Tensor) => slice(x, 0, 0, 5), { inputs: [{ dtype: "float32", shape: ["n"] }] });
    expect(numbers(await run(vector(1, 2, 3, 4, 5, 6)))).toEqual([1, 2, 3, 4, 5]);
    await expect(run(vector(1, 2, 3))).rejects.toThrow('"result" has 3 elements, which do not fill [5].');
  });

  test("numbers that a type cannot hold are refused, not cut", () => {
    const x = constant([1, 2], [2], "int32");
    expect(() => less(x, 1.5)).toThrow(/^constant: int32 cannot hold 1\.5 \(at .*edge-cases\.test\.ts:\d+\)$/);
    expect(() => equal(constant([0], [1], "uint32"), -1)).toThrow("uint32 cannot hold -1");
    expect(() => add(x, undefined as never)).toThrow("int32 cannot hold undefined");
    expect(() => tensorValue("int32", [1], [2 ** 40])).toThrow("A value cannot be made: int32 cannot hold 1099511627776.");
    expect(() => tensorValue("int64", [1], [1.5])).toThrow("int64 cannot hold 1.5");
  });

  test("lengths have one spelling", async () => {
    const types = [{ dtype: "float32" as const, shape: ["sequence+cache", "2*n"] }, { dtype: "float32" as const, shape: ["cache", "n"] }, { dtype: "float32" as const, shape: ["sequence", "n+n"] }];
    const run = compile((whole: Tensor, cached: Tensor, x: Tensor) => add(whole, concatenate([concatenate([cached, cached], 1), x], 0)), { inputs: types });
    const filled = (rows: number, columns: number): TensorValue => tensorValue("float32", [rows, columns], new Float32Array(rows * columns).fill(1));
    expect((await run(filled(5, 4), filled(2, 2), filled(3, 4))).shape).toEqual([5, 4]);
    await expect(run(filled(6, 4), filled(2, 2), filled(3, 4))).rejects.toThrow("(cache = 2, n = 2, sequence = 3)");
    expect(() => compile((x: Tensor) => x, { inputs: [{ dtype: "float32", shape: ["my dim"] }] })).toThrow('"my dim" is no length');
    expect(() => reshape(constant(new Float32Array(0), [0, 3]), [0, -1])).toThrow("no length for −1");
  });
});

describe("functions", () => {
  test("different nestings are different functions, and what holds no tensors is named", async () => {
    const run = compile((tree: { "a.b"?: Tensor; a?: { b: Tensor } }) => ("a" in tree ? add(tree.a!.b, 100) : tree["a.b"]!));
    expect(numbers(await run({ "a.b": vector(2) } as never))).toEqual([2]);
    expect(numbers(await run({ a: { b: vector(2) } } as never))).toEqual([102]);
    await expect(compile(() => undefined)()).rejects.toThrow('there is undefined at "" where a tensor belongs');
    await expect(compile(async (x: Tensor) => x)(vector(1))).rejects.toThrow('there is a Promise at ""');
    await expect(compile(() => ({}))()).rejects.toThrow("the function returns no tensor");
  });
});

test("padding between transposes", async () => {
  const turned = (x: Tensor): Tensor => transpose(pad(transpose(x, [0, 2, 1, 3]), -1, 1, 2), [0, 2, 1, 3]);
  const value = tensorValue("float64", [1, 2, 3, 2], Array.from({ length: 12 }, (_, index) => index + 1));
  const { data, shape } = await compile((x: Tensor) => turned(multiply(x, 2)))(value);
  expect(shape).toEqual([1, 2, 3, 5]);
  expect([...data]).toEqual(Array.from({ length: 30 }, (_, index) => (index % 5 === 1 || index % 5 === 2 ? 2 * (Math.floor(index / 5) * 2 + (index % 5)) : 0)));
});
