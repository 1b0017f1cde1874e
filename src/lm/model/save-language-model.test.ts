import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { goldenFolder, goldenNames } from "../testing/golden.ts";
import { randomModel } from "../testing/model-graph.ts";
import { plainConfigurations } from "../testing/plain/plain-configurations.ts";
import { loadLanguageModel } from "./language-model.ts";
import { saveLanguageModel } from "./save-language-model.ts";

const scratch = mkdtempSync(join(tmpdir(), "steadfast-save-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const tokenizer = { files: new Map([["tokenizer.json", Buffer.from("{}")]]) };

test.each(goldenNames)("the golden checkpoint %s comes back as it was, under its published names", async (name) => {
  const folder = join(scratch, name);
  const model = await loadLanguageModel(goldenFolder(name));
  await saveLanguageModel({ folder, model, tokenizer, card: "# A card\n" });
  expect(readdirSync(folder).sort()).toEqual(["README.md", "config.json", "generation_config.json", "model.safetensors", "tokenizer.json"]);
  const saved = await loadLanguageModel(folder);
  expect([...saved.parameters.keys()]).toEqual([...model.parameters.keys()]);
  for (const [parameter, { data }] of saved.parameters) expect(Buffer.compare(Buffer.from(data.buffer, data.byteOffset, data.byteLength), Buffer.from(new Uint8Array(model.parameters.get(parameter)!.data.buffer, model.parameters.get(parameter)!.data.byteOffset, data.byteLength)))).toBe(0);
  expect(saved.configuration).toEqual({ ...model.configuration, torch_dtype: "float32" });
  expect(saved.generationConfiguration).toEqual(model.generationConfiguration);
  const header = readFileSync(join(folder, "model.safetensors")).subarray(8).toString("latin1");
  for (const parameter of model.parameters.keys()) expect(header).toContain(`"${parameter}"`);
});

test.each(["float16", "bfloat16"] as const)("in %s every number is the nearest one", async (dtype) => {
  const folder = join(scratch, dtype);
  const model = randomModel(plainConfigurations[0]!.config);
  await saveLanguageModel({ folder, model, card: "", dtype });
  const saved = await loadLanguageModel(folder);
  expect(saved.configuration.torch_dtype).toBe(dtype);
  // Half a unit in the last place: 11 bits and 8 bits of precision.
  const step = dtype === "float16" ? 2 ** -11 : 2 ** -8;
  for (const [name, { data }] of saved.parameters) for (const [index, element] of data.entries()) expect(Math.abs(Number(element) - Number(model.parameters.get(name)!.data[index]))).toBeLessThanOrEqual(Math.abs(Number(element)) * step + 2 ** -25);
});
