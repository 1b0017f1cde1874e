import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { type Event, SteadfastError } from "../../base/index.ts";
import { generateTexts } from "../generation/generate-texts.ts";
import { createInferenceSession } from "../inference/inference-session.ts";
import { loadLocalModel } from "../local-model.ts";
import { promptEncoder } from "../data/prompt-encoder.ts";
import { loadLanguageModel } from "../model/language-model.ts";
import { fineTune } from "./fine-tune.ts";
import type { FineTuneOptions } from "./fine-tune-options.ts";
import { jsonLines, questions, scratchFolder, tinyEncoderDecoder, writeTinyModel } from "./testing/tiny-folder.ts";

const scratch = scratchFolder();
const [model, data] = [scratch("model"), scratch("data.jsonl")];

beforeAll(() => {
  writeTinyModel(model);
  writeTinyModel(scratch("t5"), tinyEncoderDecoder);
  writeFileSync(data, jsonLines(questions));
  writeFileSync(scratch("validation.jsonl"), jsonLines(questions.slice(0, 3)));
});

const common = { template: "plain", threads: 1, batchSize: 4, learningRate: 1e-2, schedule: "constant", warmup: 2, weightDecay: 0.01 } as const;
const optionsFor = (out: string, more: Partial<FineTuneOptions> = {}): FineTuneOptions => ({ model, data: [data], out: scratch(out), ...common, steps: 12, validation: scratch("validation.jsonl"), ...more });

async function weightsOf(out: string): Promise<Map<string, unknown>> {
  return new Map([...(await loadLanguageModel(scratch(out))).parameters].map(([name, { data: elements }]) => [name, elements]));
}

async function answers(folder: string, asked: readonly string[]): Promise<string[]> {
  const local = await loadLocalModel(folder);
  const promptOf = promptEncoder({ tokenizer: local.tokenizer, template: "plain", reader: local.model.architecture.encoder === undefined ? "decoder" : "encoder" });
  const requests = asked.map((instruction) => {
    const prompt = promptOf({ line: 1, instruction, outputs: [] });
    if (typeof prompt === "string") throw new Error(prompt);
    return { ids: prompt.ids };
  });
  return (await generateTexts(local, createInferenceSession(local.model, { threads: 1 }), requests, { sampling: { temperature: 0 }, maximumNewTokens: 12 })).map(({ text }) => text);
}

describe.each([
  ["all parameters", {}],
  ["adapters of every layer", { adapters: { rank: 16, targets: ["all"] }, steps: 400 }],
  ["packed rows, recomputed", { layout: "packed", maximumLength: 64, recompute: true }],
  ["an encoder–decoder, in pieces", { model: "t5", batchSize: 4, accumulate: 2, steps: 300 }],
] as const)("%s", (name, more) => {
  test("a saved model answers what it learnt", async () => {
    const out = `learnt ${name}`;
    const given = { steps: 200, ...more, model: "model" in more ? scratch(more.model) : model };
    const events: Event[] = [];
    const report = await fineTune({ ...optionsFor(out), ...given, validation: data, validateEvery: 50 }, { sink: (event) => events.push(event) });
    expect(report.validations.map(({ step }) => step)).toEqual(Array.from({ length: given.steps / 50 + 1 }, (_, index) => 50 * index));
    const best = report.validations.find(({ step }) => step === report.best)!;
    expect(best.loss).toBe(Math.min(...report.validations.map(({ loss }) => loss)));
    expect(best.loss).toBeLessThan(name.startsWith("adapters") ? 2 : 0.3);
    expect(await answers(scratch(out), questions.map(([asked]) => asked))).toEqual(questions.map(([, answer]) => answer));
    // What the run recorded: curves, answers, the folder.
    const metric = (wanted: string): number[] => events.filter((event) => event.type === "metric").filter((event) => event.name === wanted).map(({ step }) => step);
    expect(metric("loss")).toEqual(Array.from({ length: given.steps }, (_, index) => index + 1));
    expect(metric("validationLoss")).toEqual(report.validations.map(({ step }) => step));
    const recorded = events.filter((event) => event.type === "record").filter(({ key }) => key.startsWith(`${given.steps}/`));
    expect(recorded).toHaveLength(4);
    expect(recorded[0]!.value).toMatchObject({ prompt: "Sky?\n", reference: "blue", file: data, line: 1 });
    expect(existsSync(scratch(`${out}/state`))).toBe(false);
    expect(readdirSync(scratch(out)).sort()).toEqual(["README.md", "config.json", "generation_config.json", "merges.txt", "metrics.jsonl", "model.safetensors", "tokenizer_config.json", "training.json", "vocab.json"]);
    expect(readFileSync(scratch(`${out}/README.md`), "utf8")).toContain(`${report.steps} steps`);
  }, 120_000);
});

describe("interrupted and resumed", () => {
  const cases = { "all parameters, in pieces": { accumulate: 2, batchSize: 2 }, adapters: { adapters: { rank: 4 } }, "chosen by ROUGE-L": { select: "rouge", samples: 3, validateEvery: 3, sampleTokens: 8 } } as const;

  test.each(Object.entries(cases))("to the same bits as without: %s", async (name, more) => {
    const whole = await fineTune(optionsFor(`whole ${name}`, more));
    const [out, split] = [`split ${name}`, optionsFor(`split ${name}`, more)];
    // Aborted after the third, the fourth, … event of a step, wherever that is.
    for (const stopAt of [3, 4, 8]) {
      const controller = new AbortController();
      const reason = new Error("enough");
      await expect(fineTune({ ...split, resume: true }, { signal: controller.signal, sink: (event) => {
        if (event.type === "metric" && event.name === "loss" && event.step === stopAt) controller.abort(reason);
      } })).rejects.toBe(reason);
      expect(readdirSync(scratch(`${out}/state`)).filter((entry) => entry.startsWith("step-"))).toEqual([`step-0000000${stopAt}`]);
    }
    const resumed = await fineTune({ ...split, resume: true });
    expect(await weightsOf(out)).toEqual(await weightsOf(`whole ${name}`));
    expect({ ...resumed, seconds: 0, out: "" }).toEqual({ ...whole, seconds: 0, out: "" });
    const lines = (folder: string): unknown[] => readFileSync(scratch(`${folder}/metrics.jsonl`), "utf8").trim().split("\n").map((line) => ({ ...JSON.parse(line), seconds: 0 }));
    expect(lines(out)).toEqual(lines(`whole ${name}`));
    // Once more: it is finished.
    expect(await fineTune({ ...split, resume: true })).toEqual(resumed);
  });

  test("is refused with other data or options, naming what differs; and without --resume", async () => {
    const controller = new AbortController();
    const begun = optionsFor("other");
    await expect(fineTune(begun, { signal: controller.signal, sink: (event) => {
      if (event.type === "metric" && event.step === 2) controller.abort();
    } })).rejects.toThrow();
    const before = readdirSync(scratch("other/state"));
    await expect(fineTune(begun)).rejects.toMatchObject({ code: "training-exists" });
    await expect(fineTune({ ...begun, resume: true, learningRate: 2e-2, accumulate: 2 })).rejects.toMatchObject({ code: "resume-differs", message: expect.stringMatching(/accumulate \(1, now 2\); learningRate \(0.01, now 0.02\)/) });
    writeFileSync(scratch("more.jsonl"), jsonLines([...questions, ["Sea?", "deep"]]));
    await expect(fineTune({ ...begun, resume: true, data: [scratch("more.jsonl")] })).rejects.toMatchObject({ code: "resume-differs", message: expect.stringContaining("the data (hash ") });
    await expect(fineTune({ ...begun, resume: true, adapters: { rank: 2 } })).rejects.toMatchObject({ code: "resume-differs" });
    expect(readdirSync(scratch("other/state"))).toEqual(before);
  });
});

describe("what could not end well is refused before any work", () => {
  const refused = async (more: Partial<FineTuneOptions>): Promise<SteadfastError> => {
    const error = await fineTune(optionsFor("refused", more)).then(() => undefined, (thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SteadfastError);
    expect(existsSync(scratch("refused/state"))).toBe(false);
    return error as SteadfastError;
  };

  test.each([
    [{ maximumLength: 97 }, "length-over-context", "Examples of 97 tokens are longer than the 96 that the model reads."],
    [{ data: [] }, "training-option", "at least one file"],
    [{ epochs: 2 }, "training-option", "Epochs and steps"],
    [{ batchSize: 0 }, "training-option", "batch size"],
    [{ batchSize: 1e9 }, "training-option", "batch size"],
    [{ learningRate: Number.NaN }, "training-option", "learning rate"],
    [{ warmup: 12 }, "training-option", "A warm-up of 12 steps leaves none of the 12 steps"],
    [{ adapters: { rank: 3, targets: ["q_proj"] } }, "adapter-target", "q_proj"],
    [{ data: ["absent.jsonl"] }, "data-missing", "absent.jsonl"],
    [{ model: "./absent" }, "folder-missing", "absent"],
    [{ template: "chat" }, "chat-template-missing", "chat template"],
    [{ maximumLength: 2 }, "data-empty", "None of the 8 records"],
  ] as const)("%j", async (more, code, text) => {
    expect(await refused(more as Partial<FineTuneOptions>)).toMatchObject({ code, message: expect.stringContaining(text) });
  });

  test("a folder with a model in it", async () => {
    await expect(fineTune({ ...optionsFor("x"), out: model })).rejects.toMatchObject({ code: "out-taken" });
    await expect(fineTune({ ...optionsFor("x"), out: model, resume: true })).rejects.toMatchObject({ code: "out-taken" });
  });
});

test("an unusable record is told with its line, and fatal where that is asked", async () => {
  const file = scratch("torn.jsonl");
  writeFileSync(file, `${jsonLines(questions)}{"instruction": "Sea?"\n{"instruction": "${"long ".repeat(40)}", "output": "x"}\n`);
  const events: Event[] = [];
  await fineTune({ ...optionsFor("torn"), data: [file], steps: 2, warmup: 0 }, { sink: (event) => events.push(event) });
  const warnings = events.filter((event) => event.type === "message").filter(({ level }) => level === "warning").map(({ text }) => text);
  expect(warnings.slice(0, 2)).toEqual([expect.stringMatching(/^Line 9 of .*torn\.jsonl is left out: it is not valid JSON/), expect.stringMatching(/^Line 10 of .*torn\.jsonl is left out: its prompt is longer than 48 tokens\.$/)]);
  // They are validated on and trained on.
  expect(warnings.slice(2)).toEqual(["3 of the 3 examples to validate on are among those that are trained on; weights that know them by heart will look best."]);
  await expect(fineTune({ ...optionsFor("strict"), data: [file], strict: true })).rejects.toMatchObject({ code: "data-record", message: expect.stringContaining("Line 9") });
  writeFileSync(file, `${jsonLines(questions)}{"instruction": "${"long ".repeat(40)}", "output": "x"}\n`);
  await expect(fineTune({ ...optionsFor("strict"), data: [file], strict: true })).rejects.toMatchObject({ code: "data-record", message: expect.stringContaining("Line 9") });
});

describe("a training that comes apart", () => {
  test("stops at the step that did it, names its lines, and leaves the state before", async () => {
    await expect(fineTune(optionsFor("apart", { learningRate: 10, clip: 0, weightDecay: 0, steps: 100, saveMinutes: 0 }))).rejects.toMatchObject({
      code: expect.stringMatching(/^loss-(?:exploded|not-finite)$/),
      message: expect.stringMatching(/step \d+ .* on lines \d, \d, \d, \d of .*data\.jsonl\.$/),
      hint: expect.stringContaining("lower the learning rate"),
    });
    const kept = readdirSync(scratch("apart/state")).find((entry) => entry.startsWith("step-"));
    const failed = readFileSync(scratch("apart/metrics.jsonl"), "utf8").trim().split("\n").length;
    expect(Number(kept!.slice(5))).toBeLessThanOrEqual(failed);
    expect(existsSync(scratch("apart/config.json"))).toBe(false);
  });
});
