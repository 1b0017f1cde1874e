import { SteadfastError } from "../../base/index.ts";
import { type DistillReport, distillInWorker } from "../../switch/index.ts";
import { type CommandDefinition, defineCommand } from "../definition/command.ts";
import { localModelInput } from "../models/local-model-options.ts";
import { checkPushOptions, pushSaved } from "../models/push-options.ts";
import { distillInput, distillOptions } from "./distill/distill-options.ts";
import { lossesOfOneSource } from "./distill/losses-of-one-source.ts";
import { printReport } from "./distill/print-report.ts";

export const command: CommandDefinition = defineCommand({
  name: "distill",
  summary: "teach a small model by a large one",
  description:
    "Distils by SWITCH, the teacher writing tokens where the student drifts, or by a method that it is compared with; every number has the papers' default. The best weights by ROUGE-L on validation are saved in the published layout. Killed or stopped at any moment, the same command with --resume goes on to the same bits.",
  options: distillOptions,
  outSummary: "the folder of the distilled student; its state/ keeps what --resume needs",
  examples: [
    { command: "steadfast distill --teacher ./teacher --student hf:openai-community/gpt2 --data dolly.jsonl --out models/student", summary: "SWITCH, as the paper has it" },
    { command: "steadfast distill --teacher ./teacher --student ./student --data dolly.jsonl --method gkd --teacher-weight 0.1 --out by-gkd", summary: "GKD, as DistiLLM's code has it" },
    { command: "steadfast distill --teacher ./llama-7b --student ./llama-3b --data dolly.jsonl --lora 16 --batch-size 1 --accumulate 8 --recompute --out models/student", summary: "adapters, with the memory of one sequence" },
    { command: "steadfast distill --teacher ./teacher --student ./student --data dolly.jsonl --strategy constant --tau0 0.2 --loss kl --out ablation", summary: "one of the paper's ablations" },
  ],
  async run(context) {
    const { options, output } = context;
    if (options.out === undefined) throw new SteadfastError({ code: "out-missing", sentence: "Where should the distilled student stand?", hint: "Name a folder with --out." });
    const input = { ...distillInput(options), out: options.out, seed: options.seed, ...localModelInput(options) };
    checkPushOptions(options, context.environment);
    context.goOnWith("Run the same command with --resume to go on.");
    let report: DistillReport | undefined;
    const { id, outcome } = await context.asRun({ kind: "distill", title: `${options.student} by ${options.method ?? "switch"}${options.teacher === undefined ? "" : ` from ${options.teacher}`}` }, async ({ sink, signal }) => {
      report = await distillInWorker(input, { sink, signal });
      const { method, steps, best, validations, teacherShare } = report;
      const chosen = validations.find(({ step }) => step === best);
      return { outcome: "done", summary: { method, steps, ...lossesOfOneSource(report), best, teacherShare, ...(chosen === undefined ? {} : { validationLoss: chosen.loss, ...(chosen.rougeL === undefined ? {} : { rougeL: chosen.rougeL }) }) } };
    });
    if (report === undefined) return outcome;
    printReport(output, report);
    const pushed = await pushSaved(report.out, options, { sink: context.sink, signal: context.signal, environment: context.environment });
    if (pushed !== undefined) output.print(`Pushed to ${pushed.url}.`);
    output.result({ run: id, ...report, validations: report.validations.map(({ byLength, ...each }) => ({ ...each, ...(byLength === undefined ? {} : { byLength: byLength.map((bucket) => ({ ...bucket })) }) })), ...(pushed === undefined ? {} : { pushed: { ...pushed } }) });
    output.print(`Recorded as run ${id}. See its answers and rollouts: steadfast runs show ${id}`);
    return outcome;
  },
});
