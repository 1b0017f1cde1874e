import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Event } from "../../base/index.ts";
import { generate } from "../generation/generate.ts";
import { createInferenceSession } from "../inference/inference-session.ts";
import { loadLocalModel } from "../local-model.ts";
import { type OpenModel, openModel } from "../open-model.ts";
import { type EvaluateModelOptions, evaluateModel } from "./evaluate-model.ts";
import { readEvaluationData } from "./evaluation-data.ts";
import { evaluatePredictions } from "./evaluate-predictions.ts";
import { completeProtocol, type ProtocolChoices } from "./protocol.ts";
import { naiveRouge } from "./testing/naive-rouge.ts";
import { scratchFolder, writeLines } from "./testing/scratch.ts";
import { wordTasks } from "./testing/word-data.ts";
import { type WordModelKind, writeWordModel } from "./testing/word-model.ts";

const scratch = scratchFolder();
const tasks = wordTasks(13, 5);
const path = join(scratch, "tasks", "words.jsonl");
mkdirSync(join(scratch, "tasks"));
writeLines(path, tasks);
const data = await readEvaluationData([path]);

const opened: OpenModel[] = [];
afterAll(() => Promise.all(opened.map((model) => model.close())));

async function open(kind: WordModelKind, seed = 1): Promise<OpenModel> {
  const folder = join(scratch, `${kind} ${seed}`);
  writeWordModel(folder, kind, seed);
  const model = await openModel({ reference: folder, threads: 1 });
  opened.push(model);
  return model;
}

// The Alpaca template has words that this model does not know; prompts of 12 tokens cut some of these tasks and not others.
const small: ProtocolChoices = { template: "{instruction} {input}", maximumPrompt: 12, maximumNewTokens: 25, seeds: [10, 20, 30] };
const clean = completeProtocol({ ...small, preset: "clean" });
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1));

describe.each(["decoder", "encoder–decoder"] as const)("a tiny %s", (kind) => {
  test.each(["paper", "clean"] as const)("scores under %s what a recount of the protocol gives", async (preset) => {
    const protocol = completeProtocol({ ...small, preset });
    const model = await open(kind);
    const { data: [result] } = await evaluateModel({ model, data, protocol, rows: 4 });
    const { summary } = result!;

    const local = await loadLocalModel(join(scratch, `${kind} 1`));
    const session = createInferenceSession(local.model, { threads: 1 });
    const counted: { seed: number; length: number; cut: boolean; tokens: number; rougeL: number; rouge1: number; rouge2: number }[] = [];
    for (const seed of protocol.seeds) {
      for (const [record, { instruction, input = "", output }] of tasks.entries()) {
        // An encoder's text keeps its end token when it is cut.
        const asked = local.tokenizer.encode(`${instruction} ${input}`, { addSpecial: false });
        const ids = kind === "decoder" ? asked.slice(0, 12) : [...asked.slice(0, 11), 1];
        const request = kind === "decoder" ? { ids } : { ids: [0], encoderIds: ids };
        const [sequence] = await generate(session, [{ ...request, sequence: record, maximumNewTokens: 25 }], { stopIds: [1], sampling: { seed, temperature: 1, noRepeatNgram: preset === "paper" ? 6 : 0 } });
        const said = sequence!.ids.filter((id) => id > 2).map((id) => local.tokenizer.decode([id]).trim()).join(" ");
        counted.push({ seed, length: output[0]!.split(" ").length, cut: sequence!.ids.length === 25 && sequence!.ids.at(-1) !== 1, tokens: sequence!.ids.length, ...naiveRouge(said, output) });
      }
    }
    const means = (pick: (one: (typeof counted)[number]) => number, keep: (one: (typeof counted)[number]) => boolean = () => true): number[] =>
      protocol.seeds.map((seed) => mean(counted.filter((one) => one.seed === seed && keep(one)).map(pick)));
    for (const measure of ["rougeL", "rouge1", "rouge2", "tokens"] as const) {
      const expected = means((one) => one[measure]);
      expect(summary[measure]!.mean, measure).toBeCloseTo(mean(expected), 9);
      expect(summary[measure]!.spread, measure).toBeCloseTo(deviation(expected), 9);
      expect(summary.seeds.map((one) => one[measure]!.toFixed(9))).toEqual(expected.map((value) => value.toFixed(9)));
    }
    expect(summary.rougeL.mean).toBeGreaterThan(3);
    expect(summary.rougeL.low!).toBeLessThan(summary.rougeL.mean);
    expect(summary.rougeL.high!).toBeGreaterThan(summary.rougeL.mean);
    expect(summary.cutShare!.mean).toBeCloseTo(mean(means(({ cut }) => Number(cut))), 9);
    expect(summary.buckets.map(({ label, records }) => [label, records])).toEqual([["1–10", 5], ["11–50", 4], ["51+", 4], ["11+", 8]]);
    for (const [place, [from, to]] of [[1, 10], [11, 50], [51, 1000], [11, 1000]].entries()) {
      expect(summary.buckets[place]!.rougeL.mean).toBeCloseTo(mean(means(({ rougeL }) => rougeL, ({ length }) => length >= from! && length <= to!)), 9);
    }
    expect(result).toMatchObject({ lengthUnit: "tokens", leftOut: [], cutPrompts: tasks.filter(({ instruction, input = "" }) => local.tokenizer.encode(`${instruction} ${input}`, { addSpecial: false }).length > (kind === "decoder" ? 12 : 11)).length });
  });
});

describe("an evaluation", () => {
  const run = async (options: Partial<EvaluateModelOptions> = {}) => {
    const events: Event[] = [];
    const { data: results, ...rest } = await evaluateModel({ model: opened[0]!, data, protocol: clean, sink: (event) => events.push(event), ...options });
    const responses = events.flatMap((event) => (event.type === "record" && event.kind === "response" ? [event] : []));
    return { summary: results[0]!.summary, events, responses, said: Object.fromEntries(responses.map(({ key, value }) => [key, (value as { text: string }).text])), ...rest };
  };

  test("says the same under the same seed, whatever the batch, and something else under another or by another model", async () => {
    const once = await run({ rows: 1 });
    expect((await run({ rows: 5 })).summary).toEqual(once.summary);
    const [ten, twenty] = [10, 20].map((seed) => tasks.map((_, record) => once.said[`tasks/words/${seed}/${record}`]));
    expect(ten).not.toEqual(twenty);
    const alone = await run({ protocol: { ...clean, seeds: [20] } });
    expect(tasks.map((_, record) => alone.said[`tasks/words/20/${record}`])).toEqual(twenty);
    expect(alone.summary.rougeL).toMatchObject({ mean: once.summary.seeds[1]!.rougeL, spread: null });
    const other = await run({ model: await open("decoder", 2) });
    expect(other.said).not.toEqual(once.said);
    expect(other.fingerprint).not.toBe(once.fingerprint);
  });

  test("without a ban repeats itself at temperature 0, with it never says six tokens again, those of the prompt included", async () => {
    const greedy: ProtocolChoices = { ...small, temperature: 0, maximumNewTokens: 80, seeds: [10, 20] };
    const repeats = ({ responses, events }: Awaited<ReturnType<typeof run>>): number => {
      const prompts = new Map(events.flatMap((event) => (event.type === "record" && event.kind === "prompt" ? [[(event.value as { record: number }).record, (event.value as { prompt: string }).prompt]] : [])));
      return responses.filter(({ value }) => {
        const { record, text } = value as { record: number; text: string };
        const all = `${prompts.get(record)} ${text}`.trim().split(/\s+/);
        const runs = all.slice(5).map((_, start) => all.slice(start, start + 6).join(" "));
        return new Set(runs).size < runs.length;
      }).length;
    };
    const free = await run({ protocol: completeProtocol({ ...greedy, preset: "clean" }) });
    expect(repeats(free)).toBeGreaterThan(0);
    expect(free.summary.repetition.mean).toBeGreaterThan(0.1);
    expect(free.summary.rougeL.spread).toBe(0);
    const banned = await run({ protocol: completeProtocol({ ...greedy, preset: "paper" }) });
    expect(repeats(banned)).toBe(0);
    expect(banned.summary.repetition.mean).toBeLessThan(free.summary.repetition.mean);
  });

  test("records every prompt, every response with its measures, and a point for each seed", async () => {
    const { events, responses } = await run();
    expect(responses).toHaveLength(39);
    const prompts = events.filter((event) => event.type === "record" && event.kind === "prompt");
    expect(prompts).toHaveLength(13);
    expect(prompts[0]).toMatchObject({ key: "tasks/words/0", value: { line: 1, references: tasks[0]!.output, cut: false } });
    const first = responses.find(({ key }) => key === "tasks/words/10/0")!.value as { text: string; rougeL: number };
    expect(first.rougeL).toBeCloseTo(naiveRouge(first.text, tasks[0]!.output).rougeL, 9);
    expect(events.flatMap((event) => (event.type === "metric" ? [[event.name, event.step]] : []))).toEqual([10, 20, 30].map((seed) => ["tasks/words ROUGE-L", seed]));
    expect(events.findLast((event) => event.type === "progress")).toMatchObject({ done: 39, total: 39, unit: "responses" });
  });

  test("that was called off goes on where it was, and ends with the same numbers", async () => {
    const whole = await run();
    const folder = join(scratch, "called off");
    const controller = new AbortController();
    const reason = new Error("enough");
    const heard: string[] = [];
    const ended = evaluateModel({
      model: opened[0]!, data, protocol: clean, folder, rows: 3, signal: controller.signal,
      sink: (event) => {
        if (event.type === "record" && event.kind === "response" && heard.push(event.key) === 17) controller.abort(reason);
      },
    });
    await expect(ended).rejects.toBe(reason);
    const kept = readdirSync(join(folder, "tasks-words")).filter((name) => name.startsWith("responses")).flatMap((name) => readFileSync(join(folder, "tasks-words", name), "utf8").trim().split("\n"));
    expect(kept.length).toBe(heard.length);
    const asked: number[] = [];
    const spy = { ...opened[0]!, respond: (input: { prompts: readonly unknown[] }, options: never) => (asked.push(input.prompts.length), opened[0]!.respond(input as never, options)) };
    const resumed = await run({ model: spy as never, folder });
    expect(resumed.resumed).toBe(kept.length);
    // What was there is not taken for speed.
    expect(resumed.events.find((event) => event.type === "progress")).toMatchObject({ done: kept.length, total: 39 });
    expect(asked.reduce((sum, count) => sum + count, 0)).toBe(39 - kept.length);
    expect(resumed.summary).toEqual(whole.summary);
    expect(resumed.said).toEqual(whole.said);
    expect((await run({ folder })).resumed).toBe(39);
  });

  test("leaves files that score the same as predictions", async () => {
    const folder = join(scratch, "kept");
    const { summary } = await run({ folder });
    const [strict] = await readEvaluationData([path], { strict: true });
    const { summary: again } = await evaluatePredictions({ data: strict!, predictions: [10, 20, 30].map((seed) => join(folder, "tasks-words", `responses-${seed}.jsonl`)) });
    for (const measure of ["rougeL", "rouge1", "rouge2", "exactMatch", "repetition", "words"] as const) expect(again[measure]).toEqual(summary[measure]);
    expect(again).toMatchObject({ tokens: null, cutShare: null });
  });

  test("refuses a folder of another evaluation, and says what differs", async () => {
    const folder = join(scratch, "kept");
    await expect(run({ folder, protocol: { ...clean, temperature: 0.5 } })).rejects.toThrow("holds the responses of another evaluation: its temperature differs.");
    await expect(run({ folder, protocol: completeProtocol(small) })).rejects.toThrow("its preset, noRepeatNgram differ.");
    await expect(run({ folder, data: await readEvaluationData([path], { limit: 4 }) })).rejects.toThrow("its data differs.");
    await expect(run({ folder, model: await open("decoder", 3) })).rejects.toThrow("its model differs.");
    // Other seeds and the same under another name of the model are the same evaluation.
    expect((await run({ folder, protocol: { ...clean, seeds: [10, 40] } })).resumed).toBe(13);
  });

  test("is refused before the first response where it cannot be", async () => {
    const responses: unknown[] = [];
    const long = { ...clean, maximumNewTokens: 90 };
    await expect(evaluateModel({ model: opened[0]!, data, protocol: long, sink: (event) => event.type === "record" && responses.push(event) })).rejects.toThrow("The longest prompt has 12 tokens, which with 90 new ones are more than the 96 that the model allows.");
    await expect(run({ protocol: { ...clean, template: "no slot" } })).rejects.toThrow('There is no prompt template "no slot".');
    await expect(run({ protocol: { ...clean, template: "chat" } })).rejects.toThrow("The model has no chat template.");
    expect(responses).toEqual([]);
  });
});
