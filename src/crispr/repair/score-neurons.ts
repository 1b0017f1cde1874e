import type { EventSink } from "../../base/index.ts";
import { loadBareModel } from "../../lm/index.ts";
import { attribute, type AttributedPrompt } from "../attribution/attribute.ts";
import type { AttributionPrompt } from "../attribution/attribution-prompt.ts";
import type { Method } from "../formula/method.ts";

/** @see scoreNeurons */
export interface ScoreNeuronsInput {
  readonly reference: string;
  readonly instructions: readonly (readonly AttributionPrompt[])[];
  readonly method: Partial<Method>;
  readonly offline?: boolean;
  readonly threads?: number;
}

/** The clean bias scores of all neurons for prompts in token ids: an attribution that anyone can check. */
export interface NeuronScores {
  /** By instruction. */
  readonly instances: readonly (readonly AttributedPrompt[])[];
  readonly sites: readonly { readonly site: string; readonly parameter: string; readonly scores: readonly number[] }[];
}

/**
 * Loads a model, with a tokenizer or without, and scores its neurons.
 *
 * @throws SteadfastError as `loadBareModel` and `attribute`
 */
export async function scoreNeurons({ reference, instructions, method, offline = false, threads }: ScoreNeuronsInput, { sink, signal }: { sink?: EventSink; signal?: AbortSignal } = {}): Promise<NeuronScores> {
  const context = { ...(sink === undefined ? {} : { sink }), ...(signal === undefined ? {} : { signal }) };
  const { model, tokenizer } = await loadBareModel(reference, { offline, ...context });
  const { instances, sites } = await attribute(model, instructions, { method, ...(tokenizer === undefined ? {} : { vocabulary: tokenizer.size }), ...(threads === undefined ? {} : { threads }), ...context });
  return { instances, sites: sites.map(({ site, scores }) => ({ site: site.site, parameter: site.weight, scores: [...scores] })) };
}
