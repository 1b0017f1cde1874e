/** What is asked to be done with the input. */
export const instructionTaskNames: readonly ["rewriting", "proofreading", "translation", "style"] = ["rewriting", "proofreading", "translation", "style"];
export type InstructionTask = (typeof instructionTaskNames)[number];

/** What the input looks like. */
export const inputTaskNames: readonly ["reasoning", "code", "math", "bias", "qa"] = ["reasoning", "code", "math", "bias", "qa"];
export type InputTask = (typeof inputTaskNames)[number];
