import { describe, expect, test } from "vitest";
import { compile } from "./compile.ts";
import { grad } from "./gradient/grad.ts";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { compileStep } from "./step.ts";
import { SessionCache } from "./onnx/session-cache.ts";
import { constant } from "./ops/constant.ts";
import { add, multiply, square } from "./ops/elementwise.ts";
import { gather } from "./ops/gather.ts";
import { matmul } from "./ops/matmul.ts";
import { mean } from "./ops/reduce.ts";
import { broadcastTo, reshape, sum } from "./ops/shape-and-sum.ts";
import { concatenate, slice } from "./ops/slice.ts";
import { transpose } from "./ops/transpose.ts";
import { stopGradient, withDerivative } from "./ops/with-derivative.ts";
import { floor } from "./ops/elementwise.ts";
import type { Tensor } from "./tensor/tensor.ts";
import { tensorValue } from "./value.ts";

const vector = (...elements: number[]): ReturnType<typeof tensorValue> => tensorValue("float32", [elements.length], elements);

async function collectGarbage(): Promise<void> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  for (let round = 0; round < 3; round += 1) {
    // A reference that was looked at lives until the turn of the event loop ends.
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
}

describe("compile", () => {
  test("takes and returns any nesting, and gradients by name", async () => {
    const model = compile(({ weights, x }: { weights: { a: Tensor; b: Tensor[] }; x: Tensor }) => {
      const loss = sum(multiply(weights.a, multiply(weights.b[0]!, x)));
      return { loss, gradients: grad(loss, weights), same: [x, loss, loss] };
    });
    const result = await model({ weights: { a: vector(1, 2), b: [vector(3, 4)] }, x: vector(5, 6) });
    expect([...result.loss.data]).toEqual([63]);
    expect([...result.gradients.a.data]).toEqual([15, 24]);
    expect([...result.gradients.b[0]!.data]).toEqual([5, 12]);
    expect(result.same.map((value) => [...value.data])).toEqual([[5, 6], [63], [63]]);
  });

  test("gradients with respect to intermediate tensors, and of gradients", async () => {
    const attribution = compile((x: Tensor) => {
      const hidden = square(x);
      const output = sum(square(hidden));
      const first = grad(output, hidden);
      return { hidden: first, second: grad(sum(grad(output, x)), x) };
    });
    const { hidden, second } = await attribution(vector(1, 2));
    expect([...hidden.data]).toEqual([2, 8]);
    expect([...second.data]).toEqual([12, 48]);
  });

  test("nothing depends on it: the gradient is zero; stopGradient and withDerivative do what they say", async () => {
    const run = compile((x: Tensor, y: Tensor) => ({
      zero: grad(sum(x), y),
      stopped: grad(sum(multiply(stopGradient(x), x)), x),
      rounded: grad(sum(withDerivative(floor(x), [x], (gradient) => [multiply(gradient, 3)])), x),
    }));
    const { zero, stopped, rounded } = await run(vector(1.5, 2.5), vector(7));
    expect([...zero.data]).toEqual([0]);
    expect([...stopped.data]).toEqual([1.5, 2.5]);
    expect([...rounded.data]).toEqual([3, 3]);
  });

  test("one session serves every length of named dimensions, derived ones included", async () => {
    const cache = new SessionCache();
    const types = [{ dtype: "float32" as const, shape: ["batch", "sequence", 4] }, { dtype: "float32" as const, shape: ["batch", "cache", 4] }];
    const run = compile(
      (x: Tensor, cached: Tensor) => {
        const all = concatenate([cached, x], 1);
        const heads = transpose(reshape(all, ["batch", "cache+sequence", 2, 2]), [0, 2, 1, 3]);
        const scores = matmul(heads, heads, { transposeB: true });
        return { scores, mean: mean(x, { axes: [0, 1] }), back: reshape(reshape(x, [-1, 4]), x.shape), last: slice(x, 1, -1), stretched: broadcastTo(mean(x, { axes: [-1], keepDimensions: true }), x.shape) };
      },
      { inputs: types, cache },
    );
    for (const [batch, sequence, cached] of [[1, 1, 0], [2, 3, 5], [3, 2, 1]] as const) {
      const x = tensorValue("float32", [batch, sequence, 4], Float32Array.from({ length: batch * sequence * 4 }, (_, index) => index));
      const { scores, back, last, stretched } = await run(x, tensorValue("float32", [batch, cached, 4], new Float32Array(batch * cached * 4)));
      expect(scores.shape).toEqual([batch, 2, cached + sequence, cached + sequence]);
      expect([...back.data]).toEqual([...x.data]);
      expect(last.shape).toEqual([batch, 1, 4]);
      expect(stretched.data[0]).toBe(1.5);
    }
    expect(cache.count).toBe(1);
    await expect(run(tensorValue("float32", [1, 1, 4], new Float32Array(4)), tensorValue("float32", [2, 0, 4], []))).rejects.toThrow('"1" must be float32[batch, cache, 4] but is float32[2, 0, 4] (batch = 1, sequence = 1, cache = 0)');
  });

  test("sessions are bounded by count and bytes, the longest unused going first", async () => {
    const cache = new SessionCache({ count: 2 });
    const run = compile((x: Tensor) => square(x), { cache });
    for (const length of [1, 2, 3, 1]) expect((await run(tensorValue("float32", [length], new Float32Array(length).fill(3)))).data[0]).toBe(9);
    expect(cache.count).toBe(2);
    const small = new SessionCache({ bytes: 10_000 });
    const table = constant(new Float32Array(4000), [4000]);
    await compile((x: Tensor) => add(x, table), { cache: small })(tensorValue("float32", [1], [1]));
    expect(small.count).toBe(0);
  });

  test("what was traced goes with its session, and comes again when it is needed", async () => {
    const cache = new SessionCache({ count: 2 });
    let traced = 0;
    const alive: WeakRef<Float32Array>[] = [];
    const table = (length: number): Tensor => {
      traced += 1;
      const data = new Float32Array(length).fill(1);
      alive.push(new WeakRef(data));
      return constant(data, [length]);
    };
    const run = compile((x: Tensor) => ({ sum: add(x, table(x.shape[0] as number)) }), { cache });
    const step = compileStep((state: { total: Tensor }, x: Tensor) => ({ state: { total: add(state.total, sum(multiply(x, table(x.shape[0] as number)))) }, outputs: { x } }), { total: tensorValue("float32", [], [0]) }, { cache });
    const filled = (length: number): ReturnType<typeof tensorValue> => tensorValue("float32", [length], new Float32Array(length).fill(2));
    for (let length = 1; length <= 20; length += 1) {
      expect((await run(filled(length))).sum.data[length - 1]).toBe(3);
      expect((await step.run(filled(length))).x.shape).toEqual([length]);
    }
    expect(traced).toBe(40);
    await collectGarbage();
    expect(alive.filter((reference) => reference.deref() !== undefined).length).toBeLessThanOrEqual(4);
    expect((await run(filled(1))).sum.data[0]).toBe(3);
    await step.run(filled(1));
    expect((await step.readState()).total.data[0]).toBe(2 * ((20 * 21) / 2 + 1));
    expect(traced).toBe(42);
    // All at once, more shapes than the cache keeps: each is used to its end.
    const lengths = Array.from({ length: 12 }, (_, index) => 30 + (index % 6));
    const results = await Promise.all(lengths.map((length) => run(filled(length))));
    expect(results.map((result) => [result.sum.shape[0], result.sum.data[29]])).toEqual(lengths.map((length) => [length, 3]));
    expect(cache.count).toBe(2);
  });

  test("repeated and dead computations are not run", async () => {
    let traced = 0;
    const run = compile((x: Tensor) => {
      traced += 1;
      square(x);
      return add(square(x), square(x));
    });
    expect((await run(vector(3))).data[0]).toBe(18);
    await run(vector(4));
    expect(traced).toBe(1);
  });
});

describe("errors", () => {
  test("at trace time name the op, the shapes and the caller's line", async () => {
    const wrong = compile((a: Tensor, b: Tensor) => matmul(a, b));
    const a = tensorValue("float32", [2, 3], new Float32Array(6));
    await expect(wrong(a, a)).rejects.toThrow(/^matmul: the inner lengths 3 and 2 differ: float32\[2, 3\], float32\[2, 3\] \(at .*compile\.test\.ts:\d+\)$/);
  });

  test("a value of the wrong type, shape, name or nesting is refused with what was expected", async () => {
    const run = compile(({ ids }: { ids: Tensor }) => ids, { inputs: [{ ids: { dtype: "int32", shape: [2, 3] } }] });
    const ids = tensorValue("int32", [2, 3], new Int32Array(6));
    await expect(run({ ids: { ...ids, shape: [3, 2] } })).rejects.toThrow('"0.ids" must be int32[2, 3] but is int32[3, 2].');
    await expect(run({ ids: tensorValue("float32", [2, 3], new Float32Array(6)) })).rejects.toThrow('"0.ids" must be int32[2, 3] but is float32[2, 3].');
    await expect(run({ ids: { ...ids, shape: [2, 4] } })).rejects.toThrow('"0.ids" has 6 elements, which do not fill [2, 4].');
    await expect(run({ ids: { ...ids, data: new Float32Array(6) } })).rejects.toThrow('"0.ids" is int32, which a Float32Array cannot hold.');
    await expect(run({ labels: ids } as never)).rejects.toThrow('There is no value for "0.ids", but one for "0.labels".');
    await expect(run({ ids, labels: ids } as never)).rejects.toThrow('"0.labels" is not an input.');
    await expect(run({ ids: [1, 2, 3] } as never)).rejects.toThrow('there is a number at "0.ids.0" where a tensor belongs');
  });

  test("an index out of range fails as a typed error", async () => {
    const run = compile((table: Tensor, ids: Tensor) => gather(table, ids));
    await expect(run(vector(1, 2, 3), tensorValue("int32", [1], [9]))).rejects.toMatchObject({ code: "run-failed" });
  });

  test("what has no derivative says so instead of giving zeros", () => {
    const x = constant(new Int32Array([1]), [1]);
    expect(() => grad(sum(x), x)).toThrow("what is differentiated must be a floating-point number: int32[]");
    const matrix = constant(new Float32Array(4), [2, 2]);
    expect(() => grad(matrix, matrix)).toThrow("must be a scalar");
  });
});
