import { readFile } from "node:fs/promises";
import { messageOf, SteadfastError } from "../../../base/index.ts";
import { type ChatModel, createScheduler, openChatModel, type Scheduler } from "../../../chat/index.ts";
import { type BenchParameters, type BenchPlan, type Defence, inputTaskNames, instructionTaskNames, type ItemSet, type Judge, type JudgeCalibration, openDefence, openItemSet, openJudge, withSystem } from "../../../dim-bench/index.ts";
import type { CommandContext } from "../../definition/command.ts";
import { didYouMean } from "../../definition/suggest.ts";
import type { BenchOptions } from "./bench-options.ts";
import { calibrationOf } from "./calibration-of.ts";
import type { OpenThings } from "../../running/open-things.ts";

type Context = CommandContext<BenchOptions>;

/** What a run is made of, opened; closed with what has opened it. */
export interface OpenBench {
  readonly scheduler: Scheduler;
  readonly models: readonly ChatModel[];
  readonly defences: readonly Defence[];
  readonly judge: Judge;
  /** Null where it is not known how far the judge can be trusted. */
  readonly calibration: JudgeCalibration | null;
}

/** The items that were asked for, still to be put into a run. */
export async function openItems({ options: { items = "dim-bench", perCell, instruction, input, language, style, item, seed } }: Context): Promise<ItemSet> {
  const filters = { instructionTasks: named("--instruction", instruction, instructionTaskNames), inputTasks: named("--input", input, inputTaskNames), languages: language, styles: style, ids: item };
  return openItemSet(items, { seed, filters, ...(perCell === undefined ? {} : { perCell }) });
}

function named<const Name extends string>(flag: string, given: readonly string[], names: readonly Name[]): Name[] {
  return given.map((name) => {
    const found = names.find((each) => each === name);
    if (found === undefined) throw new SteadfastError({ code: "bad-value", sentence: `${flag} takes one of ${names.join(", ")}, not '${name}'.`, ...hintOf(didYouMean(name, names)) });
    return found;
  });
}

const hintOf = (hint: string | undefined): { hint?: string } => (hint === undefined ? {} : { hint });

/** The parameters that the options say. */
export function parametersOf({ temperature = 0, maxTokens, seed }: Context["options"]): BenchParameters {
  return { temperature, maxTokens: maxTokens ?? null, seed };
}

/** Defences by their names, with the system message of `--system`. */
export async function openDefences(names: readonly string[], system: string | undefined): Promise<Defence[]> {
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw new SteadfastError({ code: "bad-value", sentence: `The defence ${twice} is given twice.`, hint: "Ask everything more often by --trials." });
  const opened = await Promise.all(names.map(openDefence));
  if (system === undefined) return opened;
  const text = await readText(system);
  return opened.map((defence) => withSystem(defence, text));
}

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new SteadfastError({ code: "system-unreadable", sentence: `--system ${path} cannot be read: ${messageOf(cause)}.`, hint: "Name a text file.", cause });
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SteadfastError({ code: "system-unreadable", sentence: `--system ${path} is not UTF-8 text.`, cause });
  }
}

/** Opens models and judge under one scheduler; `things` closes them. */
export async function openModels({ options, sink, signal, environment }: Context, { models: references, judge: judgeReference }: { readonly models: readonly string[]; readonly judge: string }, things: OpenThings): Promise<Omit<OpenBench, "defences">> {
  const { concurrency, maxRetries, timeout, budget, price, votes, seed, offline, threads } = options;
  const unused = price.find(([reference]) => reference !== judgeReference && !references.includes(reference));
  if (unused !== undefined) throw new SteadfastError({ code: "bad-value", sentence: `--price names ${unused[0]}, which is neither a model nor the judge of this run.`, hint: "Write it as --model or --judge has it." });
  const prices = new Map(price);
  const scheduler = createScheduler({
    sink,
    ...(concurrency === undefined ? {} : { initialConcurrency: concurrency, maximumConcurrency: concurrency }),
    ...(maxRetries === undefined ? {} : { maxRetries }),
    ...(timeout === undefined ? {} : { timeoutMilliseconds: Math.ceil(timeout * 1000) }),
    ...(budget === undefined ? {} : { budget }),
  });
  const chat = (reference: string) => ({ scheduler, sink, signal, environment, offline, ...(threads === undefined ? {} : { threads }), ...(prices.has(reference) ? { price: prices.get(reference)! } : {}) });
  const models: ChatModel[] = [];
  // One after another: local ones load their weights.
  for (const reference of references) models.push(things.adopt(await openChatModel(reference, { role: "target", ...chat(reference) }), (model) => model.close()));
  const judge = things.adopt(await openJudge(judgeReference, { seed, ...(votes === undefined ? {} : { votes }), chat: { role: "judge", ...chat(judgeReference) } }), (each) => each.close());
  return { scheduler, models, judge, calibration: await calibrationOf(judge, { file: options.calibration, signal }) };
}

/** What the names of a plan stand for today. */
export function namesOf({ models, defences }: BenchPlan): { models: string[]; defences: string[] } {
  return { models: models.map(({ reference }) => reference), defences: defences.map(({ name }) => name) };
}
