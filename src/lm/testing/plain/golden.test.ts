import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { goldenFolder, goldenNames, type GoldenRow, goldenRows } from "../golden.ts";
import { largestDifference } from "./compare.ts";
import type { PlainParameters } from "./parameters.ts";
import { plainDecoderLogits, plainEncoderDecoderLogits } from "./plain-logits.ts";
import { randomParameters } from "./random-checkpoint.ts";
import { readPlainCheckpoint } from "./read-plain-checkpoint.ts";

// They were computed in float32 and agree with float64 to 3e-6; 1e-4 is what they promise.
const TOLERANCE = 1e-5;

test("there is a golden checkpoint for every family", () => {
  expect(goldenNames).toEqual(["flan-t5", "gpt2", "llama", "mistral", "opt", "opt-postln", "qwen2", "qwen3", "t5"]);
});

test.for(goldenNames)("%s gives the logits and log-probabilities that an independent implementation gave", (name) => {
  const { config, parameters } = readPlainCheckpoint(goldenFolder(name));
  const rows = goldenRows(name);
  expect(rows.length).toBe(2);
  for (const row of rows) {
    const logits = plainLogits(config, parameters, row);
    expect(row.logits.length).toBe((row.decoderIds ?? row.ids).length);
    expect(largestDifference(logits, row.logits)).toBeLessThan(TOLERANCE);
    const next = (row.decoderIds ?? row.ids).slice(1);
    expect(row.logProbabilities.length).toBe(next.length);
    for (const [position, id] of next.entries()) expect(Math.abs(logProbability(logits[position]!, id) - row.logProbabilities[position]!)).toBeLessThan(TOLERANCE);
  }
});

test.for(goldenNames)("%s gives the same logits when its names have no prefix", (name) => {
  const { config, parameters } = readPlainCheckpoint(goldenFolder(name));
  const bare = new Map([...parameters].map(([key, tensor]) => [key.replace(/^(?:transformer|model)\./, ""), tensor]));
  const row = goldenRows(name)[1]!;
  expect(plainLogits(config, bare, row)).toEqual(plainLogits(config, parameters, row));
});

test.for(goldenNames)("a random checkpoint like %s has the published names and shapes", (name) => {
  const { config, parameters } = readPlainCheckpoint(goldenFolder(name));
  expect(outline(randomParameters(config, 1))).toEqual(outline(parameters));
});

const original = join(import.meta.dirname, "../../../../../shared/golden");

test.skipIf(!existsSync(original))(existsSync(original) ? "the copies are the originals" : "the copies are the originals (skipped: there is no ../shared/golden)", () => {
  for (const name of goldenNames) {
    for (const file of ["config.json", "generation_config.json", "model.safetensors"]) {
      expect(readFileSync(join(goldenFolder(name), file)).equals(readFileSync(join(original, name, file))), `${name}/${file}`).toBe(true);
    }
    const { rows } = JSON.parse(readFileSync(join(original, name, "expected.json"), "utf8")) as { rows: { ids: number[]; decoder_ids?: number[]; logits: number[][]; logprobs: number[] }[] };
    expect(goldenRows(name)).toEqual(
      rows.map(({ ids, decoder_ids: decoderIds, logits, logprobs }) => ({ ids, ...(decoderIds && { decoderIds }), logits: logits.map((row) => Float32Array.from(row)), logProbabilities: logprobs })),
    );
  }
});

function plainLogits(config: Record<string, unknown>, parameters: PlainParameters, { ids, decoderIds }: GoldenRow): Float64Array[] {
  return decoderIds === undefined ? plainDecoderLogits(config, parameters, ids) : plainEncoderDecoderLogits(config, parameters, ids, decoderIds);
}

function logProbability(logits: Float64Array, id: number): number {
  return logits[id]! - Math.log(logits.reduce((total, value) => total + Math.exp(value), 0));
}

function outline(parameters: PlainParameters): Record<string, readonly number[]> {
  return Object.fromEntries([...parameters].map(([name, { shape }]) => [name, shape]));
}
