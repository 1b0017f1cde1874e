import { attention } from "../ops/attention.ts";
import { geluTanh } from "../ops/activation.ts";
import { constant } from "../ops/constant.ts";
import { add } from "../ops/elementwise.ts";
import { gather } from "../ops/gather.ts";
import { linear, matmul } from "../ops/matmul.ts";
import { layerNorm } from "../ops/normalization.ts";
import { reshape } from "../ops/shape-and-sum.ts";
import { slice, split } from "../ops/slice.ts";
import { transpose } from "../ops/transpose.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type TensorValue, tensorValue } from "../value.ts";

/** Sizes of a GPT-2-shaped decoder: for tests and speed measurements of the engine, before there is a room for models. */
export interface DecoderSize {
  layers: number;
  width: number;
  heads: number;
  vocabulary: number;
  positions: number;
}

type LayerParameters<T> = Record<"norm1Scale" | "norm1Bias" | "fusedWeight" | "fusedBias" | "outWeight" | "outBias" | "norm2Scale" | "norm2Bias" | "upWeight" | "upBias" | "downWeight" | "downBias", T>;

/** Parameters of the decoder; the head is the token embedding. */
export interface DecoderParameters<T> {
  tokens: T;
  positions: T;
  layers: LayerParameters<T>[];
  normScale: T;
  normBias: T;
}

/** Seeded parameters: normal with deviation 0.02, as GPT-2 has them. */
export function decoderParameters({ layers, width, vocabulary, positions }: DecoderSize, dtype: "float32" | "float64" = "float32", seed = 1): DecoderParameters<TensorValue> {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const filled = (value: () => number, ...shape: number[]): TensorValue => {
    const data = dtype === "float32" ? new Float32Array(shape.reduce((a, b) => a * b)) : new Float64Array(shape.reduce((a, b) => a * b));
    return tensorValue(dtype, shape, data.map(value));
  };
  // Twelve uniforms minus six are normal enough to initialise with, and cheap.
  const normal = (...shape: number[]): TensorValue => filled(() => 0.02 * (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3), ...shape);
  const ones = (...shape: number[]): TensorValue => filled(() => 1, ...shape);
  const zeros = (...shape: number[]): TensorValue => filled(() => 0, ...shape);
  return {
    tokens: normal(vocabulary, width),
    positions: normal(positions, width),
    layers: Array.from({ length: layers }, () => ({
      norm1Scale: ones(width), norm1Bias: zeros(width),
      fusedWeight: normal(width, 3 * width), fusedBias: zeros(3 * width),
      outWeight: normal(width, width), outBias: zeros(width),
      norm2Scale: ones(width), norm2Bias: zeros(width),
      upWeight: normal(width, 4 * width), upBias: zeros(4 * width),
      downWeight: normal(4 * width, width), downBias: zeros(width),
    })),
    normScale: ones(width),
    normBias: zeros(width),
  };
}

/** Hidden states [batch, sequence, width] after the last norm. */
export function decoderHidden(parameters: DecoderParameters<Tensor>, ids: Tensor, { heads, block = (run, x) => run(x) }: { heads: number; block?: (run: (x: Tensor) => Tensor, x: Tensor) => Tensor }): Tensor {
  const [, sequence] = ids.shape as [number, number];
  const mask = causalMask(sequence);
  let hidden = add(gather(parameters.tokens, ids), slice(parameters.positions, 0, 0, sequence));
  for (const layer of parameters.layers) hidden = block((x) => decoderLayer(layer, x, heads, mask), hidden);
  return layerNorm(hidden, { scale: parameters.normScale, bias: parameters.normBias });
}

/** Logits [batch, sequence, vocabulary]. */
export function decoderLogits(parameters: DecoderParameters<Tensor>, ids: Tensor, options: { heads: number }): Tensor {
  return matmul(decoderHidden(parameters, ids, options), parameters.tokens, { transposeB: true });
}

function decoderLayer(layer: LayerParameters<Tensor>, x: Tensor, heads: number, mask: Tensor): Tensor {
  const [batch, sequence, width] = x.shape as [number, number, number];
  const normed = layerNorm(x, { scale: layer.norm1Scale, bias: layer.norm1Bias });
  const [query, key, value] = split(linear(normed, layer.fusedWeight, layer.fusedBias), -1, [width, width, width]).map((part) => transpose(reshape(part, [batch, sequence, heads, width / heads]), [0, 2, 1, 3])) as [Tensor, Tensor, Tensor];
  const attended = reshape(transpose(attention(query, key, value, { mask }), [0, 2, 1, 3]), [batch, sequence, width]);
  const middle = add(x, linear(attended, layer.outWeight, layer.outBias));
  const up = geluTanh(linear(layerNorm(middle, { scale: layer.norm2Scale, bias: layer.norm2Bias }), layer.upWeight, layer.upBias));
  return add(middle, linear(up, layer.downWeight, layer.downBias));
}

function causalMask(sequence: number): Tensor {
  const mask = new Uint8Array(sequence * sequence);
  for (let row = 0; row < sequence; row += 1) mask.fill(1, row * sequence, row * sequence + row + 1);
  return constant(mask, [sequence, sequence], "bool");
}
