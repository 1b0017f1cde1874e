export { attribute, type AttributeOptions, type AttributedPrompt, type Attribution, type SiteScores } from "./attribution/attribute.ts";
export type { AttributionPrompt } from "./attribution/attribution-prompt.ts";
export { type Method, type Order, type OverTokens, publishedMethod } from "./formula/method.ts";
export { type NeuronPlace, rankNeurons } from "./formula/rank-neurons.ts";
