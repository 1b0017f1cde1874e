import { asUser, defineDefence } from "./define-defence.ts";
import type { Defence } from "./defence.ts";

export const sandwich: Defence = defineDefence({
  name: "sandwich",
  summary: "the instruction before the input, and again behind it",
  source: "The “sandwich defense” of learnprompting.org, 2023",
  messages: ({ instruction, input }) => asUser(`Instruction: ${instruction}\n\nInput:\n${input}\n\nOnce more, the instruction for the input above: ${instruction}`),
});
