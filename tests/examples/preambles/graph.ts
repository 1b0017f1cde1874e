import { type AdamWState, adamWState, add, constant, full, grad, linear, type SgdState, square, sum, type Tensor, tensorValue, type TensorValue, type ValuesOf } from "../../../src/graph/index.ts";

/** What the comments' names of axes stand for. */
export const dimensions = { batch: 3, heads: 2, sequence: 2, width: 4, total: 7, rows: 2, columns: 2, vocabulary: 64, b: 3, h: 2, t: 2, s: 5 };

type Parameters = { weight: Tensor; bias: Tensor };
export type State = AdamWState<Parameters>;
export type Batch = { inputs: Tensor; targets: Tensor };

export const x: Tensor = constant([1, 2, 3, 4], [2, 2]);
export const w: Tensor = constant([1, 0, 0, 1], [2, 2]);
export const b: Tensor = constant([10, 20], [2]);
export const a: Tensor = full([2, 3], 1);
export const weight: Tensor = w;
export const bias: Tensor = b;
export const scale: Tensor = constant([1, 1], [2]);
export const parameters: Parameters = { weight: w, bias: b };
export const loss: Tensor = sum(square(linear(x, w, b)));
export const hidden: Tensor = linear(x, w);
export const logProbability: Tensor = sum(hidden);
export const transformerBlock = ({ weight: of, bias: and }: Parameters, input: Tensor): Tensor => linear(input, of, and);

const moments: Parameters = { weight: full([2, 2], 0), bias: full([2], 0) };
export const state: AdamWState<Parameters> & SgdState<Parameters> & { readonly sums: Parameters } = { parameters, firstMoments: moments, secondMoments: moments, velocities: moments, sums: moments, stepsDone: constant([0], [], "int32") };
export const gradients: Parameters = grad(loss, parameters);
export const linearLayers: ReadonlySet<string> = new Set(["weight"]);
export const initialState: ValuesOf<State> = adamWState<Parameters>({ weight: tensorValue("float32", [2, 2], [1, 0, 0, 1]), bias: tensorValue("float32", [2], [0, 0]) });
export const firstBatch: { inputs: TensorValue; targets: TensorValue } = { inputs: tensorValue("float32", [1, 2], [1, 2]), targets: tensorValue("float32", [1, 2], [0, 0]) };
export const lossOf = ({ weight: of, bias: and }: Parameters, { inputs, targets }: Batch): Tensor => sum(square(add(linear(inputs, of, and), targets)));

export const ids: Tensor = constant([5, 7, 0, 3, 5, 9], [3, 2], "int32");
export const nextIds: Tensor = ids;
export const labels: Tensor = ids;
export const positions: Tensor = constant([0, 1, 0, 1, 0, 1], [3, 2], "int32");
export const embedding: Tensor = full([64, 4], 0.5);
export const logits: Tensor = full([3, 2, 64], 0);
export const logProbabilities: Tensor = logits;
export const vocabulary = 64;
export const randomKeys: Tensor = constant([1, 2, 3, 4], [2, 2], "uint32");
export const mask: Tensor = constant([1, 0, 1, 1], [2, 2], "bool");
export const scores: Tensor = x;

export const query: Tensor = full([3, 2, 2, 4], 0.5);
export const key: Tensor = query;
export const value: Tensor = query;
export const causal: Tensor = constant([1, 0, 1, 1], [2, 2], "bool");
export const visible: Tensor = constant(new Array<number>(12).fill(1), [3, 1, 2, 2], "bool");
export const queries: Tensor = full([3, 2, 2, 64], 0.5);
export const keys: Tensor = full([3, 2, 5, 64], 0.5);
export const tokens: Tensor = full([3, 2, 2, 4], 0.5);
export const fused: Tensor = full([2, 2304], 0.5);
export const cosineTable: Tensor = full([8, 32], 1);
export const sineTable: Tensor = full([8, 32], 0);
export const cachedKeys: Tensor = full([3, 2, 6, 4], 0);
export const newKeys: Tensor = full([3, 2, 1, 4], 1);
export const lengths: Tensor = constant([0, 3, 5], [3], "int64");
