import { isTensor } from "../gradient/grad.ts";
import { after } from "../ops/after.ts";
import { cast } from "../ops/cast.ts";
import { asTensor, type Operand, scalar } from "../ops/constant.ts";
import { add, divide, multiply, sqrt, square, subtract } from "../ops/elementwise.ts";
import { makeTensor, type Tensor } from "../tensor/tensor.ts";
import { dataTypes } from "../tensor/data-type.ts";
import { leavesLike, leavesOf, mapTree } from "../tensor/tree.ts";
import { isTensorValue, type TensorValue, type ValuesOf } from "../value.ts";
import { clippingFactor, soundNorm } from "./gradients.ts";

/**
 * Parameters and what AdamW remembers about them. The moments are decaying sums of the gradients and of their squares,
 * the paper's means divided by 1 − β: each then takes a pass less over all parameters.
 */
export interface AdamWState<Parameters> {
  parameters: Parameters;
  firstMoments: Parameters;
  secondMoments: Parameters;
  /** int32 scalar. */
  stepsDone: Tensor;
}

/** Defaults are those of the paper, weight decay aside. */
export interface AdamWOptions {
  /** A number, or a scalar tensor such as a schedule gives. */
  learningRate: Operand;
  beta1?: number;
  beta2?: number;
  epsilon?: number;
  weightDecay?: number;
  /** Which parameters decay; by default those with two axes or more, hence no norms and biases. */
  decays?: (path: string, parameter: Tensor) => boolean;
  /** Scales all gradients so that their global norm is at most this. */
  clipNorm?: number;
}

/**
 * One step of Adam with decoupled weight decay (Loshchilov and Hutter 2019, arXiv 1711.05101, algorithm 2).
 *
 * @returns the next state and the gradients' global norm before clipping
 * @throws SteadfastError `not-finite` when run, where that norm is infinite or NaN; the state stays as it was
 * @example
 * const { state: next, norm } = adamW(state, grad(loss, state.parameters), { learningRate: 1e-3, weightDecay: 0.01, clipNorm: 1 });
 */
export function adamW<Parameters>(state: AdamWState<Parameters>, gradients: Parameters, options: AdamWOptions): { state: AdamWState<Parameters>; norm: Tensor } {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0, decays = decaysByDefault, clipNorm } = options;
  const parameters = leavesOf(state.parameters, isTensor);
  const [gradientLeaves, first, second] = [gradients, state.firstMoments, state.secondMoments].map((tree) => leavesLike("adamW", tree, parameters, isTensor));
  const norm = soundNorm(gradients);
  const dtype = norm.dtype;
  const step = add(cast(state.stepsDone, "float64"), 1);
  // The norm depends on every gradient. Each update takes a factor that waits for it: so all readers of the old state
  // come first, and so does whatever can fail.
  const rate = after(cast(asTensor(options.learningRate, "float64"), "float64"), [norm]);
  const [decay1, decay2] = [beta1, beta2].map((beta) => after(scalar(beta, dtype), [norm])) as [Tensor, Tensor];
  const correction1 = subtract(1, powerOf(beta1, step));
  const correction2 = subtract(1, powerOf(beta2, step));
  // With sums instead of means, m̂/(√v̂ + ε) is s·M/(√V + e): whatever is the same for all elements is in s and e.
  const root = sqrt(divide(correction2, 1 - beta2));
  const scale = cast(divide(multiply(multiply(rate, root), 1 - beta1), correction1), dtype);
  const smoothing = cast(multiply(root, epsilon), dtype);
  const kept = cast(subtract(1, multiply(rate, weightDecay)), dtype);
  const clipping = clipNorm === undefined ? undefined : clippingFactor(norm, clipNorm);

  const next = parameters.map(({ path, value: parameter }, index) => {
    const raw = gradientLeaves![index]!.value;
    const gradient = clipping === undefined ? raw : multiply(raw, clipping);
    const firstMoment = add(multiply(first![index]!.value, decay1), gradient);
    const secondMoment = add(multiply(second![index]!.value, decay2), square(gradient));
    const change = multiply(divide(firstMoment, add(sqrt(secondMoment), smoothing)), scale);
    const decayed = weightDecay !== 0 && decays(path, parameter) ? multiply(parameter, kept) : parameter;
    return { parameter: subtract(decayed, change), firstMoment, secondMoment };
  });
  const rebuilt = (key: keyof (typeof next)[number]): Parameters => {
    let index = 0;
    return mapTree(state.parameters, isTensor, () => next[index++]![key]) as Parameters;
  };
  return {
    state: { parameters: rebuilt("parameter"), firstMoments: rebuilt("firstMoment"), secondMoments: rebuilt("secondMoment"), stepsDone: add(state.stepsDone, after(scalar(1, "int32"), [norm])) },
    norm,
  };
}

/**
 * The state before the first step.
 *
 * @example
 * const { stepsDone } = adamWState({ weight: tensorValue("float32", [2], [0.5, -0.5]) }); // 0
 */
export function adamWState<Parameters>(parameters: ValuesOf<Parameters>): ValuesOf<AdamWState<Parameters>> {
  return { parameters, firstMoments: zeroValues(parameters), secondMoments: zeroValues(parameters), stepsDone: { dtype: "int32", shape: [], data: new Int32Array(1) } } as unknown as ValuesOf<AdamWState<Parameters>>;
}

/** Weights decay, norms and biases do not: parameters with two axes or more. */
export function decaysByDefault(_path: string, parameter: Tensor): boolean {
  return parameter.rank >= 2;
}

/** Zeros in the nesting, types and shapes of the values. */
export function zeroValues(values: unknown): unknown {
  return mapTree(values, isTensorValue, ({ dtype, shape, data }): TensorValue => ({ dtype, shape, data: new dataTypes[dtype].array(data.length) }));
}

function powerOf(base: number, exponent: Tensor): Tensor {
  return makeTensor({ operator: "Pow", inputs: [scalar(base, "float64"), exponent], dtype: "float64", shape: exponent.shape, derivative: "none" });
}
