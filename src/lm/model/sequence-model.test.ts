import { describe, expect, test } from "vitest";
import { compile, type TensorValue, tensorValue } from "../../graph/index.ts";
import { doubleParameters, graphOver } from "../testing/model-graph.ts";
import { plainConfigurations } from "../testing/plain/plain-configurations.ts";
import { plainDecoderLogits, plainEncoderDecoderLogits } from "../testing/plain/plain-logits.ts";
import { randomParameters } from "../testing/plain/random-checkpoint.ts";
import { readArchitecture } from "../architecture/read-architecture.ts";
import { crossDecoderLogits, decoderLogits, type SequenceInputs } from "./sequence-model.ts";

const first = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
const second = [40, 3, 22, 9];
const decoderFirst = [0, 7, 8, 30];
const decoderSecond = [0, 44];

/** Rows of tokens side by side in one long row, each with its segment and its own positions; 0 is padding. */
function packed(length: number, ...rows: readonly (readonly { ids: readonly number[]; at: number; segment: number }[])[]): Record<"ids" | "positions" | "segments", TensorValue> {
  const arrays = { ids: new Int32Array(rows.length * length), positions: new Int32Array(rows.length * length), segments: new Int32Array(rows.length * length) };
  for (const [row, texts] of rows.entries()) {
    for (const { ids, at, segment } of texts) {
      for (const [index, id] of ids.entries()) {
        const place = row * length + at + index;
        arrays.ids[place] = id;
        arrays.positions[place] = index;
        arrays.segments[place] = segment;
      }
    }
  }
  const value = (data: Int32Array): TensorValue => tensorValue("int32", [rows.length, length], data);
  return { ids: value(arrays.ids), positions: value(arrays.positions), segments: value(arrays.segments) };
}

function expectLogits(actual: TensorValue, { row, at }: { row: number; at: number }, expected: readonly Float64Array[]): void {
  const [, length, vocabulary] = actual.shape as [number, number, number];
  for (const [place, logits] of expected.entries()) {
    for (const [id, logit] of logits.entries()) {
      const difference = Math.abs(Number(actual.data[(row * length + at + place) * vocabulary + id]) - logit);
      // Rotary angles and T5's buckets are float32 in all implementations; all else is float64 on both sides.
      if (!(difference < 1e-9)) expect.fail(`place ${place}, id ${id}: ${difference}`);
    }
  }
}

const decoders = plainConfigurations.filter(({ config }) => readArchitecture(config).encoder === undefined);
const encoderDecoders = plainConfigurations.filter(({ config }) => readArchitecture(config).encoder !== undefined);

describe.each(decoders)("$name, in float64, agrees with the plain computation", ({ config }) => {
  const parameters = randomParameters(config, 7);
  const run = compile((inputs: SequenceInputs) => decoderLogits(graphOver(readArchitecture(config), doubleParameters(parameters)), inputs));
  const expectedFirst = plainDecoderLogits(config, parameters, first);
  const expectedSecond = plainDecoderLogits(config, parameters, second);

  test("one row, nothing but ids", async () => {
    expectLogits(await run({ ids: tensorValue("int32", [1, first.length], first) }), { row: 0, at: 0 }, expectedFirst);
  });

  test("padded left, padded right and packed, in one batch", async () => {
    const logits = await run(packed(17, [{ ids: first, at: 6, segment: 1 }], [{ ids: second, at: 0, segment: 1 }], [{ ids: first, at: 0, segment: 1 }, { ids: second, at: 11, segment: 2 }]));
    expectLogits(logits, { row: 0, at: 6 }, expectedFirst);
    expectLogits(logits, { row: 1, at: 0 }, expectedSecond);
    expectLogits(logits, { row: 2, at: 0 }, expectedFirst);
    expectLogits(logits, { row: 2, at: 11 }, expectedSecond);
  });
});

describe.each(encoderDecoders)("$name, in float64, agrees with the plain computation", ({ config }) => {
  const parameters = randomParameters(config, 7);
  const run = compile((encoder: SequenceInputs, decoder: SequenceInputs) => crossDecoderLogits(graphOver(readArchitecture(config), doubleParameters(parameters)), encoder, decoder));
  const expectedFirst = plainEncoderDecoderLogits(config, parameters, first, decoderFirst);
  const expectedSecond = plainEncoderDecoderLogits(config, parameters, second, decoderSecond);

  test("one row, nothing but ids", async () => {
    const logits = await run({ ids: tensorValue("int32", [1, first.length], first) }, { ids: tensorValue("int32", [1, decoderFirst.length], decoderFirst) });
    expectLogits(logits, { row: 0, at: 0 }, expectedFirst);
  });

  test("padded left, padded right and packed, in one batch", async () => {
    const encoder = packed(17, [{ ids: first, at: 6, segment: 1 }], [{ ids: second, at: 0, segment: 1 }], [{ ids: first, at: 0, segment: 1 }, { ids: second, at: 11, segment: 2 }]);
    const decoder = packed(7, [{ ids: decoderFirst, at: 3, segment: 1 }], [{ ids: decoderSecond, at: 0, segment: 1 }], [{ ids: decoderFirst, at: 0, segment: 1 }, { ids: decoderSecond, at: 4, segment: 2 }]);
    const logits = await run(encoder, decoder);
    expectLogits(logits, { row: 0, at: 3 }, expectedFirst);
    expectLogits(logits, { row: 1, at: 0 }, expectedSecond);
    expectLogits(logits, { row: 2, at: 0 }, expectedFirst);
    expectLogits(logits, { row: 2, at: 4 }, expectedSecond);
  });
});
