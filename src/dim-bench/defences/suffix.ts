import { asUser, defineDefence } from "./define-defence.ts";
import type { Defence } from "./defence.ts";

export const suffix: Defence = defineDefence({
  name: "suffix",
  summary: "the input first, the instruction behind it",
  source: "Hwang et al. 2025: the instruction after the input",
  messages: ({ instruction, input }) => asUser(`Input:\n${input}\n\nInstruction: ${instruction}`),
});
