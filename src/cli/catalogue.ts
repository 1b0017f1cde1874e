import type { CatalogueEntry } from "./definition/parse-command-line.ts";

/** Every command, in the order in which they are listed. Adding one: docs/contributing/command.md. */
export const catalogue: readonly CatalogueEntry[] = [
  {
    name: "demo",
    summary: "the whole round on the models that ship: measure, repair, distil",
    group: "Begin",
    first: "steadfast demo",
    load: async () => (await import("./commands/demo.ts")).command,
  },
  {
    name: "bench",
    summary: "DIM-Bench: does a model do what it is told, or what its input asks",
    group: "Measure",
    first: "steadfast bench --model lab:teacher --items lab --per-cell 5",
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
    name: "repair",
    summary: "find the neurons behind a model's wrong answers, and remove them",
    group: "Repair",
    first: "steadfast repair lab:teacher --data .steadfast/demo/data/bias.jsonl  # after the demo",
    load: async () => (await import("./commands/repair.ts")).command,
  },
  {
    name: "distill",
    summary: "teach a small model by a large one",
    group: "Distil",
    load: async () => (await import("./commands/distill.ts")).command,
  },
  {
    name: "rollout",
    summary: "let a teacher step in where a student drifts",
    group: "Distil",
    first: "steadfast rollout --teacher lab:teacher --student lab:student --prompt 'Input: where is ada?'",
    load: async () => (await import("./commands/rollout.ts")).command,
  },
  {
    name: "generate",
    summary: "let a local model write",
    group: "Models",
    first: "steadfast generate lab:teacher --prompt 'Input: where is ada?' --max-tokens 20",
    load: async () => (await import("./commands/generate.ts")).command,
  },
  {
    name: "score",
    summary: "how likely a local model finds given texts",
    group: "Models",
    load: async () => (await import("./commands/score.ts")).command,
  },
  {
    name: "train",
    summary: "fine-tune a model on instructions",
    group: "Models",
    load: async () => (await import("./commands/train.ts")).command,
  },
  {
    name: "evaluate",
    summary: "ROUGE-L of a model's responses, by the papers' protocol",
    group: "Models",
    load: async () => (await import("./commands/evaluate.ts")).command,
  },
  {
    name: "runs",
    summary: "what was run: list, show, compare, export, delete",
    group: "Look and keep",
    first: "steadfast runs",
    load: async () => (await import("./commands/runs.ts")).command,
  },
  {
    name: "report",
    summary: "runs as one HTML file, to look at and to hand on",
    group: "Look and keep",
    load: async () => (await import("./commands/report.ts")).command,
  },
  {
    name: "view",
    summary: "look at all runs in a browser, those that are still going too",
    group: "Look and keep",
    load: async () => (await import("./commands/view.ts")).command,
  },
  {
    name: "init",
    summary: "write a configuration file to fill in",
    group: "This tool",
    load: async () => (await import("./commands/init.ts")).command,
  },
  {
    name: "completion",
    summary: "a script that lets your shell complete commands and options",
    group: "This tool",
    load: async () => (await import("./commands/completion.ts")).command,
  },
  {
    name: "doctor",
    summary: "what this machine has, and what is missing",
    group: "This tool",
    first: "steadfast doctor",
    load: async () => (await import("./commands/doctor.ts")).command,
  },
];
