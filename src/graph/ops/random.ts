import { graphError } from "../tensor/graph-error.ts";
import { makeTensor, type Tensor } from "../tensor/tensor.ts";
import { cast } from "./cast.ts";
import { constant, scalar } from "./constant.ts";
import { add, log, multiply, negate } from "./elementwise.ts";
import { slice } from "./slice.ts";

/**
 * Random bits that depend on their address only: element (row, column) is a hash of the row's key and the column, so
 * neither the batch nor the order matters, and the same key gives the same row anywhere. The hash mixes columns (once,
 * while the graph is made), keys and what they make together by multiplications and shifts, with constants found by search
 * for the least bias (the "lowbias32" family of C. Wellons' hash-prospector). Not for secrets.
 *
 * @param keys uint32 [rows, 2], one key of 64 bits a row
 * @returns uint32 [rows, columns]
 * @example
 * const bits = randomBits(randomKeys, 50257); // [rows, 50257]
 */
export function randomBits(keys: Tensor, columns: number): Tensor {
  if (keys.dtype !== "uint32" || keys.rank !== 2 || keys.shape[1] !== 2) throw graphError("randomBits", "the keys must be uint32 [rows, 2]", [keys]);
  // Mixed twice, neighbouring columns have nothing in common that a key could shift from one row to another.
  const places = constant(Uint32Array.from({ length: columns }, (_, column) => mixed(mixed(column + 1))), [1, columns]);
  return mix(xor(add(places, mix(slice(keys, 1, 0, 1))), mix(slice(keys, 1, 1, 2))));
}

/**
 * Uniform numbers in the open interval (0, 1), float32: odd multiples of 2^−24, all equally likely.
 *
 * @example
 * randomUniform(randomKeys, 5); // [rows, 5]
 */
export function randomUniform(keys: Tensor, columns: number): Tensor {
  const high = shiftRight(randomBits(keys, columns), 9);
  return multiply(add(cast(high, "float32"), 0.5), 2 ** -23);
}

/**
 * Standard Gumbel noise, −log(−log u): the index of the largest logit + noise is a sample from the softmax of the logits,
 * and two models that share the noise agree as often as shared noise can make them.
 *
 * @example
 * const token = argmax(add(logits, gumbelNoise(randomKeys, vocabulary))); // [batch, sequence]
 */
export function gumbelNoise(keys: Tensor, columns: number): Tensor {
  return negate(log(negate(log(randomUniform(keys, columns)))));
}

/** A bijection of 32-bit words in which every bit of the input flips about half of the output's. */
function mix(x: Tensor): Tensor {
  let mixed = xor(x, shiftRight(x, 16));
  mixed = multiply(mixed, scalar(0x7feb352d, "uint32"));
  mixed = xor(mixed, shiftRight(mixed, 15));
  mixed = multiply(mixed, scalar(0x846ca68b, "uint32"));
  return xor(mixed, shiftRight(mixed, 16));
}

/** The same on a number. */
function mixed(word: number): number {
  let x = Math.imul(word ^ (word >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

function xor(a: Tensor, b: Tensor): Tensor {
  return makeTensor({ operator: "BitwiseXor", inputs: [a, b], dtype: "uint32", shape: a.shape, derivative: "none" });
}

function shiftRight(x: Tensor, bits: number): Tensor {
  return makeTensor({ operator: "BitShift", inputs: [x, scalar(bits, "uint32")], attributes: { direction: "RIGHT" }, dtype: "uint32", shape: x.shape, derivative: "none" });
}
