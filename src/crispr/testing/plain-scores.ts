import { type LanguageModel, sitesOf } from "../../lm/index.ts";
import type { AttributionPrompt } from "../attribution/attribution-prompt.ts";
import { cleanBiasScore } from "../formula/clean-bias-score.ts";
import type { Method } from "../formula/method.ts";
import { overTokens } from "../formula/over-tokens.ts";
import { finiteDifferences } from "./finite-differences.ts";

/** The scores of one prompt alone, all neurons in turn, straight from the formulas over finite differences. */
export async function plainScores(model: LanguageModel, { ids, labels, gold }: AttributionPrompt, method: Method): Promise<{ probs: number[]; biased: number; scores: number[] }> {
  const crossed = model.architecture.encoder !== undefined;
  const options = await Promise.all(labels.map((label) => finiteDifferences(model, { ids, label })));
  const probs = options.map(({ probability }, option) => (method.lengthNormalise ? probability ** (1 / labels[option]!.length) : probability));
  const biased = probs.reduce((best, probability, option) => (option !== gold && (best < 0 || probability > probs[best]!) ? option : best), -1);
  const shorter = Math.min(labels[gold]!.length, labels[biased]!.length);
  const alpha = method.instanceWeight ? probs[biased]! : 1;
  const scores = sitesOf(model.architecture).flatMap(({ site, outputs }) => {
    const encoderSide = crossed && (site.startsWith("encoder.") || /crossAttention\.(?:key|value)$/.test(site));
    const labelTokens = crossed || method.labelPositions === "tokens" ? shorter : shorter - 1;
    const tokens = encoderSide ? ids.length : (crossed ? 0 : ids.length) + labelTokens;
    return Array.from({ length: outputs }, (_, neuron) => {
      // h·∂P/∂h, h·∂P^(1/n)/∂h, or of the authors' code h·∂log P/∂h.
      const attributionAt = (option: number, token: number): number => {
        const { activations, derivatives } = options[option]!.sites.get(site)!;
        const { probability } = options[option]!;
        const product = activations[token]![neuron]! * derivatives[token]![neuron]!;
        if (method.order === "authors-code") return product / probability;
        return method.lengthNormalise ? (product * probability ** (1 / labels[option]!.length - 1)) / labels[option]!.length : product;
      };
      const along = (option: number): number[] => Array.from({ length: tokens }, (_, token) => attributionAt(option, token));
      const [towards, against] = [along(biased), along(gold)];
      if (method.order === "authors-code") return alpha * overTokens(towards, method.overTokens) - (method.skillSubtraction ? Math.max(0, alpha * overTokens(against, method.overTokens)) : 0);
      return alpha * overTokens(towards.map((value, token) => cleanBiasScore(value, method.skillSubtraction ? against[token]! : undefined)), method.overTokens);
    });
  });
  return { probs, biased, scores };
}
