import { isTensor } from "../gradient/grad.ts";
import { after } from "../ops/after.ts";
import { cast } from "../ops/cast.ts";
import { asTensor, type Operand } from "../ops/constant.ts";
import { add, multiply, subtract } from "../ops/elementwise.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { leavesOf, mapTree } from "../tensor/tree.ts";
import type { ValuesOf } from "../value.ts";
import { decaysByDefault, zeroValues } from "./adamw.ts";
import { globalNorm } from "./gradients.ts";

/** Parameters and the decaying sum of their gradients. */
export interface SgdState<Parameters> {
  parameters: Parameters;
  velocities: Parameters;
  /** int32 scalar. */
  stepsDone: Tensor;
}

/** How far and with how much memory. */
export interface SgdOptions {
  learningRate: Operand;
  momentum?: number;
  /** Added to the gradient, as in PyTorch's SGD. */
  weightDecay?: number;
  decays?: (path: string, parameter: Tensor) => boolean;
}

/**
 * One step of stochastic gradient descent with momentum: v ← μv + g, p ← p − ηv.
 *
 * @example
 * const next = sgd(state, grad(loss, state.parameters), { learningRate: 0.1, momentum: 0.9 });
 */
export function sgd<Parameters>(state: SgdState<Parameters>, gradients: Parameters, { learningRate, momentum = 0, weightDecay = 0, decays = decaysByDefault }: SgdOptions): SgdState<Parameters> {
  const gradientLeaves = leavesOf(gradients, isTensor);
  const velocityLeaves = leavesOf(state.velocities, isTensor);
  // The norm depends on every gradient: waiting for it keeps all readers of a parameter before its update.
  const rate = after(cast(asTensor(learningRate, "float64"), "float64"), [globalNorm(gradients)]);
  const next = leavesOf(state.parameters, isTensor).map(({ path, value: parameter }, index) => {
    const gradient = gradientLeaves[index]!.value;
    const decayed = weightDecay !== 0 && decays(path, parameter) ? add(gradient, multiply(parameter, weightDecay)) : gradient;
    const velocity = add(multiply(velocityLeaves[index]!.value, momentum), decayed);
    return { parameter: subtract(parameter, multiply(velocity, cast(rate, parameter.dtype))), velocity };
  });
  let [parameterIndex, velocityIndex] = [0, 0];
  return {
    parameters: mapTree(state.parameters, isTensor, () => next[parameterIndex++]!.parameter) as Parameters,
    velocities: mapTree(state.parameters, isTensor, () => next[velocityIndex++]!.velocity) as Parameters,
    stepsDone: add(state.stepsDone, 1),
  };
}

/** The state before the first step. */
export function sgdState<Parameters>(parameters: ValuesOf<Parameters>): ValuesOf<SgdState<Parameters>> {
  return { parameters, velocities: zeroValues(parameters), stepsDone: { dtype: "int32", shape: [], data: new Int32Array(1) } } as unknown as ValuesOf<SgdState<Parameters>>;
}
