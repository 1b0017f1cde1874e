import { join } from "node:path";
import { SteadfastError, writeFileAtomically } from "../../base/index.ts";
import { completeProtocol, type DataResult, type EvaluationData, evaluateModel, evaluatePredictions, openModel, presets, type Protocol, protocolLabel, readEvaluationData } from "../../lm/index.ts";
import { type CommandContext, type CommandDefinition, defineCommand } from "../definition/command.ts";
import { decimal, flag, flagOf, inPlaceOf, oneOf, type OptionValues, text, texts, wholeNumber } from "../definition/option.ts";
import { localModelInput, localModelOptions, modelArgument } from "../models/local-model-options.ts";
import { checkOutFolder } from "./evaluate/check-out-folder.ts";
import { printResults } from "./evaluate/print-results.ts";
import { printPublished, publishedFor } from "./evaluate/published.ts";
import { seedList } from "./evaluate/seed-list.ts";

/** Options that say how a model answers. */
const asking = ["seeds", "maxPrompt", "maxNewTokens", "temperature", "template", "threads"] as const;

const options = {
  data: texts({ summary: "records with references, as JSON lines; may be given several times, each file is a row", placeholder: "FILE" }),
  predictions: inPlaceOf(asking, texts({ summary: "score these responses instead of a model's: a file for each seed, a line for each record", placeholder: "FILE" })),
  preset: oneOf(presets, "whether repeated 6-grams are banned, as in the papers' final evaluations (default: paper)"),
  seeds: seedList({ summary: "a response to each record under each of them (default: 10,20,30,40,50)", placeholder: "LIST" }),
  limit: wholeNumber({ summary: "only the first records of each file", placeholder: "COUNT", minimum: 1 }),
  maxPrompt: wholeNumber({ summary: "tokens of a prompt; a longer one loses its end (default: 256)", placeholder: "COUNT", minimum: 1 }),
  maxNewTokens: wholeNumber({ summary: "tokens of a response, at most (default: 256)", placeholder: "COUNT", minimum: 1 }),
  temperature: decimal({ summary: "0 takes the likeliest token (default: 1)", placeholder: "NUMBER", minimum: 0 }),
  template: text({ summary: "alpaca, plain, chat, or a text with {instruction} and {input} in it (default: alpaca)", placeholder: "TEMPLATE" }),
  batch: wholeNumber({ summary: "responses written at once", placeholder: "COUNT", minimum: 1, default: 8 }),
  cacheMemory: wholeNumber({ summary: "memory that keys and values of all responses may take; more is refused", placeholder: "MEGABYTES", minimum: 1, default: 4096 }),
  comparePublished: flag("also the paper's own numbers for the same data set"),
  ...localModelOptions,
};

type Context = CommandContext<OptionValues<typeof options>>;

/** What was evaluated, and how that is called beside its numbers. */
interface Evaluated {
  readonly label: string;
  readonly results: readonly DataResult[];
  /** For programs. */
  readonly details: { readonly protocol: Protocol | null; readonly model: string | null; readonly fingerprint: string | null; readonly resumed: number };
}

export const command: CommandDefinition = defineCommand({
  name: "evaluate",
  summary: "ROUGE-L of a model's responses, by the papers' protocol",
  description:
    "Lets a local model answer every record of each --data under five seeds, and compares its responses with the references: ROUGE-L (F × 100, the best reference), its mean and spread over the seeds, and by the length of the reference. The protocol is that of MiniLLM, DistiLLM and SWITCH. Every response is kept in the ledger; with --out also in a folder, from which the same command goes on where it was interrupted.",
  arguments: [{ ...modelArgument, required: false }],
  options,
  outSummary: "a folder that keeps the responses as they come, to go on from, and the result",
  examples: [
    { command: "steadfast evaluate hf:openai-community/gpt2 --data dolly/valid.jsonl --out evaluation", summary: "the papers' protocol; run it again to go on" },
    { command: "steadfast evaluate ./my-model --data dolly/valid.jsonl --data vicuna/valid.jsonl --preset clean --limit 50 --seeds 10,20", summary: "a quick look at two data sets" },
    { command: "steadfast evaluate --predictions answers-1.jsonl --predictions answers-2.jsonl --data dolly/valid.jsonl", summary: "responses that something else wrote" },
  ],
  async run(context) {
    const { output } = context;
    const { out, comparePublished } = context.options;
    const [reference] = context.arguments;
    checkCommand(context);
    if (out !== undefined) await checkOutFolder(out);
    const data = await readData(context);
    const published = comparePublished ? data.map(publishedFor) : [];
    const { id, label, results, details } = await (reference === undefined ? scorePredictions(context, data[0]!) : askModel(context, reference, data));
    const result = { run: id, preset: label, ...details, data: results, ...(comparePublished ? { published } : {}) };
    if (out !== undefined) await writeFileAtomically(join(out, "result.json"), `${JSON.stringify(result, null, 2)}\n`);
    output.result(result);
    printResults(output, { label, results });
    for (const each of published) printPublished(output, each);
    output.print();
    output.print(`Every response is kept as run ${id}${out === undefined ? "" : ` and in ${out}`}.`);
    return "done";
  },
});

async function askModel(context: Context, reference: string, data: readonly EvaluationData[]): Promise<Evaluated & { id: string }> {
  const { preset, seeds, maxPrompt, maxNewTokens, temperature, template, batch, cacheMemory, out, seed } = context.options;
  const protocol = completeProtocol({
    ...(preset === undefined ? {} : { preset }),
    ...(seeds === undefined ? {} : { seeds }),
    ...(maxPrompt === undefined ? {} : { maximumPrompt: maxPrompt }),
    ...(maxNewTokens === undefined ? {} : { maximumNewTokens: maxNewTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(template === undefined ? {} : { template }),
  });
  const model = await openModel({ reference, ...localModelInput(context.options) }, { sink: context.sink, signal: context.signal });
  try {
    context.goOnWith(out === undefined ? "The responses so far are in the run. With --out FOLDER the same command goes on where it was interrupted." : `Run the same command again: it goes on from the responses in ${out}.`);
    return await inRun(context, reference, async ({ sink, signal }) => {
      const { data: results, fingerprint, resumed } = await evaluateModel({ model, data, protocol, rows: batch, cacheBytes: cacheMemory * 1e6, seed, sink, signal, ...(out === undefined ? {} : { folder: out }) });
      return { label: protocolLabel(protocol), results, details: { protocol, model: model.information.reference, fingerprint, resumed } };
    });
  } finally {
    await model.close();
  }
}

async function scorePredictions(context: Context, data: EvaluationData): Promise<Evaluated & { id: string }> {
  const { predictions, preset, seed } = context.options;
  return inRun(context, predictions.join(", "), async ({ sink }) => ({
    label: preset === undefined ? "predictions" : `predictions, ${preset}`,
    results: [await evaluatePredictions({ data, predictions, seed, sink })],
    details: { protocol: null, model: null, fingerprint: null, resumed: 0 },
  }));
}

async function inRun(context: Context, title: string, work: (run: Pick<Context, "sink" | "signal">) => Promise<Evaluated>): Promise<Evaluated & { id: string }> {
  let evaluated: Evaluated | undefined;
  const { id } = await context.asRun({ kind: "evaluate", title }, async (run) => {
    evaluated = await work(run);
    const { label, results, details } = evaluated;
    return { outcome: "done", summary: { preset: label, ...details, rougeL: Object.fromEntries(results.map(({ name, summary }) => [name, summary.rougeL])) } };
  });
  return { id, ...evaluated! };
}

/** Records left out that are told one by one. */
const toldProblems = 3;

async function readData({ options: { data: paths, predictions, limit }, sink }: Context): Promise<EvaluationData[]> {
  const data = await readEvaluationData(paths, { strict: predictions.length > 0, ...(limit === undefined ? {} : { limit }) });
  for (const { path, problems } of data) {
    if (problems.length === 0) continue;
    const told = problems.slice(0, toldProblems).map(({ line, reason }) => `line ${line}: ${reason}`);
    const rest = problems.length - told.length;
    sink({ type: "message", level: "warning", text: `${path}: ${problems.length === 1 ? "1 record is" : `${problems.length} records are`} left out; ${[...told, ...(rest > 0 ? [`and ${rest} more`] : [])].join("; ")}.` });
  }
  return data;
}

/** Refuses what contradicts itself before anything is read. */
function checkCommand({ arguments: [reference], options: given }: Context): void {
  const { data, predictions } = given;
  const misuse = (sentence: string, hint: string): SteadfastError => new SteadfastError({ code: "bad-value", sentence, hint });
  if (reference === undefined && predictions.length === 0) throw misuse("There is nothing to evaluate: neither a model nor --predictions.", "Name a model, such as ./my-model, or give --predictions FILE.");
  if (data.length === 0) throw misuse("There is nothing to compare with: no --data.", "Give --data FILE, such as dolly/valid.jsonl.");
  if (predictions.length === 0) return;
  if (reference !== undefined) throw misuse(`A model (${reference}) and --predictions were given; only one of the two can be evaluated.`, "Leave out one of them.");
  if (data.length > 1) throw misuse(`--predictions belong to one --data, not to ${data.length}.`, "Score each data set with a command of its own.");
  const said = asking.find((name) => given[name] !== undefined);
  if (said !== undefined) throw misuse(`${flagOf(said)} says how a model answers, but --predictions are answers already.`, "Leave it out.");
}
