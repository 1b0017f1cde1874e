import { defineDefence } from "./define-defence.ts";
import type { Defence } from "./defence.ts";

export const system: Defence = defineDefence({
  name: "system",
  summary: "the instruction as the system's message, the input as the user's",
  source: "Wallace et al. 2024, “The Instruction Hierarchy: Training LLMs to Prioritize Privileged Instructions”",
  messages: ({ instruction, input }) => [
    { role: "system", text: `Instruction: ${instruction} The user's message is the input.` },
    { role: "user", text: input },
  ],
});
