import { add, cast, constant, divide, equal, expandDimensions, less, max, maximum, min, multiply, relu, reshape, slice, subtract, sum, type Tensor, where } from "../../graph/index.ts";
import type { OverTokens } from "../formula/method.ts";
import { type BranchedInputs, type BranchedShape, totalPlaces } from "./branched-inputs.ts";
import type { ObservedSite } from "./option-log-probabilities.ts";

/** Which tokens of each prompt take part, as conditions. */
export interface TokenRanges {
  /** [batch, encoded, 1]. */
  readonly encoder?: Tensor;
  /** [batch, prompt, 1]. */
  readonly prompt: Tensor;
  /** [batch, further, 1]: places that read a label token and predict the next one. */
  readonly label?: Tensor;
}

/**
 * The tokens that the maximum ranges over: those of the encoder or of the prompt, and as many label positions as the shorter of
 * the two labels has. The first label position is the prompt's last token (or the start token), which predicts the first label token;
 * the label's last token predicts nothing, and is no position.
 *
 * @param labelLengths [batch, 2], of the two labels that are compared
 */
export function tokenRanges({ present, encoderPresent }: BranchedInputs, labelLengths: Tensor, shape: BranchedShape): TokenRanges {
  const { batch, prompt, further } = shape;
  const shorter = reshape(min(labelLengths, { axes: [1] }), [batch, 1]);
  return {
    ...(encoderPresent === undefined ? {} : { encoder: expandDimensions(equal(encoderPresent, 1), 2) }),
    prompt: expandDimensions(equal(slice(present, 1, 0, prompt), 1), 2),
    ...(further === 0 ? {} : { label: expandDimensions(less(constant(Int32Array.from({ length: further }, (_, place) => place + 1), [1, further]), shorter), 2) }),
  };
}

/** h·∂/∂h of one site, cut into [batch, tokens, outputs]; the label's tokens are those of the one option whose gradient is not 0. */
interface TokenParts {
  readonly first: Tensor;
  readonly label?: Tensor;
}

/** The product of activations and their gradients, by token. */
export function tokenParts({ output, tokens }: ObservedSite, gradient: Tensor, shape: BranchedShape): TokenParts {
  const { batch, prompt, options, further } = shape;
  const outputs = output.shape[1] as number;
  const product = multiply(output, gradient);
  if (tokens === "encoder") return { first: reshape(product, [batch, shape.encoded!, outputs]) };
  if (further === 0) return { first: reshape(product, [batch, prompt, outputs]) };
  const total = totalPlaces(shape);
  const rows = reshape(product, [batch, total, outputs]);
  return {
    first: slice(rows, 1, 0, prompt),
    label: sum(reshape(slice(rows, 1, prompt, total), [batch, options, further, outputs]), { axes: [1] }),
  };
}

/** B of every token, less what serves the right answer: A(ŷ) − max(0, A(y)). */
export function cleanParts(biased: TokenParts, gold: TokenParts): TokenParts {
  return {
    first: subtract(biased.first, relu(gold.first)),
    ...(biased.label === undefined ? {} : { label: subtract(biased.label, relu(gold.label!)) }),
  };
}

/** [batch, outputs]: one number of each neuron's tokens. */
export function overTokensOf({ first, label }: TokenParts, tokens: ObservedSite["tokens"], ranges: TokenRanges, how: OverTokens): Tensor {
  const firstRange = tokens === "encoder" ? ranges.encoder! : ranges.prompt;
  const parts = [[first, firstRange] as const, ...(label === undefined ? [] : [[label, ranges.label!] as const])];
  if (how === "maximum") return parts.map(([values, range]) => max(where(range, values, Number.NEGATIVE_INFINITY), { axes: [1] })).reduce(maximum);
  const total = parts.map(([values, range]) => sum(where(range, values, 0), { axes: [1] })).reduce(add);
  const count = parts.map(([, range]) => sum(cast(range, first.dtype), { axes: [1] })).reduce(add);
  return divide(total, count);
}
