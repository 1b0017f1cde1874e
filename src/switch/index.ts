export type { RolloutStrategy, StrategyReads, StrategyStep, Writer } from "./strategy/rollout-strategy.ts";
export { createStrategy, type StrategyName, strategyNames, type StrategySettings } from "./strategy/strategies.ts";
