export type { BenchItem, PlantedError } from "./items/bench-item.ts";
export { type InputTask, inputTaskNames, type InstructionTask, instructionTaskNames } from "./items/tasks.ts";
export { type InsteadKind, insteadKinds, type Judge, type JudgeAnswer, type Judgement, type JudgeOptions } from "./judges/judge.ts";
export type { CachedFrom, GenerationRow, JudgementRow } from "./rows/rows.ts";
