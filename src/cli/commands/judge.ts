import type { CommandGroup } from "../definition/command.ts";
import { calibrate } from "./judge/calibrate.ts";

export const command: CommandGroup = {
  name: "judge",
  summary: "how far a judge of DIM-Bench can be trusted: calibrate",
  description: "The judges of DIM-Bench: `rules`, which needs no model, `exact` for items with one right output, or any chat model by its reference.",
  commands: [calibrate],
  examples: [
    { command: "steadfast judge calibrate", summary: "the rules, on the outputs of known truth that they were not made on" },
    { command: "steadfast judge calibrate --judge openai:gpt-5-mini --votes 3", summary: "a model that judges" },
  ],
};
