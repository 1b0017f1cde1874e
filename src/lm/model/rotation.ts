import { broadcastTo, cast, constant, cos, multiply, reshape, rotaryEmbedding, sin, type Tensor } from "../../graph/index.ts";
import type { Position } from "../architecture/description.ts";

/** Turns queries and keys [batch, heads, sequence, width] by the angles of their positions. */
export type Rotation = (x: Tensor) => Tensor;

/** The rotation for tokens at `positions`, [batch, sequence]; none where the stack knows order otherwise. */
export function rotationAt(position: Position, positions: Tensor, dtype: "float32" | "float64"): Rotation | undefined {
  if (position.kind !== "rotary") return undefined;
  const { frequencies } = position;
  const table = constant(dtype === "float32" ? Float32Array.from(frequencies) : Float64Array.from(frequencies), [frequencies.length], dtype);
  const angles = multiply(reshape(cast(positions, dtype), [...positions.shape, 1]), table);
  const [cosines, sines] = [cos(angles), sin(angles)];
  return (x) => {
    const shape = [x.shape[0]!, ...cosines.shape.slice(1)];
    return rotaryEmbedding(x, broadcastTo(cosines, shape), broadcastTo(sines, shape));
  };
}
