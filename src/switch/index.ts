export type { BlockSize, PassCosts } from "./rollout/block-size.ts";
export { createPair, type ModelPair, sharedVocabulary } from "./rollout/model-pair.ts";
export { rollout, type RolloutOptions, type RolloutRequest, type Rollouts } from "./rollout/rollout.ts";
export type { RolloutCounts, RolloutStep } from "./rollout/rollout-step.ts";
export type { Uniforms } from "./rollout/uniform-sampler.ts";
export type { RolloutStrategy, StrategyReads, StrategyStep, Writer } from "./strategy/rollout-strategy.ts";
export { createStrategy, type StrategyName, strategyNames, type StrategySettings } from "./strategy/strategies.ts";
