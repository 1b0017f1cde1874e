import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { compile, type Tensor, type TensorValue, tensorValue } from "../../graph/index.ts";
import { openCheckpoint } from "../checkpoint/checkpoint.ts";
import { writeCheckpoint } from "../checkpoint/write-checkpoint.ts";
import { createInferenceSession } from "../inference/inference-session.ts";
import { RowBatch } from "../inference/row-batch.ts";
import { goldenFolder, goldenNames, goldenRows } from "../testing/golden.ts";
import { loadLanguageModel } from "./language-model.ts";
import { crossDecoderLogits, decoderLogits } from "./sequence-model.ts";
import { graphOver } from "../testing/model-graph.ts";

const scratch = mkdtempSync(join(tmpdir(), "steadfast-model-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function expectLogits(actual: TensorValue, expected: readonly Float32Array[]): void {
  expect(actual.data.length).toBe(expected.length * expected[0]!.length);
  for (const [place, logits] of expected.entries()) {
    for (const [id, logit] of logits.entries()) {
      const difference = Math.abs(Number(actual.data[place * logits.length + id]) - logit);
      if (!(difference < 1e-4)) expect.fail(`place ${place}, id ${id}: ${difference}`);
    }
  }
}

describe.each(goldenNames)("the golden checkpoint %s", (name) => {
  test("has its published logits, over whole sequences and over a cache", async () => {
    const model = await loadLanguageModel(goldenFolder(name));
    const session = createInferenceSession(model, { threads: 1 });
    for (const { ids, decoderIds, logits } of goldenRows(name)) {
      const graph = () => graphOver(model.architecture, Object.fromEntries(model.parameters));
      const row = (values: readonly number[]): TensorValue => tensorValue("int32", [1, values.length], values);
      const whole = decoderIds === undefined ? await compile((x: Tensor) => decoderLogits(graph(), { ids: x }), { threads: 1 })(row(ids)) : await compile((x: Tensor, y: Tensor) => crossDecoderLogits(graph(), { ids: x }, { ids: y }), { threads: 1 })(row(ids), row(decoderIds));
      expectLogits(whole, logits);
      const batch = await RowBatch.start(session, 1, decoderIds === undefined ? {} : { encoderIds: [ids] });
      const read = decoderIds ?? ids;
      expectLogits(await batch.extend([{ ids: read, wanted: [...read.keys()] }]), logits);
    }
  });
});

/** A copy of a golden checkpoint with its tensors renamed, added or removed. */
async function altered(name: string, change: (tensors: Map<string, { shape: readonly number[]; data: Float32Array }>) => void): Promise<string> {
  const folder = mkdtempSync(join(scratch, "model-"));
  cpSync(join(goldenFolder(name), "config.json"), join(folder, "config.json"));
  const checkpoint = await openCheckpoint(goldenFolder(name));
  const tensors = new Map<string, { shape: readonly number[]; data: Float32Array }>();
  for (const [tensor, { shape }] of checkpoint.tensors) tensors.set(tensor, { shape, data: await checkpoint.read(tensor) });
  await checkpoint.close();
  change(tensors);
  await writeCheckpoint({ folder, tensors: [...tensors].map(([tensor, value]) => ({ name: tensor, ...value })) });
  return folder;
}

function rename(tensors: Map<string, { shape: readonly number[]; data: Float32Array }>, to: (name: string) => string): void {
  const before = new Map(tensors);
  tensors.clear();
  for (const [name, value] of before) tensors.set(to(name), value);
}

describe("names of published files", () => {
  test("GPT-2 without its prefix, with masks as buffers and a copy of the tied head", async () => {
    const folder = await altered("gpt2", (tensors) => {
      rename(tensors, (name) => name.replace("transformer.", ""));
      tensors.set("h.0.attn.bias", { shape: [1, 1, 4, 4], data: new Float32Array(16) });
      tensors.set("h.0.attn.masked_bias", { shape: [1], data: new Float32Array(1) });
      tensors.set("lm_head.weight", tensors.get("wte.weight")!);
    });
    const [model, original] = [await loadLanguageModel(folder), await loadLanguageModel(goldenFolder("gpt2"))];
    expect([...model.parameters.keys()]).toEqual([...original.parameters.keys()]);
    for (const [name, { data }] of model.parameters) expect(data).toEqual(original.parameters.get(name)!.data);
  });

  test("OPT without its prefix; Llama with rotary buffers; T5's shared matrix under its second name only", async () => {
    await loadLanguageModel(await altered("opt", (tensors) => rename(tensors, (name) => name.replace("model.", ""))));
    await loadLanguageModel(await altered("llama", (tensors) => tensors.set("model.layers.0.self_attn.rotary_emb.inv_freq", { shape: [8], data: new Float32Array(8) })));
    await loadLanguageModel(await altered("t5", (tensors) => rename(tensors, (name) => name.replace("shared.weight", "encoder.embed_tokens.weight"))));
  });

  test.each([
    ["a missing tensor", "llama", (tensors: Map<string, unknown>) => tensors.delete("model.layers.1.mlp.up_proj.weight"), 'The weights lack "model.layers.1.mlp.up_proj.weight", [172, 64].'],
    ["a surplus tensor", "qwen3", (tensors: Map<string, { shape: number[]; data: Float32Array }>) => tensors.set("model.layers.0.mlp.gate_proj.bias", { shape: [1], data: new Float32Array(1) }), 'The weights hold "model.layers.0.mlp.gate_proj.bias", which a qwen3 model with this config.json does not have.'],
    ["a wrong shape", "gpt2", (tensors: Map<string, { shape: number[]; data: Float32Array }>) => tensors.set("transformer.ln_f.bias", { shape: [63], data: new Float32Array(63) }), 'The tensor "transformer.ln_f.bias" has the shape [63], where config.json makes "transformer.ln_f.bias" [64].'],
    ["a tied head that is another", "gpt2", (tensors: Map<string, { shape: number[]; data: Float32Array }>) => tensors.set("lm_head.weight", { shape: [256, 64], data: new Float32Array(256 * 64) }), 'The tensor "lm_head.weight" should be the same as "transformer.wte.weight", and is not.'],
  ] as const)("%s is an error that names it", async (_, name, change, sentence) => {
    const folder = await altered(name, change as (tensors: Map<string, { shape: readonly number[]; data: Float32Array }>) => void);
    await expect(loadLanguageModel(folder)).rejects.toThrow(sentence);
  });
});

describe("a folder without a usable configuration", () => {
  const withConfiguration = (text: string | undefined): string => {
    const folder = mkdtempSync(join(scratch, "configuration-"));
    cpSync(join(goldenFolder("gpt2"), "model.safetensors"), join(folder, "model.safetensors"));
    if (text !== undefined) writeFileSync(join(folder, "config.json"), text);
    return folder;
  };
  test.each([
    [undefined, /^There is no config\.json in .+\.$/],
    ["{", /config\.json is not JSON: /],
    ["[]", /config\.json does not hold an object\.$/],
    ["{}", /^config\.json has no "model_type"\.$/],
  ] as const)("%s", async (text, sentence) => {
    await expect(loadLanguageModel(withConfiguration(text))).rejects.toThrow(sentence);
  });

  test("weights of another model", async () => {
    const configuration = JSON.parse(readFileSync(join(goldenFolder("gpt2"), "config.json"), "utf8")) as object;
    await expect(loadLanguageModel(withConfiguration(JSON.stringify({ ...configuration, n_layer: 4 })))).rejects.toThrow('The weights lack "transformer.h.3.attn.c_attn.weight", [64, 192].');
    await expect(loadLanguageModel(withConfiguration(JSON.stringify({ ...configuration, n_layer: 2 })))).rejects.toThrow('The weights hold "transformer.h.2.');
  });
});
