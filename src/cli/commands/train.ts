import { SteadfastError } from "../../base/index.ts";
import { type FineTuneReport, fineTuneInWorker } from "../../lm/index.ts";
import { type CommandDefinition, defineCommand } from "../definition/command.ts";
import { localModelInput, modelArgument } from "../models/local-model-options.ts";
import { checkPushOptions, pushSaved } from "../models/push-options.ts";
import { formatCount, formatDuration } from "../output/quantities.ts";
import type { Output } from "../output/output.ts";
import { styled } from "../output/styled-text.ts";
import { fineTuneInput, trainOptions } from "./train/train-options.ts";

export const command: CommandDefinition = defineCommand({
  name: "train",
  summary: "fine-tune a model on instructions",
  description:
    "Supervised fine-tuning on JSON lines with instruction/input/output, prompt/output or messages; the loss counts the response only. All parameters are learnt, or adapters (--lora) that are merged when the model is saved. The best weights by validation are saved in the published layout, so that other programs load them. Killed or stopped at any moment, the same command with --resume goes on to the same bits.",
  arguments: [modelArgument],
  options: trainOptions,
  outSummary: "the folder of the trained model; its state/ keeps what --resume needs",
  examples: [
    { command: "steadfast train hf:openai-community/gpt2 --data dolly.jsonl --out models/tuned", summary: "three epochs over all parameters, 5% of the data kept back to validate on" },
    { command: "steadfast train ./llama --data a.jsonl --data b.jsonl --lora 16 --lora-targets query,value --out tuned", summary: "adapters, merged when saved" },
    { command: "steadfast train hf:openai-community/gpt2 --data dolly.jsonl --batch-size 2 --accumulate 8 --recompute --out tuned", summary: "steps of sixteen examples with the memory of two" },
    { command: "steadfast train hf:openai-community/gpt2 --data dolly.jsonl --out models/tuned --resume", summary: "go on after Ctrl-C, a crash or a power cut" },
  ],
  async run(context) {
    const { options, output } = context;
    const [model = ""] = context.arguments;
    if (options.out === undefined) throw new SteadfastError({ code: "out-missing", sentence: "Where should the trained model stand?", hint: "Name a folder with --out." });
    const input = { model, out: options.out, seed: options.seed, ...fineTuneInput(options), ...localModelInput(options) };
    checkPushOptions(options, context.environment);
    context.goOnWith("Run the same command with --resume to go on.");
    let report: FineTuneReport | undefined;
    const { id, outcome } = await context.asRun({ kind: "train", title: `${model} on ${options.data.join(", ")}` }, async ({ sink, signal }) => {
      report = await fineTuneInWorker(input, { sink, signal });
      const { steps, firstLoss, lastLoss, best, validations } = report;
      const chosen = validations.find(({ step }) => step === best);
      return { outcome: "done", summary: { steps, firstLoss, lastLoss, best, ...(chosen === undefined ? {} : { validationLoss: chosen.loss, ...(chosen.rougeL === undefined ? {} : { rougeL: chosen.rougeL }) }) } };
    });
    if (report === undefined) return outcome;
    printReport(output, report);
    const pushed = await pushSaved(report.out, options, { sink: context.sink, signal: context.signal, environment: context.environment });
    if (pushed !== undefined) output.print(`Pushed to ${pushed.url}.`);
    output.result({ run: id, ...report, validations: report.validations.map((each) => ({ ...each })), ...(pushed === undefined ? {} : { pushed: { ...pushed } }) });
    output.print(`Recorded as run ${id}. See its answers: steadfast runs show ${id}`);
    return outcome;
  },
});

function printReport(output: Output, report: FineTuneReport): void {
  const { steps, epochs, examples, tokens, seconds, firstLoss, lastLoss, validations, best, out } = report;
  output.print(styled("bold", `${formatCount(steps)} steps, ${epochs.toFixed(1)} epochs over ${formatCount(examples)} examples: ${formatCount(tokens)} tokens in ${formatDuration(seconds)}`));
  if (firstLoss !== null && lastLoss !== null) output.print(`Loss, nats a response token: ${firstLoss.toFixed(3)} at the first step, ${lastLoss.toFixed(3)} at the last.`);
  if (validations.length > 0) {
    output.table({
      columns: [{ heading: "step", align: "right" }, { heading: "validation loss", align: "right" }, { heading: "ROUGE-L of answers", align: "right" }, { heading: "" }],
      rows: validations.map(({ step, loss, rougeL }) => [formatCount(step), loss.toFixed(4), rougeL === undefined ? "" : (100 * rougeL).toFixed(1), step === best ? "saved" : ""]),
    });
  }
  if (best === 0 && steps > 0) output.print("Nothing that was learnt came out better by validation: the weights are those from before the first step.");
  output.print(`The model stands in ${out}.`);
}
