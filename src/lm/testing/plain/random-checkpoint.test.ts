import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { plainConfigurations } from "./plain-configurations.ts";
import { randomParameters, writePlainCheckpoint } from "./random-checkpoint.ts";
import { readPlainCheckpoint } from "./read-plain-checkpoint.ts";

const folder = mkdtempSync(join(tmpdir(), "steadfast-plain-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("configurations have names of their own", () => {
  expect(new Set(plainConfigurations.map(({ name }) => name)).size).toBe(plainConfigurations.length);
});

test.for(plainConfigurations)("$name: what is written is what was drawn", ({ name, config }) => {
  const parameters = randomParameters(config, 3);
  const place = join(folder, name);
  writePlainCheckpoint(place, config, parameters);
  const read = readPlainCheckpoint(place);
  expect(read.config).toEqual(config);
  expect([...read.parameters].sort()).toEqual([...parameters].sort());
});

test("a written file is laid out as safetensors wants it", () => {
  const place = join(folder, "layout");
  const { config } = plainConfigurations[0]!;
  const parameters = new Map([
    ["a.weight", { shape: [2, 1], data: Float64Array.of(1, -2) }],
    ["b.bias", { shape: [1], data: Float64Array.of(0.5) }],
  ]);
  writePlainCheckpoint(place, config, parameters);
  const bytes = readFileSync(join(place, "model.safetensors"));
  const length = bytes.readUInt32LE(0);
  expect(length % 8).toBe(0);
  expect(JSON.parse(bytes.toString("utf8", 8, 8 + length))).toEqual({
    __metadata__: { format: "pt" },
    "a.weight": { dtype: "F32", shape: [2, 1], data_offsets: [0, 8] },
    "b.bias": { dtype: "F32", shape: [1], data_offsets: [8, 12] },
  });
  // 1, −2 and 0.5 in IEEE 754, little-endian.
  expect(bytes.toString("hex", 8 + length)).toBe("0000803f000000c00000003f");
  expect(JSON.parse(readFileSync(join(place, "generation_config.json"), "utf8"))).toEqual({ bos_token_id: 49, eos_token_id: 49 });
});

test("numbers depend on the seed and the name, and are those of the distribution", () => {
  const { config } = plainConfigurations.find(({ name }) => name === "llama")!;
  const wide = { ...config, hidden_size: 256 };
  const parameters = randomParameters(wide, 5);
  expect(randomParameters(wide, 5)).toEqual(parameters);
  const query = parameters.get("model.layers.0.self_attn.q_proj.weight")!.data;
  expect(query).not.toEqual(randomParameters(wide, 6).get("model.layers.0.self_attn.q_proj.weight")!.data);
  expect(query).not.toEqual(parameters.get("model.layers.1.self_attn.q_proj.weight")!.data);
  // 65 536 numbers of deviation 1/16: the mean's own deviation is 0.00024, the deviation's 0.00017.
  expect(Math.abs(mean(query))).toBeLessThan(0.0015);
  expect(Math.abs(Math.sqrt(mean(query.map((value) => value * value))) - 1 / 16)).toBeLessThan(0.001);
  const scale = parameters.get("model.norm.weight")!.data;
  expect(Math.abs(mean(scale) - 1)).toBeLessThan(0.04);
  expect(scale.includes(1)).toBe(false);
  expect([...query, ...scale].every((value) => Math.fround(value) === value)).toBe(true);
});

function mean(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
