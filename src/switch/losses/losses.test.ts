import { describe, expect, test } from "vitest";
import { compile, grad, sum, type Tensor, tensorValue, type TensorValue } from "../../graph/index.ts";
import { randomStream } from "../../stats/index.ts";
import { plainGradient, plainLoss } from "../testing/plain-losses.ts";
import { createLoss, lossNames, type LossName } from "./losses.ts";

/** Four words whose losses are in the golden numbers below. */
const golden = { teacher: [2, 1, 0, -1], student: [0.5, 1.5, -0.5, 0] };
const settings = { teacherWeight: 0.9, alpha: 0.1 };
const weightOf = (name: LossName): number => (name === "jsd" ? settings.teacherWeight : settings.alpha);

async function valueAndGradient(name: LossName, teacher: readonly number[][], student: readonly number[][], dtype: "float32" | "float64"): Promise<{ values: number[]; gradients: number[][] }> {
  const { of } = createLoss(name, settings);
  const shape = [teacher.length, teacher[0]!.length];
  const found = await compile((t: Tensor, s: Tensor) => {
    const losses = of(t, s);
    return { losses, gradient: grad(sum(losses), s) };
  })(tensorValue(dtype, shape, teacher.flat()), tensorValue(dtype, shape, student.flat()));
  const numbers = ({ data }: TensorValue): number[] => [...data].map(Number);
  const flat = numbers(found.gradient);
  return { values: numbers(found.losses), gradients: student.map((row, index) => flat.slice(index * row.length, (index + 1) * row.length)) };
}

describe.each(lossNames)("%s", (name) => {
  test("has the value and the gradient of its formula, in float64", async () => {
    const random = randomStream(3, name);
    const logits = (scale: number): number[][] => Array.from({ length: 20 }, () => Array.from({ length: 11 }, () => scale * random.normal()));
    const [teacher, student] = [logits(2), logits(3)];
    const { values, gradients } = await valueAndGradient(name, teacher, student, "float64");
    for (const [row, value] of values.entries()) {
      expect(value).toBeCloseTo(plainLoss(name, teacher[row]!, student[row]!, weightOf(name)), 10);
      const expected = plainGradient((logits) => plainLoss(name, teacher[row]!, logits, weightOf(name)), student[row]!);
      for (const [id, slope] of gradients[row]!.entries()) expect(slope).toBeCloseTo(expected[id]!, 7);
    }
  });

  test("stays a number where probabilities vanish, and its float32 is near", async () => {
    const [teacher, student] = [[[90, 0, -90, 3], [0, 0, 0, 0], [-200, 0, 200, 1]], [[-90, 0, 90, 3], [300, -300, 0, 0], [200, 0, -200, 1]]];
    const single = await valueAndGradient(name, teacher, student, "float32");
    const double = await valueAndGradient(name, teacher, student, "float64");
    for (const [row, value] of single.values.entries()) {
      expect(Number.isFinite(value) && single.gradients[row]!.every(Number.isFinite)).toBe(true);
      expect(Math.abs(value - double.values[row]!)).toBeLessThan(1e-4 * Math.max(1, Math.abs(value)));
    }
  });

  test("is 0 where student and teacher are the same, and positive elsewhere", async () => {
    const { values } = await valueAndGradient(name, [golden.teacher, golden.teacher], [golden.teacher, golden.student], "float64");
    expect(values[0]).toBeCloseTo(0, 12);
    expect(values[1]).toBeGreaterThan(0);
  });
});

test("golden numbers", async () => {
  const found = await Promise.all(lossNames.map(async (name) => [name, (await valueAndGradient(name, [golden.teacher], [golden.student], "float64")).values[0]!] as const));
  const expected = { kl: 0.464760228257, "reverse-kl": 0.454219607103, jsd: 0.040236577189, "skew-kl": 0.362168734154, "skew-reverse-kl": 0.357344005070, "total-variation": 0.439567157125 };
  for (const [name, value] of found) expect(value, name).toBeCloseTo(expected[name], 10);
});

test.each([["jsd", { teacherWeight: 0 }], ["jsd", { teacherWeight: 1 }], ["skew-kl", { alpha: 1 }], ["skew-reverse-kl", { alpha: -0.1 }]] as const)("%s with %j is refused", (name, wrong) => {
  expect(() => createLoss(name, wrong)).toThrow(/must be/);
});
