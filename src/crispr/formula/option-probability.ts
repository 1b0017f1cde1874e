import type { Method } from "./method.ts";

/** What the model thinks of one option: the sum of its tokens' log-probabilities, and how many they are. */
export interface OptionLikelihood {
  readonly logProbability: number;
  readonly tokens: number;
}

type Normalisation = Pick<Method, "lengthNormalise">;

/** log P(c | ι, x), or of P^(1/n). */
export function logClassProbability({ logProbability, tokens }: OptionLikelihood, { lengthNormalise }: Normalisation): number {
  return lengthNormalise ? logProbability / tokens : logProbability;
}

/** P(c | ι, x), or P^(1/n). */
export function classProbability(option: OptionLikelihood, method: Normalisation): number {
  return Math.exp(logClassProbability(option, method));
}

/**
 * The logarithm of what turns G = h·∂log P/∂h into the attribution A: P itself, for A = h·∂P/∂h = P·G; of P^(1/n) the
 * derivative is P^(1/n)/n. In logarithms, because P of a long option is too small for float32.
 */
export function logAttributionFactor(option: OptionLikelihood, method: Normalisation): number {
  return logClassProbability(option, method) - (method.lengthNormalise ? Math.log(option.tokens) : 0);
}
