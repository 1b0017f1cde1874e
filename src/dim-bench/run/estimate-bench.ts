import type { ChatModel, Price } from "../../chat/index.ts";
import { smallestDetectableDifference } from "../../stats/index.ts";
import type { Defence } from "../defences/defence.ts";
import type { BenchItem } from "../items/bench-item.ts";
import type { Judge } from "../judges/judge.ts";
import { planModels } from "./begin-bench.ts";
import { guessSeconds } from "./guess-seconds.ts";
import type { BenchParameters } from "./plan.ts";
import { type Slot, slotsOf } from "./slots.ts";
import { estimateTokens, type TokenEstimate } from "./tokens.ts";

/** @see estimateBench */
export interface EstimateOptions {
  readonly items: Iterable<BenchItem> | AsyncIterable<BenchItem>;
  readonly models: readonly Pick<ChatModel, "reference" | "details" | "price">[];
  readonly defences: readonly Defence[];
  readonly trials: number;
  readonly parameters: BenchParameters;
  readonly judge: Pick<Judge, "name" | "price">;
  /** Calls at once to one model: at the beginning, and at most. */
  readonly concurrency: { readonly initial: number; readonly maximum: number };
  /** Which of these are answered already. */
  readonly answered?: (slots: readonly Slot[]) => Promise<ReadonlySet<string>>;
}

/** US dollars. A type, not an interface: so it is JSON as it is. */
export type CostEstimate = {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
};

/** What calls of one kind may come to. A type, not an interface: so it is JSON as it is. */
export type CallEstimate = {
  readonly name: string;
  /** To be made; what is answered already is not among them. */
  readonly calls: number;
  readonly input: TokenEstimate;
  readonly output: TokenEstimate;
  /** Null where the price is not known. */
  readonly cost: CostEstimate | null;
};

/** What a run will ask and cost. */
export type BenchEstimate = {
  /** Distinct questions; `answered` of them already. */
  readonly generations: { readonly total: number; readonly answered: number };
  readonly models: readonly CallEstimate[];
  /** Null of a judge that asks no model. */
  readonly judge: CallEstimate | null;
  /** Null as soon as one price is not known. */
  readonly cost: CostEstimate | null;
  /** If each call takes as long as is guessed before the first one; null where nothing is asked but of models in this process, which take what the machine takes. */
  readonly seconds: { readonly total: number; readonly perCall: number } | null;
  /**
   * The smallest difference between two models that this set finds with 80 % power at 5 %, where they disagree on a fifth of the items:
   * if each item tells something of its own, and if those over one input all come out alike. Null: none.
   */
  readonly detectable: { readonly items: number; readonly inputs: number; readonly independent: number | null; readonly clustered: number | null };
};

/** Rubric and questions of a judge that is a model, in bytes, and its answers, in tokens. */
const judgePrompt = 5500;
const judgeAnswer: TokenEstimate = { low: 60, expected: 180, high: 4000 };
const discordance = 0.2;
const slotsPerPage = 200;

/**
 * What a run will come to, before anything is asked. Tokens are estimated from bytes; an output is expected to be as long as its input,
 * and to be at most as long as it may.
 *
 * @throws SteadfastError `model-twice`
 * @example
 * const { cost, detectable } = await estimateBench({ items, models, defences, trials: 1, parameters, judge, concurrency: { initial: 8, maximum: 128 } });
 */
export async function estimateBench({ items, models, defences, trials, parameters, judge, concurrency, answered = async () => new Set() }: EstimateOptions): Promise<BenchEstimate> {
  const planned = planModels(models);
  const sums = new Map(models.map(({ reference, price }) => [reference, new CallSum(reference, price)]));
  const judging = judge.price === undefined ? null : new CallSum(judge.name, judge.price);
  const seen = new Set<string>();
  const inputs = new Set<string>();
  let count = 0;
  let known = 0;
  let page: Slot[] = [];
  const flush = async (): Promise<void> => {
    const there = await answered(page);
    known += there.size;
    for (const slot of page) if (!there.has(slot.key)) sums.get(slot.model.reference)!.add(callOf(slot));
    // What is answered may still have to be judged: that is seen when it is looked at.
    for (const slot of page) judging?.add(judgingOf(slot));
    page = [];
  };
  for await (const item of items) {
    count += 1;
    inputs.add(item.inputId);
    for (const slot of slotsOf(item, { plan: { models: planned, trials, parameters }, defences })) {
      if (seen.has(slot.key)) continue;
      seen.add(slot.key);
      page.push(slot);
    }
    if (page.length >= slotsPerPage) await flush();
  }
  await flush();
  const calls = [...sums.values()].map((sum) => sum.estimate);
  const all = judging === null ? calls : [...calls, judging.estimate];
  return {
    generations: { total: seen.size, answered: known },
    models: calls,
    judge: judging?.estimate ?? null,
    cost: all.reduce<CostEstimate | null>((sum, { cost }) => addCosts(sum, cost), { low: 0, expected: 0, high: 0 }),
    seconds: guessSeconds(all.filter(({ cost }) => cost === null || cost.high > 0), concurrency),
    detectable: { items: count, inputs: inputs.size, independent: detectable(count), clustered: detectable(inputs.size) },
  };
}

interface Call {
  readonly input: TokenEstimate;
  readonly output: TokenEstimate;
}

function callOf({ item, request: { messages, maxTokens } }: Slot): Call {
  const bytes = messages.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  const faithful = estimateTokens(Buffer.byteLength(item.input));
  const output = { low: Math.min(maxTokens, Math.ceil(faithful.low / 8)), expected: Math.min(maxTokens, faithful.expected), high: maxTokens };
  return { input: estimateTokens(bytes), output };
}

function judgingOf({ item: { instruction, input, answer } }: Slot): Call {
  const bytes = judgePrompt + Buffer.byteLength(instruction) + 2 * Buffer.byteLength(input) + Buffer.byteLength(answer);
  return { input: estimateTokens(bytes), output: judgeAnswer };
}

class CallSum {
  readonly #name: string;
  readonly #price: Price | null;
  #calls = 0;
  #input: TokenEstimate = { low: 0, expected: 0, high: 0 };
  #output: TokenEstimate = { low: 0, expected: 0, high: 0 };

  constructor(name: string, price: Price | null) {
    this.#name = name;
    this.#price = price;
  }

  add({ input, output }: Call): void {
    this.#calls += 1;
    this.#input = addTokens(this.#input, input);
    this.#output = addTokens(this.#output, output);
  }

  get estimate(): CallEstimate {
    const [input, output, price] = [this.#input, this.#output, this.#price];
    const costAt = (end: keyof TokenEstimate): number => (price === null ? Number.NaN : (input[end] * price.input + output[end] * price.output) / 1e6);
    return { name: this.#name, calls: this.#calls, input, output, cost: price === null ? null : { low: costAt("low"), expected: costAt("expected"), high: costAt("high") } };
  }
}

function addTokens(first: TokenEstimate, second: TokenEstimate): TokenEstimate {
  return { low: first.low + second.low, expected: first.expected + second.expected, high: first.high + second.high };
}

function addCosts(first: CostEstimate | null, second: CostEstimate | null): CostEstimate | null {
  return first === null || second === null ? null : addTokens(first, second);
}

function detectable(pairs: number): number | null {
  return pairs === 0 ? null : smallestDetectableDifference({ pairs, discordance });
}
