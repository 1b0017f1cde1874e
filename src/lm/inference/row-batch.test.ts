import { describe, expect, test } from "vitest";
import type { TensorValue } from "../../graph/index.ts";
import { readArchitecture } from "../architecture/read-architecture.ts";
import { modelOf, randomModel } from "../testing/model-graph.ts";
import { plainConfigurations } from "../testing/plain/plain-configurations.ts";
import { plainDecoderLogits, plainEncoderDecoderLogits } from "../testing/plain/plain-logits.ts";
import { randomParameters } from "../testing/plain/random-checkpoint.ts";
import { createInferenceSession } from "./inference-session.ts";
import { RowBatch } from "./row-batch.ts";

const texts = [
  [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [40, 3, 22, 9],
  [31],
  [2, 2, 17, 45, 8, 1, 30, 30, 30],
];
const encoderTexts = [[9, 4, 1], [5, 6, 7, 8, 9, 10, 11, 12, 1], [3], [22, 8, 1]];

/** Every place of a block. */
const all = (ids: readonly number[]): number[] => [...ids.keys()];

function expectRow(logits: TensorValue, at: number, expected: Float64Array): void {
  const vocabulary = logits.shape[1]!;
  for (let id = 0; id < vocabulary; id += 1) expect(Math.abs(Number(logits.data[at * vocabulary + id]) - expected[id]!), `id ${id}`).toBeLessThan(1e-4);
}

describe.each(plainConfigurations)("$name over a cache agrees with the plain float64 computation", ({ config }) => {
  const parameters = randomParameters(config, 3);
  const session = createInferenceSession(modelOf(config, parameters), { threads: 1 });
  const crossed = readArchitecture(config).encoder !== undefined;
  const expected = texts.map((ids, row) => (crossed ? plainEncoderDecoderLogits(config, parameters, encoderTexts[row]!, ids) : plainDecoderLogits(config, parameters, ids)));
  const startBatch = (rows: readonly number[]) => RowBatch.start(session, rows.length, crossed ? { encoderIds: rows.map((row) => encoderTexts[row]!) } : {});

  test("whole texts of different lengths in one block", async () => {
    const batch = await startBatch([0, 1, 2, 3]);
    const logits = await batch.extend(texts.map((ids) => ({ ids, wanted: all(ids) })));
    let at = 0;
    for (const row of expected) for (const place of row) expectRow(logits, at++, place);
    expect(at).toBe(logits.shape[0]);
    expect(batch.lengths).toEqual(texts.map((ids) => ids.length));
  });

  test("token by token, alone", async () => {
    const batch = await startBatch([3]);
    for (const [place, id] of texts[3]!.entries()) expectRow(await batch.extend([{ ids: [id], wanted: [0] }]), 0, expected[3]![place]!);
  });

  test("ragged blocks, some of them empty, rows cut back, leaving and joining", async () => {
    const batch = await startBatch([0, 1]);
    await batch.extend([{ ids: texts[0]!.slice(0, 3), wanted: [] }, { ids: [9, 9, 9, 9, 9, 9], wanted: [] }]);
    batch.truncate(1, 0);
    const second = await batch.extend([{ ids: [], wanted: [] }, { ids: texts[1]!.slice(0, 2), wanted: [1] }]);
    expectRow(second, 0, expected[1]![1]!);
    const other = await startBatch([3, 2]);
    await other.extend([{ ids: texts[3]!.slice(0, 5), wanted: [] }, { ids: [], wanted: [] }]);
    batch.append(other);
    batch.keep([3, 0, 2]);
    expect(batch.lengths).toEqual([0, 3, 5]);
    const last = await batch.extend([
      { ids: texts[2]!, wanted: [0] },
      { ids: texts[0]!.slice(3), wanted: [0, 7] },
      { ids: texts[3]!.slice(5), wanted: [3] },
    ]);
    expectRow(last, 0, expected[2]![0]!);
    expectRow(last, 1, expected[0]![3]!);
    expectRow(last, 2, expected[0]![10]!);
    expectRow(last, 3, expected[3]![8]!);
  });
});

describe("a batch", () => {
  const config = plainConfigurations[0]!.config;
  const session = createInferenceSession(randomModel(config), { threads: 1 });

  test("grows beyond the first piece of its cache", async () => {
    const long = Array.from({ length: 150 }, (_, index) => index % 50);
    const large = { ...config, n_positions: 200 };
    const parameters = randomParameters(large, 5);
    const batch = await RowBatch.start(createInferenceSession(modelOf(large, parameters), { threads: 1 }), 1);
    const expected = plainDecoderLogits(large, parameters, long);
    for (let start = 0; start < long.length; start += 50) expectRow(await batch.extend([{ ids: long.slice(start, start + 50), wanted: [49] }]), 0, expected[start + 49]!);
  });

  test("refuses more tokens than the model has positions", async () => {
    const batch = await RowBatch.start(session, 1);
    await expect(batch.extend([{ ids: new Int32Array(33), wanted: [0] }])).rejects.toThrow("A text of 33 tokens is longer than the 32 that the model allows.");
  });

  test("refuses a cache beyond its limit, with the numbers", async () => {
    const batch = await RowBatch.start(session, 100, { cacheBytes: 1e6 });
    await expect(batch.extend(Array.from({ length: 100 }, () => ({ ids: [1], wanted: [] })))).rejects.toThrow("Keys and values of 100 rows of 64 tokens would take 2 MB, more than the 1 MB allowed.");
  });

  test("logits are cut to the tokenizer's size where the vocabulary is padded", async () => {
    const cut = createInferenceSession(randomModel(config), { threads: 1, vocabulary: 47 });
    const blocks = [{ ids: [5, 6], wanted: [1] }];
    const whole = await (await RowBatch.start(session, 1)).extend(blocks);
    const part = await (await RowBatch.start(cut, 1)).extend(blocks);
    expect(part.shape).toEqual([1, 47]);
    for (let id = 0; id < 47; id += 1) expect(Number(part.data[id])).toBeCloseTo(Number(whole.data[id]), 5);
  });
});
