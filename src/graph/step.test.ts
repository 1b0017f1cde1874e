import { describe, expect, test } from "vitest";
import { grad, isTensor } from "./gradient/grad.ts";
import { planGraph } from "./onnx/plan.ts";
import { updatableInPlace } from "./onnx/in-place.ts";
import { adamW, type AdamWState, adamWState } from "./optimizer/adamw.ts";
import { after } from "./ops/after.ts";
import { crossEntropy } from "./ops/cross-entropy.ts";
import { divide, multiply, negate, square, subtract } from "./ops/elementwise.ts";
import { gather, pick } from "./ops/gather.ts";
import { matmul } from "./ops/matmul.ts";
import { mean } from "./ops/reduce.ts";
import { reshape, sum } from "./ops/shape-and-sum.ts";
import { concatenate, slice } from "./ops/slice.ts";
import { logSoftmax } from "./ops/softmax.ts";
import { compileStep, type Step } from "./step.ts";
import type { Tensor } from "./tensor/tensor.ts";
import { type DecoderParameters, decoderLogits, decoderParameters } from "./testing/gpt2-shaped.ts";
import { leavesOf, mapTree } from "./tensor/tree.ts";
import { inputTensor, trace } from "./trace.ts";
import { isTensorValue, type TensorValue, tensorValue, type ValuesOf } from "./value.ts";

type Training = Step<AdamWState<DecoderParameters<Tensor>>, [Tensor, Tensor], { loss: Tensor; norm: Tensor }>;

const size = { layers: 2, width: 32, heads: 2, vocabulary: 61, positions: 16 };

function decoderTraining(threads = 2): Training {
  const parameters = decoderParameters(size) as unknown as ValuesOf<DecoderParameters<Tensor>>;
  return compileStep(
    (state: AdamWState<DecoderParameters<Tensor>>, ids: Tensor, labels: Tensor) => {
      const loss = crossEntropy(decoderLogits(state.parameters, ids, size), labels);
      const { state: next, norm } = adamW(state, grad(loss, state.parameters), { learningRate: 1e-2, weightDecay: 0.01, clipNorm: 1 });
      return { state: next, outputs: { loss, norm } };
    },
    adamWState<DecoderParameters<Tensor>>(parameters),
    { threads },
  );
}

function batch(seed: number): [TensorValue, TensorValue] {
  const ids = Int32Array.from({ length: 32 }, (_, index) => (index * 7 + seed * 13) % size.vocabulary);
  return [tensorValue("int32", [2, 16], ids), tensorValue("int32", [2, 16], ids.map((id) => (id * 3 + 1) % size.vocabulary))];
}

describe("compileStep", () => {
  test("state is fed back, in place and by second buffers alike", async () => {
    const step = compileStep(
      (state: { inPlace: Tensor; swapped: Tensor }, x: Tensor) => ({
        state: { inPlace: subtract(state.inPlace, x), swapped: matmul(state.swapped, matmul(state.swapped, state.swapped, { transposeA: true })) },
        outputs: { before: multiply(state.inPlace, 1) },
      }),
      { inPlace: tensorValue("float32", [2], [10, 20]), swapped: tensorValue("float32", [1, 2], [1, 2]) },
    );
    const one = tensorValue("float32", [2], [1, 2]);
    expect([...(await step.run(one)).before.data]).toEqual([10, 20]);
    expect([...(await step.run(one)).before.data]).toEqual([9, 18]);
    const state = await step.readState();
    expect([...state.inPlace.data]).toEqual([8, 16]);
    expect([...state.swapped.data]).toEqual([625, 1250]);
  });

  test("a value is overwritten in place only where all its readers come first", () => {
    const x = inputTensor({ dtype: "float32", shape: [4] });
    const place = (next: Tensor, ...outputs: Tensor[]): boolean => updatableInPlace(planGraph([x], [next, ...outputs]), [{ input: 0, output: 0 }])[0]!;
    expect(place(subtract(x, 1))).toBe(true);
    expect(place(subtract(x, 1), sum(square(x)))).toBe(false);
    const loss = sum(square(x));
    expect(place(subtract(x, after(multiply(loss, 0.1), [loss])), loss)).toBe(true);
    // A reshape shares the memory: who reads it later reads the new value.
    expect(place(subtract(x, 1), sum(square(reshape(x, [2, 2]))))).toBe(false);
    expect(place(concatenate([slice(x, 0, 2), slice(x, 0, 0, 2)], 0))).toBe(false);
    expect(place(x)).toBe(false);
    // A division of whole numbers may fail after the update.
    const whole = inputTensor({ dtype: "int32", shape: [4] });
    const beside = (other: Tensor): boolean => updatableInPlace(planGraph([x, whole], [subtract(x, 1), other]), [{ input: 0, output: 0 }])[0]!;
    expect(beside(multiply(whole, whole))).toBe(true);
    expect(beside(divide(whole, whole))).toBe(false);
  });

  test("every part of AdamW's state is overwritten in place, under each loss that picks its labels", () => {
    const parameters = decoderParameters(size) as unknown as ValuesOf<DecoderParameters<Tensor>>;
    const typed = mapTree(adamWState<DecoderParameters<Tensor>>(parameters), isTensorValue, ({ dtype, shape }) => ({ dtype, shape: [...shape] }));
    const ids = { dtype: "int32" as const, shape: [2, 16] };
    const losses: Record<string, (logits: Tensor, labels: Tensor) => Tensor> = { crossEntropy, "a loss of one's own": (logits, labels) => mean(negate(pick(logSoftmax(logits), labels))) };
    for (const [name, loss] of Object.entries(losses)) {
      const { inputs, result } = trace((state: AdamWState<DecoderParameters<Tensor>>, batchIds: Tensor, labels: Tensor) => {
        const value = loss(decoderLogits(state.parameters, batchIds, size), labels);
        return { state: adamW(state, grad(value, state.parameters), { learningRate: 1e-3 }).state, value };
      }, [typed, ids, ids]);
      const next = leavesOf(result.state, isTensor).map((leaf) => leaf.value);
      const plan = planGraph(inputs.map((leaf) => leaf.value), [...next, result.value]);
      const decisions = updatableInPlace(plan, next.map((_, index) => ({ input: index, output: index })));
      // The count of steps is read until the end; a second buffer for four bytes is no loss.
      expect(next.filter((tensor, index) => !decisions[index] && tensor.rank > 0).length, name).toBe(0);
    }
  });

  test("losses are the same to the bit on a second run with two threads", async () => {
    const losses = async (): Promise<number[]> => {
      const training = decoderTraining();
      const seen: number[] = [];
      for (let step = 0; step < 20; step += 1) seen.push(Number((await training.run(...batch(step % 4))).loss.data[0]));
      return seen;
    };
    const first = await losses();
    expect(await losses()).toEqual(first);
    expect(first.at(-1)).toBeLessThan(first[0]! / 2);
  });

  test("state read and written continues to the same bits; other batch shapes share the state", async () => {
    const [whole, first, second] = [decoderTraining(), decoderTraining(), decoderTraining()];
    for (const seed of [1, 2, 3]) await whole.run(...batch(seed));
    for (const seed of [1, 2]) await first.run(...batch(seed));
    await second.writeState(await first.readState());
    await second.run(...batch(3));
    expect(await second.readState()).toEqual(await whole.readState());
    const short = (value: TensorValue): TensorValue => tensorValue("int32", [1, 8], value.data.slice(0, 8));
    await second.run(...(batch(4).map(short) as [TensorValue, TensorValue]));
    expect((await second.readState()).stepsDone.data[0]).toBe(4);
  });

  test("when a step throws, parameters and optimiser state are those before it", async () => {
    const training = decoderTraining();
    await training.run(...batch(1));
    const before = await training.readState();
    const [ids, labels] = batch(2);
    ids.data[31] = 9999;
    await expect(training.run(ids, labels)).rejects.toMatchObject({ code: "run-failed" });
    await expect(training.run(batch(1)[0], tensorValue("int32", [3], [1, 2, 3]))).rejects.toMatchObject({ code: "graph-trace" });
    const [validIds, badLabels] = batch(2);
    badLabels.data[5] = 1000;
    await expect(training.run(validIds, badLabels)).rejects.toMatchObject({ code: "run-failed" });
    expect(await training.readState()).toEqual(before);
  });

  test("a state that changes its type is refused", async () => {
    const step = compileStep((state: { a: Tensor }, x: Tensor) => ({ state: { a: gather(state.a, x) }, outputs: {} }), { a: tensorValue("float32", [3], [1, 2, 3]) });
    await expect(step.run(tensorValue("int32", [2], [0, 1]))).rejects.toThrow('"a" changes its type from one step to the next: float32[3], float32[2]');
  });
});
