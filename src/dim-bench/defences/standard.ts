import { asUser, defineDefence } from "./define-defence.ts";
import type { Defence } from "./defence.ts";

/** The plain prompt that the others are compared with. */
export const standard: Defence = defineDefence({
  name: "standard",
  summary: "the instruction, then the input, each under its name",
  source: "Hwang et al. 2025, “LLMs can be easily Confused by Instructional Distractions”: zero-shot, with both parts marked",
  messages: ({ instruction, input }) => asUser(`Instruction: ${instruction}\n\nInput:\n${input}`),
});
