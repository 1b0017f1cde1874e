import { add, cast, constant, divide, equal, expandDimensions, less, max, maximum, min, multiply, relu, reshape, slice, subtract, sum, type Tensor, where } from "../../graph/index.ts";
import type { LabelPositions, OverTokens } from "../formula/method.ts";
import { type BranchedInputs, type BranchedShape, totalPlaces } from "./branched-inputs.ts";
import type { ObservedSite } from "./option-log-probabilities.ts";

/** Which places take part, [batch, places, 1]: as a condition, and as a number, 0 where they do and +∞ elsewhere. */
interface Range {
  readonly inside: Tensor;
  readonly floor: Tensor;
}

/** Which tokens of each prompt take part. */
export interface TokenRanges {
  readonly encoder?: Range;
  /** Over a decoder's whole row, of which the branches take no part: they stand in `label`. */
  readonly prompt: Range;
  /** Over the places of one branch. */
  readonly label?: Range;
  /** [batch, 1]: whether there is a label position more, which no branch has, for it predicts nothing: A is 0 there. */
  readonly silent: Tensor;
}

/**
 * The tokens that the maximum ranges over: those of the encoder or of the prompt, and as many label positions as the shorter of
 * the two labels has. An encoder–decoder reads the label shifted by one behind the start token, so that it has as many positions as
 * tokens, the start token's the first. A decoder-only model's label positions are those of the label's tokens, or (`predictions`) those
 * that predict them: the first is then the prompt's last token.
 *
 * @param labelLengths [batch, 2], of the two labels that are compared
 */
export function tokenRanges({ present, encoderPresent }: BranchedInputs, labelLengths: Tensor, { shape, labelPositions, dtype }: { shape: BranchedShape; labelPositions: LabelPositions; dtype: "float32" | "float64" }): TokenRanges {
  const { batch, prompt, further } = shape;
  const range = (inside: Tensor): Range => {
    const condition = expandDimensions(inside, 2);
    return { inside: condition, floor: where(condition, zero(dtype), Number.POSITIVE_INFINITY) };
  };
  const shorter = reshape(min(labelLengths, { axes: [1] }), [batch, 1]);
  const behindPrompt = shape.encoded === undefined && labelPositions === "tokens" ? shorter : subtract(shorter, 1);
  const total = totalPlaces(shape);
  const isPrompt = constant(Int32Array.from({ length: total }, (_, place) => (place < prompt ? 1 : 0)), [1, total]);
  return {
    ...(encoderPresent === undefined ? {} : { encoder: range(equal(encoderPresent, 1)) }),
    prompt: range(equal(multiply(present, isPrompt), 1)),
    ...(further === 0 ? {} : { label: range(less(constant(Int32Array.from({ length: further }, (_, place) => place), [1, further]), behindPrompt)) }),
    silent: less(further, behindPrompt),
  };
}

/** h·∂/∂h of one site, [batch, places, outputs]. */
export function tokenProducts({ output, tokens }: ObservedSite, gradient: Tensor, shape: BranchedShape): Tensor {
  return reshape(multiply(output, gradient), [shape.batch, tokens === "encoder" ? shape.encoded! : totalPlaces(shape), output.shape[1]!]);
}

/** Products at every place: of the option that is scored, and of the right one where what serves it is subtracted. */
export interface SiteProducts {
  readonly towards: Tensor;
  readonly against?: Tensor;
}

interface Part extends SiteProducts {
  readonly range: Range;
}

/** [batch, outputs]: of A(ŷ) − max(0, A(y)) at each token, or of A alone, one number. */
export function overTokensOf({ towards, against }: SiteProducts, { tokens, ranges, shape, overTokens }: { tokens: ObservedSite["tokens"]; ranges: TokenRanges; shape: BranchedShape; overTokens: OverTokens }): Tensor {
  const partOf = (range: Range, productsOf: (products: Tensor) => Tensor): Part => ({ towards: productsOf(towards), ...(against === undefined ? {} : { against: productsOf(against) }), range });
  const whole = partOf(tokens === "encoder" ? ranges.encoder! : ranges.prompt, (products) => products);
  const over = overTokens === "maximum" ? greatest : average;
  if (tokens === "encoder") return over([whole], undefined);
  return over(ranges.label === undefined ? [whole] : [whole, partOf(ranges.label, (products) => labelProducts(products, shape))], ranges.silent);
}

/** Only one option's gradient is not 0, so that the sum over branches is that option's: [batch, further, outputs]. */
function labelProducts(products: Tensor, { batch, prompt, options, further }: BranchedShape): Tensor {
  const branches = slice(products, 1, prompt, prompt + options * further);
  return sum(reshape(branches, [batch, options, further, products.shape[2]!]), { axes: [1] });
}

/** Masks and clamps in one pass: a − max(b, 0) where the floor is 0, −∞ where it is +∞. */
function greatest(parts: readonly Part[], silent: Tensor | undefined): Tensor {
  const found = parts.map(({ towards, against, range: { floor } }) => max(subtract(towards, against === undefined ? floor : maximum(against, floor)), { axes: [1] })).reduce(maximum);
  return silent === undefined ? found : maximum(found, where(silent, zero(found.dtype as "float32" | "float64"), Number.NEGATIVE_INFINITY));
}

function average(parts: readonly Part[], silent: Tensor | undefined): Tensor {
  const total = parts.map(({ towards, against, range: { inside } }) => sum(where(inside, against === undefined ? towards : subtract(towards, relu(against)), 0), { axes: [1] })).reduce(add);
  const counts = parts.map(({ range }) => sum(cast(range.inside, total.dtype), { axes: [1] }));
  return divide(total, (silent === undefined ? counts : [...counts, cast(silent, total.dtype)]).reduce(add));
}

function zero(dtype: "float32" | "float64"): Tensor {
  return constant(dtype === "float32" ? new Float32Array(1) : new Float64Array(1), []);
}
