import { graphError } from "../tensor/graph-error.ts";
import { makeNode, makeTensor, type Tensor } from "../tensor/tensor.ts";
import { fixedShape } from "./constant.ts";
import { add, divide, multiply, negate, requireFloat, sqrt, square, subtract } from "./elementwise.ts";
import { sumRows } from "./matmul.ts";
import { mean } from "./reduce.ts";
import { broadcastTo } from "./shape-and-sum.ts";

/** Scale, shift and the ε added to the variance. */
export interface LayerNormOptions {
  scale: Tensor;
  bias?: Tensor;
  epsilon?: number;
}

/**
 * Normalises the last axis to mean 0 and variance 1, then scales and shifts (Ba et al. 2016, arXiv 1607.06450).
 *
 * @example
 * layerNorm(x, { scale, bias, epsilon: 1e-5 });
 */
export function layerNorm(x: Tensor, { scale, bias, epsilon = 1e-5 }: LayerNormOptions): Tensor {
  checkParameters("layerNorm", x, [scale, ...(bias === undefined ? [] : [bias])]);
  if (x.dtype === "float64") {
    const centred = subtract(x, mean(x, { axes: [-1], keepDimensions: true }));
    const deviation = sqrt(add(mean(square(centred), { axes: [-1], keepDimensions: true }), epsilon));
    const scaled = multiply(divide(centred, deviation), scale);
    return bias === undefined ? scaled : add(scaled, bias);
  }
  const statistics = { dtype: x.dtype, shape: x.shape.with(-1, 1) };
  const outputs = makeNode({
    operator: "LayerNormalization",
    inputs: [x, scale, bias],
    attributes: { axis: -1, epsilon: { float: epsilon } },
    outputs: [{ dtype: x.dtype, shape: x.shape }, statistics, statistics],
    derivative: ([gradient, averageGradient, inverseGradient], node) => {
      const [, average, inverseDeviation] = node.outputs as [Tensor, Tensor, Tensor];
      const normalized = multiply(subtract(x, average), inverseDeviation);
      const parts: Tensor[] = [];
      if (gradient !== undefined) {
        const inner = multiply(gradient, scale);
        const along = mean(inner, { axes: [-1], keepDimensions: true });
        const across = mean(multiply(inner, normalized), { axes: [-1], keepDimensions: true });
        parts.push(multiply(subtract(subtract(inner, along), multiply(normalized, across)), inverseDeviation));
      }
      // The statistics get gradients of their own when this derivative is differentiated again.
      if (averageGradient !== undefined) parts.push(broadcastTo(divide(averageGradient, width(x)), x.shape));
      if (inverseGradient !== undefined) parts.push(multiply(normalized, divide(negate(multiply(inverseGradient, square(inverseDeviation))), width(x))));
      return [
        parts.reduce(add),
        gradient && sumRows(multiply(gradient, normalized)),
        gradient && bias && sumRows(gradient),
      ];
    },
  });
  return outputs[0]!;
}

/**
 * Divides the last axis by its root mean square, then scales (Zhang and Sennrich 2019, arXiv 1910.07467).
 *
 * @example
 * rmsNorm(x, scale, 1e-6);
 */
export function rmsNorm(x: Tensor, scale: Tensor, epsilon = 1e-6): Tensor {
  checkParameters("rmsNorm", x, [scale]);
  if (x.dtype === "float64") return multiply(divide(x, rootMeanSquare(x, epsilon)), scale);
  return makeTensor({
    operator: "SimplifiedLayerNormalization",
    inputs: [x, scale],
    attributes: { axis: -1, epsilon: { float: epsilon }, stash_type: 1 },
    dtype: x.dtype,
    shape: x.shape,
    derivative: ([gradient]) => {
      const deviation = rootMeanSquare(x, epsilon);
      const normalized = divide(x, deviation);
      const inner = multiply(gradient!, scale);
      const across = mean(multiply(inner, normalized), { axes: [-1], keepDimensions: true });
      return [divide(subtract(inner, multiply(normalized, across)), deviation), sumRows(multiply(gradient!, normalized))];
    },
  });
}

function rootMeanSquare(x: Tensor, epsilon: number): Tensor {
  return sqrt(add(mean(square(x), { axes: [-1], keepDimensions: true }), epsilon));
}

/** The fixed length of the last axis. */
function width(x: Tensor): number {
  return fixedShape("layerNorm", x.shape.slice(-1))[0]!;
}

function checkParameters(operation: string, x: Tensor, parameters: readonly Tensor[]): void {
  requireFloat(operation, x);
  for (const parameter of parameters) {
    if (parameter.rank !== 1 || parameter.shape[0] !== x.shape.at(-1) || parameter.dtype !== x.dtype) throw graphError(operation, "scale and bias must have the length of the last axis", [x, parameter]);
  }
}
