import { add, attention, constant, gather, layerNorm, linear, matmul, reshape, silu, slice, split, type Tensor, type TensorValue, tensorValue, transpose } from "../graph/index.ts";
import type { RandomStream } from "../stats/index.ts";

/** A small decoder over characters: enough to see the engine learn. */
export interface CharacterModel<T> {
  characters: T;
  positions: T;
  layers: Record<"norm1" | "fused" | "out" | "norm2" | "up" | "down", T>[];
  norm: T;
}

/** Lengths of everything. */
export interface CharacterModelSize {
  vocabulary: number;
  context: number;
  width: number;
  heads: number;
  layers: number;
}

/** Normal weights, smaller for wider layers; norms at 1. */
export function initialModel({ vocabulary, context, width, layers }: CharacterModelSize, random: RandomStream): CharacterModel<TensorValue> {
  const matrix = (rows: number, columns: number): TensorValue => tensorValue("float32", [rows, columns], Float32Array.from({ length: rows * columns }, () => (0.7 * random.normal()) / Math.sqrt(rows)));
  const table = (rows: number): TensorValue => tensorValue("float32", [rows, width], Float32Array.from({ length: rows * width }, () => 0.05 * random.normal()));
  const ones = (): TensorValue => tensorValue("float32", [width], new Float32Array(width).fill(1));
  return {
    characters: table(vocabulary),
    positions: table(context),
    layers: Array.from({ length: layers }, () => ({ norm1: ones(), fused: matrix(width, 3 * width), out: matrix(width, width), norm2: ones(), up: matrix(width, 4 * width), down: matrix(4 * width, width) })),
    norm: ones(),
  };
}

/** Logits of the next character at every place: [batch, sequence, vocabulary]. */
export function characterLogits(model: CharacterModel<Tensor>, ids: Tensor, heads: number): Tensor {
  const [batch, sequence] = ids.shape as [number, number];
  const width = model.norm.shape[0] as number;
  const causal = constant(Uint8Array.from({ length: sequence * sequence }, (_, place) => Number(place % sequence <= Math.floor(place / sequence))), [sequence, sequence], "bool");
  let hidden = add(gather(model.characters, ids), slice(model.positions, 0, 0, sequence));
  for (const layer of model.layers) {
    const parts = split(linear(layerNorm(hidden, { scale: layer.norm1 }), layer.fused), -1, [width, width, width]);
    const [query, key, value] = parts.map((part) => transpose(reshape(part, [batch, sequence, heads, width / heads]), [0, 2, 1, 3])) as [Tensor, Tensor, Tensor];
    const attended = reshape(transpose(attention(query, key, value, { mask: causal }), [0, 2, 1, 3]), [batch, sequence, width]);
    hidden = add(hidden, linear(attended, layer.out));
    hidden = add(hidden, linear(silu(linear(layerNorm(hidden, { scale: layer.norm2 }), layer.up)), layer.down));
  }
  return matmul(layerNorm(hidden, { scale: model.norm }), model.characters, { transposeB: true });
}
