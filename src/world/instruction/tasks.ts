import type { InstructionTask } from "./instruction-task.ts";
import { proofreading } from "./proofreading.ts";
import { rewriting } from "./rewriting.ts";
import { styleTransfer } from "./style-transfer.ts";
import { translation } from "./translation.ts";

export type InstructionTaskName = "rewriting" | "proofreading" | "translation" | "style";

/** The four instruction tasks of DIM-Bench. */
export const instructionTasks: Readonly<Record<InstructionTaskName, InstructionTask>> = { rewriting, proofreading, translation, style: styleTransfer };

export const instructionTaskNames: readonly InstructionTaskName[] = Object.keys(instructionTasks) as InstructionTaskName[];
