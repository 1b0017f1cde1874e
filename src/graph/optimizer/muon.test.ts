import { expect, test } from "vitest";
import { randomStream } from "../../stats/index.ts";
import { compileStep } from "../step.ts";
import { multiply } from "../ops/elementwise.ts";
import { sum } from "../ops/shape-and-sum.ts";
import { grad } from "../gradient/grad.ts";
import { add } from "../ops/elementwise.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { tensorValue, type TensorValue, type ValuesOf } from "../value.ts";
import { adamW, type AdamWState, adamWState } from "./adamw.ts";
import { muon } from "./muon.ts";

type Parameters = Record<"tall" | "wide" | "bias", Tensor>;
type Matrix = number[][];

const shapes = { tall: [7, 4], wide: [3, 8], bias: [5] } as const;
const random = randomStream(4, "muon");
const values = (shape: readonly number[]): TensorValue => tensorValue("float64", [...shape], Array.from({ length: shape.reduce((product, length) => product * length, 1) }, () => random.normal()));
const start = { tall: values(shapes.tall), wide: values(shapes.wide), bias: values(shapes.bias) };
const pulls = Array.from({ length: 6 }, () => ({ tall: values(shapes.tall), wide: values(shapes.wide), bias: values(shapes.bias) }));

/** Σ of parameter times pull: the gradient is the pull. */
const lossOf = (parameters: Parameters, pull: Parameters): Tensor => add(add(sum(multiply(parameters.tall, pull.tall)), sum(multiply(parameters.wide, pull.wide))), sum(multiply(parameters.bias, pull.bias)));

async function trained(step: (state: AdamWState<Parameters>, gradients: Parameters) => { state: AdamWState<Parameters> }): Promise<ValuesOf<Parameters>> {
  const training = compileStep((state: AdamWState<Parameters>, pull: Parameters) => ({ state: step(state, grad(lossOf(state.parameters, pull), state.parameters)).state, outputs: {} }), adamWState<Parameters>(start as never));
  for (const pull of pulls) await training.run(pull as never);
  return (await training.readState()).parameters;
}

const rowsOf = ({ shape: [rows, columns], data }: TensorValue): Matrix => Array.from({ length: rows! }, (_, row) => Array.from({ length: columns! }, (_, column) => Number(data[row * columns! + column])));
const transposed = (matrix: Matrix): Matrix => matrix[0]!.map((_, column) => matrix.map((row) => row[column]!));
const times = (one: Matrix, other: Matrix): Matrix => one.map((row) => transposed(other).map((column) => row.reduce((total, value, at) => total + value * column[at]!, 0)));
const combined = (one: Matrix, other: Matrix, of: (a: number, b: number) => number): Matrix => one.map((row, at) => row.map((value, column) => of(value, other[at]![column]!)));

/** The iteration of the paper in plain numbers, on the matrix as it stands, whatever its form. */
function plainOrthogonalized(matrix: Matrix): Matrix {
  const norm = Math.sqrt(matrix.flat().reduce((total, value) => total + value * value, 0));
  let current = matrix.map((row) => row.map((value) => value / (norm + 1e-7)));
  for (let iteration = 0; iteration < 5; iteration++) {
    const product = times(current, transposed(current));
    const third = times(product, current);
    const fifth = times(product, third);
    current = current.map((row, at) => row.map((value, column) => 3.4445 * value - 4.775 * third[at]![column]! + 2.0315 * fifth[at]![column]!));
  }
  return current;
}

test("follows momentum and the Newton–Schulz iteration in plain numbers; all else is AdamW's", async () => {
  const options = { learningRate: 0.02, weightDecay: 0.1, clipNorm: 1 };
  const learnt = await trained((state, gradients) => muon(state, gradients, { ...options, orthogonal: (name) => name !== "bias" }) as unknown as { state: AdamWState<Parameters> });
  const byAdamW = await trained((state, gradients) => adamW(state, gradients, options));
  expect(learnt.bias).toEqual(byAdamW.bias);
  for (const name of ["tall", "wide"] as const) {
    let [expected, momentum] = [rowsOf(start[name]), rowsOf(start[name]).map((row) => row.map(() => 0))];
    for (const pull of pulls) {
      const gradient = rowsOf(pull[name]);
      momentum = combined(momentum, gradient, (old, now) => 0.95 * old + now);
      const step = plainOrthogonalized(combined(gradient, momentum, (now, sums) => now + 0.95 * sums));
      const size = 0.02 * 0.2 * Math.sqrt(Math.max(...shapes[name]));
      expected = combined(expected, step, (value, by) => value * (1 - 0.02 * 0.1) - size * by);
    }
    const actual = rowsOf(learnt[name] as unknown as TensorValue).flat();
    for (const [at, value] of expected.flat().entries()) expect(actual[at]).toBeCloseTo(value, 9);
  }
});
