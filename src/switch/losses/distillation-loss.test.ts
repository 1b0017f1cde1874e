import { describe, expect, test } from "vitest";
import { compile, constantSchedule, grad, type Tensor, tensorValue, type TensorValue, type ValuesOf } from "../../graph/index.ts";
import { createInferenceSession, createTrainer, fullParameters, score } from "../../lm/index.ts";
import { randomStream } from "../../stats/index.ts";
import { plainLoss, plainSoftmax } from "../testing/plain-losses.ts";
import { tinyConfigurations, tinyModel } from "../testing/tiny-models.ts";
import { type DistillationInputs, distillationLoss } from "./distillation-loss.ts";
import { createLoss } from "./losses.ts";

const vocabulary = 40;
const model = tinyModel(tinyConfigurations.llama, { seed: 4 });
const trainable = fullParameters(model);
const { of } = createLoss("skew-reverse-kl");
const random = randomStream(1);

/** Two rows of 7 tokens; the last 3 and 5 of them are to be predicted. */
const rows = [[1, 2, 3, 4, 5, 6, 7], [9, 8, 7, 6, 5, 4, 3]];
const places = [3, 4, 5, 8, 9, 10, 11, 12, 0, 0];
const labels = [5, 6, 7, 7, 6, 5, 4, 3, -100, -100];
const teacher = places.map(() => Array.from({ length: vocabulary }, () => 2 * random.normal()));
const ints = (shape: number[], values: readonly number[]): TensorValue => tensorValue("int32", shape, values);
const inputs: ValuesOf<DistillationInputs> = { ids: ints([2, 7], rows.flat()), places: ints([10], places), labels: ints([10], labels), teacher: tensorValue("float32", [10, vocabulary], teacher.flat()) };

async function valueAndGradients(given: ValuesOf<DistillationInputs>, chunk: number, recompute = false): Promise<{ value: number; gradients: Record<string, TensorValue> }> {
  const loss = distillationLoss({ loss: of, vocabulary, chunk, recompute });
  const found = await compile((parameters: Record<string, Tensor>, frozen: Record<string, Tensor>, fed: DistillationInputs) => {
    const value = loss(trainable.graph(parameters, frozen), fed);
    return { value, gradients: grad(value, parameters) };
  })(trainable.start as never, {} as never, given as never);
  const { value, gradients } = found as unknown as { value: TensorValue; gradients: Record<string, TensorValue> };
  return { value: Number(value.data[0]), gradients };
}

async function studentLogits(row: number, place: number): Promise<number[]> {
  const [scored] = await score(createInferenceSession(model, { threads: 1 }), [{ ids: rows[row]! }], { logits: true });
  return [...scored!.logits![place]!];
}

const expectedSum = async (lossAt: (index: number, student: number[]) => number): Promise<number> => {
  let sum = 0;
  for (let index = 0; index < 8; index += 1) sum += lossAt(index, await studentLogits(Math.floor(places[index]! / 7), places[index]! % 7));
  return sum;
};

test("sums the loss over labelled places, whatever the chunks, and computes nothing of padding", async () => {
  const whole = await valueAndGradients(inputs, 100);
  expect(whole.value).toBeCloseTo(await expectedSum((index, student) => plainLoss("skew-reverse-kl", teacher[index]!, student, 0.1)), 4);
  for (const [chunk, recompute] of [[3, false], [1, false], [4, true]] as const) {
    const cut = await valueAndGradients(inputs, chunk, recompute);
    expect(cut.value).toBeCloseTo(whole.value, 5);
    for (const [name, { data }] of Object.entries(whole.gradients)) for (const [index, slope] of data.entries()) expect(Number(cut.gradients[name]!.data[index]), name).toBeCloseTo(Number(slope), 5);
  }
});

describe("a teacher who says only the likeliest tokens", () => {
  test("is compared over them and one bucket for all others, its gradient included", async () => {
    const k = 3;
    const best = teacher.map((logits) => [...logits.keys()].sort((a, b) => logits[b]! - logits[a]!).slice(0, k));
    const bucketsOf = (logits: readonly number[], ids: readonly number[]): number[] => {
      const probabilities = plainSoftmax(logits);
      const kept = ids.map((id) => probabilities[id]!);
      return [...kept, 1 - kept.reduce((a, b) => a + b)].map(Math.log);
    };
    const logs = teacher.map((logits, index) => bucketsOf(logits, best[index]!));
    const cut = { ...inputs, teacher: tensorValue("float32", [10, k], logs.flatMap((row) => row.slice(0, k))), teacherIds: ints([10, k], best.flat()), teacherTail: tensorValue("float32", [10], logs.map((row) => row[k]!)) };
    const { value, gradients } = await valueAndGradients(cut, 4);
    expect(value).toBeCloseTo(await expectedSum((index, student) => plainLoss("skew-reverse-kl", logs[index]!, bucketsOf(student, best[index]!), 0.1)), 4);
    expect(Object.values(gradients).every(({ data }) => [...data].every((slope) => Number.isFinite(Number(slope))))).toBe(true);
  });

  test("who says all but one token is the whole teacher", async () => {
    const k = vocabulary - 1;
    const logs = teacher.map((logits) => plainSoftmax(logits).map(Math.log));
    const all = { ...inputs, teacher: tensorValue("float32", [10, k], logs.flatMap((row) => row.slice(0, k))), teacherIds: ints([10, k], logs.flatMap(() => Array.from({ length: k }, (_, id) => id))), teacherTail: tensorValue("float32", [10], logs.map((row) => row[k]!)) };
    const [cut, whole] = [await valueAndGradients(all, 4), await valueAndGradients(inputs, 4)];
    expect(cut.value).toBeCloseTo(whole.value, 4);
    for (const [name, { data }] of Object.entries(whole.gradients)) for (const [index, slope] of data.entries()) expect(Number(cut.gradients[name]!.data[index]), name).toBeCloseTo(Number(slope), 4);
  });
});

test("further text adds its cross-entropy by the share it is given", async () => {
  const language = { languageIds: ints([1, 4], [11, 12, 13, 14]), languagePlaces: ints([3], [0, 1, 2]), languageLabels: ints([3], [12, 13, -100]), languageShare: tensorValue("float32", [], [0.25]) };
  const [scored] = await score(createInferenceSession(model, { threads: 1 }), [{ ids: [11, 12, 13, 14] }]);
  const alone = await valueAndGradients(inputs, 4);
  expect((await valueAndGradients({ ...inputs, ...language }, 4)).value).toBeCloseTo(alone.value - 0.25 * (scored!.logProbabilities[0]! + scored!.logProbabilities[1]!), 4);
});

test("a batch in pieces weighs its tokens as the same batch in one", async () => {
  const piece = (row: number): ValuesOf<DistillationInputs> => {
    const own = places.flatMap((place, index) => (labels[index] !== -100 && Math.floor(place / 7) === row ? [index] : []));
    const filled = [...own, ...Array.from({ length: 5 - own.length }, () => 9)];
    return { ids: ints([1, 7], rows[row]!), places: ints([5], filled.map((index) => places[index]! % 7)), labels: ints([5], filled.map((index) => labels[index]!)), teacher: tensorValue("float32", [5, vocabulary], filled.flatMap((index) => teacher[index]!)) };
  };
  const stepOf = async (batches: ValuesOf<DistillationInputs>[]): Promise<{ loss: number; gradientNorm: number }> => createTrainer<DistillationInputs>({ trainable, loss: distillationLoss({ loss: of, vocabulary, chunk: 4 }), schedule: constantSchedule(1e-3) }).step(batches, 8);
  const [one, two] = [await stepOf([inputs]), await stepOf([piece(0), piece(1)])];
  expect(two.loss).toBeCloseTo(one.loss, 5);
  expect(two.gradientNorm).toBeCloseTo(one.gradientNorm, 5);
  expect(one.loss).toBeCloseTo((await valueAndGradients(inputs, 100)).value / 8, 5);
});
