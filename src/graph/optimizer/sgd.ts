import { isTensor } from "../gradient/grad.ts";
import { after } from "../ops/after.ts";
import { cast } from "../ops/cast.ts";
import { asTensor, type Operand, scalar } from "../ops/constant.ts";
import { add, multiply, subtract } from "../ops/elementwise.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { leavesLike, leavesOf, mapTree } from "../tensor/tree.ts";
import type { ValuesOf } from "../value.ts";
import { decaysByDefault, zeroValues } from "./adamw.ts";
import { soundNorm } from "./gradients.ts";

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
 * @throws SteadfastError `not-finite` when run, where the gradients' norm is infinite or NaN; the state stays as it was
 * @example
 * const next = sgd(state, grad(loss, state.parameters), { learningRate: 0.1, momentum: 0.9 });
 */
export function sgd<Parameters>(state: SgdState<Parameters>, gradients: Parameters, { learningRate, momentum = 0, weightDecay = 0, decays = decaysByDefault }: SgdOptions): SgdState<Parameters> {
  const parameters = leavesOf(state.parameters, isTensor);
  const [gradientLeaves, velocityLeaves] = [gradients, state.velocities].map((tree) => leavesLike("sgd", tree, parameters, isTensor));
  // The norm depends on every gradient. Each update takes a factor that waits for it: so all readers of the old state
  // come first, and so does whatever can fail.
  const norm = soundNorm(gradients);
  const rate = after(cast(asTensor(learningRate, "float64"), "float64"), [norm]);
  const decay = after(scalar(momentum, norm.dtype), [norm]);
  const next = parameters.map(({ path, value: parameter }, index) => {
    const gradient = gradientLeaves![index]!.value;
    const decayed = weightDecay !== 0 && decays(path, parameter) ? add(gradient, multiply(parameter, weightDecay)) : gradient;
    const velocity = add(multiply(velocityLeaves![index]!.value, decay), decayed);
    return { parameter: subtract(parameter, multiply(velocity, cast(rate, parameter.dtype))), velocity };
  });
  let [parameterIndex, velocityIndex] = [0, 0];
  return {
    parameters: mapTree(state.parameters, isTensor, () => next[parameterIndex++]!.parameter) as Parameters,
    velocities: mapTree(state.parameters, isTensor, () => next[velocityIndex++]!.velocity) as Parameters,
    stepsDone: add(state.stepsDone, after(scalar(1, "int32"), [norm])),
  };
}

/**
 * The state before the first step.
 *
 * @example
 * const { velocities } = sgdState({ weight: tensorValue("float32", [2], [0.5, -0.5]) }); // { weight: [0, 0] }
 */
export function sgdState<Parameters>(parameters: ValuesOf<Parameters>): ValuesOf<SgdState<Parameters>> {
  return { parameters, velocities: zeroValues(parameters), stepsDone: { dtype: "int32", shape: [], data: new Int32Array(1) } } as unknown as ValuesOf<SgdState<Parameters>>;
}
