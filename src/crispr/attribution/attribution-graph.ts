import { and, argmax, cast, concatenate, constant, divide, equal, exp, expandDimensions, grad, greater, log, max, multiply, not, stopGradient, subtract, sum, type Tensor, where } from "../../graph/index.ts";
import type { ModelGraph } from "../../lm/index.ts";
import type { Method } from "../formula/method.ts";
import type { BranchedInputs, BranchedShape } from "./branched-inputs.ts";
import { optionLogProbabilities, type ObservedSite } from "./option-log-probabilities.ts";
import { overTokensOf, type SiteProducts, tokenProducts, tokenRanges } from "./token-scores.ts";

/** What leaves the graph: a few numbers for each prompt and neuron. */
export interface AttributionOutputs<T = Tensor> {
  /** [batch, options]. */
  readonly logProbabilities: T;
  /** [batch], int64: ŷ. */
  readonly biased: T;
  /**
   * [batch, neurons], over tokens. In the paper's order B, divided by the larger of the two attribution factors of ŷ and y (so that no
   * probability is too small for float32); in the order of the authors' code G(ŷ).
   */
  readonly biasedScores: T;
  /** [batch, neurons]: G(y) over tokens, in the order of the authors' code with skill subtraction. */
  readonly goldScores?: T;
}

/** @see attributionGraph */
export interface AttributionGraphOptions {
  readonly shape: BranchedShape;
  readonly method: Method;
  /** How many logits count. */
  readonly vocabulary: number;
}

/**
 * Attribution of all neurons for a batch of prompts: one forward pass over prompt and options, one backward pass for each of the two
 * options that matter. No gradient of a weight is asked for.
 */
export function attributionGraph(graph: ModelGraph, inputs: BranchedInputs, { shape, method, vocabulary }: AttributionGraphOptions): AttributionOutputs {
  const { logProbabilities, observed } = optionLogProbabilities(graph, inputs, { shape, vocabulary });
  const dtype = logProbabilities.dtype as "float32" | "float64";
  const lengths = cast(inputs.lengths, dtype);
  const known = stopGradient(logProbabilities);
  const exists = greater(inputs.lengths, 0);
  const safeLengths = where(exists, lengths, 1);
  const classes = method.lengthNormalise ? divide(known, safeLengths) : known;
  const places = constant(Int32Array.from({ length: shape.options }, (_, option) => option), [1, shape.options]);
  const isGold = equal(places, expandDimensions(inputs.gold, 1));
  const biased = argmax(where(and(exists, not(isGold)), classes, Number.NEGATIVE_INFINITY), 1);
  const isBiased = equal(places, expandDimensions(cast(biased, "int32"), 1));

  const factors = method.lengthNormalise ? subtract(classes, log(safeLengths)) : classes;
  const factorOf = (chosen: Tensor): Tensor => sum(where(chosen, factors, 0), { axes: [1] });
  const [biasedFactor, goldFactor] = [factorOf(isBiased), factorOf(isGold)];
  const largest = max(concatenate([expandDimensions(biasedFactor, 1), expandDimensions(goldFactor, 1)], 1), { axes: [1] });
  const relative = method.order === "paper";
  // What is differentiated: log P of the chosen option, times a weight that makes G the attribution but for a common factor.
  const gradients = (chosen: Tensor, factor: Tensor): Tensor[] => {
    const picked = sum(where(chosen, logProbabilities, 0), { axes: [1] });
    const weighted = relative ? multiply(picked, stopGradient(exp(subtract(factor, method.skillSubtraction ? largest : factor)))) : picked;
    return grad(sum(weighted), observed.map(({ output }) => output));
  };
  const labelLengths = concatenate([lengthOf(inputs.lengths, isBiased), lengthOf(inputs.lengths, isGold)], 1);
  const ranges = tokenRanges(inputs, labelLengths, { shape, labelPositions: method.labelPositions, dtype });
  const biasedGradients = gradients(isBiased, biasedFactor);
  const goldGradients = method.skillSubtraction ? gradients(isGold, goldFactor) : undefined;
  const perSite = (productsOf: (site: ObservedSite, index: number) => SiteProducts): Tensor =>
    concatenate(observed.map((site, index) => overTokensOf(productsOf(site, index), { tokens: site.tokens, ranges, shape, overTokens: method.overTokens })), 1);
  const towards = (site: ObservedSite, index: number): Tensor => tokenProducts(site, biasedGradients[index]!, shape);
  const against = (site: ObservedSite, index: number): Tensor => tokenProducts(site, goldGradients![index]!, shape);
  const subtracts = relative && goldGradients !== undefined;
  const biasedScores = perSite((site, index) => ({ towards: towards(site, index), ...(subtracts ? { against: against(site, index) } : {}) }));
  if (relative || goldGradients === undefined) return { logProbabilities, biased, biasedScores };
  return { logProbabilities, biased, biasedScores, goldScores: perSite((site, index) => ({ towards: against(site, index) })) };
}

/** [batch, 1]. */
function lengthOf(lengths: Tensor, chosen: Tensor): Tensor {
  return sum(where(chosen, lengths, 0), { axes: [1], keepDimensions: true });
}
