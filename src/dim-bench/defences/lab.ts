import { promptOf } from "../../world/index.ts";
import { asUser, defineDefence } from "./define-defence.ts";
import type { Defence } from "./defence.ts";

export const lab: Defence = defineDefence({
  name: "lab",
  summary: "the frame that the lab's models were trained with",
  source: "this project's micro-world",
  messages: ({ instruction, input }) => asUser(promptOf({ instruction, input })),
});
