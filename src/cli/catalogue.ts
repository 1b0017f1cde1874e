import type { CatalogueEntry } from "./definition/parse-command-line.ts";

/** Every command, in the order of the help. Adding one: docs/contributing/command.md. */
export const catalogue: readonly CatalogueEntry[] = [
  {
    name: "demo",
    summary: "the whole round on small models that ship with it: measure, repair, distil, measure again",
    group: "Try it",
    load: async () => (await import("./commands/demo.ts")).command,
  },
  {
    name: "generate",
    summary: "let a local model write",
    group: "Local models",
    load: async () => (await import("./commands/generate.ts")).command,
  },
  {
    name: "score",
    summary: "how likely a local model finds given texts",
    group: "Local models",
    load: async () => (await import("./commands/score.ts")).command,
  },
  {
    name: "train",
    summary: "fine-tune a model on instructions",
    group: "Local models",
    load: async () => (await import("./commands/train.ts")).command,
  },
  {
    name: "evaluate",
    summary: "ROUGE-L of a model's responses, by the papers' protocol",
    group: "Local models",
    load: async () => (await import("./commands/evaluate.ts")).command,
  },
  {
    name: "bench",
    summary: "DIM-Bench: does a model do what it is told, or what its input asks",
    group: "Measure",
    load: async () => (await import("./commands/bench.ts")).command,
  },
  {
    name: "judge",
    summary: "how far a judge of DIM-Bench can be trusted: calibrate",
    group: "Measure",
    load: async () => (await import("./commands/judge.ts")).command,
  },
  {
    name: "data",
    summary: "items for DIM-Bench from public data: build",
    group: "Measure",
    load: async () => (await import("./commands/data.ts")).command,
  },
  {
    name: "distill",
    summary: "teach a small model by a large one",
    group: "Distilling",
    load: async () => (await import("./commands/distill.ts")).command,
  },
  {
    name: "rollout",
    summary: "let a teacher step in where a student drifts",
    group: "Distilling",
    load: async () => (await import("./commands/rollout.ts")).command,
  },
  {
    name: "repair",
    summary: "find the neurons that drive a model's wrong answers, and remove them",
    group: "Local models",
    load: async () => (await import("./commands/repair.ts")).command,
  },
  {
    name: "runs",
    summary: "what was run: list, show, compare, export, delete",
    group: "Look back",
    load: async () => (await import("./commands/runs.ts")).command,
  },
  {
    name: "report",
    summary: "runs as one HTML file, to look at and to hand on",
    group: "Look back",
    load: async () => (await import("./commands/report.ts")).command,
  },
  {
    name: "view",
    summary: "look at all runs in a browser, those too that are still going",
    group: "Look back",
    load: async () => (await import("./commands/view.ts")).command,
  },
  {
    name: "doctor",
    summary: "what this machine has, and what is missing",
    group: "This machine",
    load: async () => (await import("./commands/doctor.ts")).command,
  },
];
