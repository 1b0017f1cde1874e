import { graphError } from "../tensor/graph-error.ts";
import { makeTensor, type Tensor } from "../tensor/tensor.ts";
import { add, multiply, negate, requireFloat, subtract } from "./elementwise.ts";
import { concatenate, slice } from "./slice.ts";
import { expandDimensions } from "./transpose.ts";
import { stopGradient } from "./with-derivative.ts";

/**
 * Rotary position embedding (Su et al. 2021, arXiv 2104.09864) on split halves, as Llama has it: with halves (u, v) of the last axis,
 * (u·cos − v·sin, u·sin + v·cos).
 *
 * @param x [batch, heads, sequence, width]
 * @param cosines [batch, sequence, width / 2], of each row's own positions
 * @param sines likewise
 * @example
 * rotaryEmbedding(queries, gather(cosineTable, positions), gather(sineTable, positions));
 */
export function rotaryEmbedding(x: Tensor, cosines: Tensor, sines: Tensor): Tensor {
  requireFloat("rotaryEmbedding", x);
  const width = x.shape.at(-1);
  const fits = x.rank === 4 && typeof width === "number" && width % 2 === 0 && [cosines, sines].every((table) => table.rank === 3 && table.shape[2] === width / 2 && table.shape[0] === x.shape[0] && table.shape[1] === x.shape[2]);
  if (!fits) throw graphError("rotaryEmbedding", "expected [batch, heads, sequence, width] and two tables [batch, sequence, width / 2]", [x, cosines, sines]);
  // The tables depend on positions only and get no gradient.
  if (x.dtype === "float64") return rotaryDecomposed(x, stopGradient(cosines), stopGradient(sines));
  return makeTensor({
    operator: "RotaryEmbedding",
    inputs: [x, cosines, sines],
    attributes: { interleaved: 0 },
    dtype: x.dtype,
    shape: x.shape,
    // A rotation's transpose is the rotation back.
    derivative: ([gradient]) => [rotaryEmbedding(gradient!, cosines, negate(sines)), undefined, undefined],
  });
}

function rotaryDecomposed(x: Tensor, cosines: Tensor, sines: Tensor): Tensor {
  const half = (x.shape.at(-1) as number) / 2;
  const [u, v] = [slice(x, -1, 0, half), slice(x, -1, half)];
  const [c, s] = [expandDimensions(cosines, 1), expandDimensions(sines, 1)];
  return concatenate([subtract(multiply(u, c), multiply(v, s)), add(multiply(u, s), multiply(v, c))], -1);
}
