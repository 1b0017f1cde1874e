export type { BenchItem, PlantedError } from "./items/bench-item.ts";
export { type InputTask, inputTaskNames, type InstructionTask, instructionTaskNames } from "./items/tasks.ts";
export { type InsteadKind, insteadKinds, type Judge, type JudgeAnswer, type Judgement, type JudgeOptions, type PrepareJudgeOptions } from "./judges/judge.ts";
export type { Canary } from "./judges/canaries/canary.ts";
export { canaries, type CanaryResult, checkJudge } from "./judges/canaries/check-judge.ts";
export { createExactJudge } from "./judges/exact/exact-judge.ts";
export { createModelJudge, type ModelJudgeOptions } from "./judges/model/model-judge.ts";
export { openJudge, type OpenJudgeOptions } from "./judges/open-judge.ts";
export type { CachedFrom, GenerationRow, JudgementRow } from "./rows/rows.ts";
