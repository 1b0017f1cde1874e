/** Where the formulas of the paper and the authors' code differ. */
export type Order = "paper" | "authors-code";

/** How one number comes of a neuron's tokens: their maximum (the paper), or their mean (its ablation). */
export type OverTokens = "maximum" | "mean";

/**
 * Where a decoder-only model's label positions are: at the label's tokens, the last of which predicts nothing; or at the tokens that
 * predict them, the first of which is the prompt's last. An encoder–decoder's are the same either way.
 */
export type LabelPositions = "tokens" | "predictions";

/** The method with its switches; each of them is one of the paper's ablations, or a departure that the documentation names. */
export interface Method {
  /** By default `paper`. */
  readonly order: Order;
  /** By default `maximum`. */
  readonly overTokens: OverTokens;
  /** Whether an instance weighs as much as the probability of its biased option. By default it does. */
  readonly instanceWeight: boolean;
  /** Whether what serves the right answer is subtracted. By default it is. */
  readonly skillSubtraction: boolean;
  /** Whether P(c) is replaced by P(c)^(1/n), n the tokens of the option. By default it is not. */
  readonly lengthNormalise: boolean;
  /** By default `tokens`. */
  readonly labelPositions: LabelPositions;
}

/** The published method. */
export const publishedMethod: Method = { order: "paper", overTokens: "maximum", instanceWeight: true, skillSubtraction: true, lengthNormalise: false, labelPositions: "tokens" };
