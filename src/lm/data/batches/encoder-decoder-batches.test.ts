import fc from "fast-check";
import { expect, test } from "vitest";
import { anyExamples, ownerOf, plantedExamples } from "../testing/planted-examples.ts";
import { encoderDecoderBatches } from "./encoder-decoder-batches.ts";

const [padding, decoderStart] = [999_999, 999_998];

test("each example is there once an epoch; the decoder sees the response one token late", () => {
  fc.assert(
    fc.property(anyExamples, fc.integer({ min: 1, max: 9 }), fc.nat(), fc.integer({ min: 1, max: 32 }), fc.integer({ min: 1, max: 5 }), fc.nat({ max: 2 }), (examples, rows, seed, multiple, maximumShapes, epoch) => {
      const batches = encoderDecoderBatches(examples, { rows, seed, decoderStart, padding, layout: { kind: "buckets", multiple, maximumShapes } });
      expect(batches.batchesPerEpoch).toBe(Math.ceil(examples.length / rows));
      expect(batches.shapes.length).toBeLessThanOrEqual(maximumShapes);
      const seen: number[] = [];
      let [places, empty] = [0, 0];
      for (let index = 0; index < batches.batchesPerEpoch; index++) {
        const step = epoch * batches.batchesPerEpoch + index;
        const batch = batches.batchAt(step);
        const { encoderWidth, decoderWidth } = batch;
        expect(batch).toMatchObject({ step, epoch, rows });
        expect(batches.shapes).toContainEqual([encoderWidth, decoderWidth]);
        let responseTokens = 0;
        for (let row = 0; row < rows; row++) {
          const slice = (array: Int32Array, width: number): number[] => [...array.subarray(row * width, (row + 1) * width)];
          const owner = slice(batch.encoderIds, encoderWidth)[0]!;
          const example = owner === padding ? undefined : examples[ownerOf(owner)]!;
          if (example !== undefined) seen.push(ownerOf(owner));
          const prompt = example === undefined ? [] : [...example.ids].slice(0, example.promptLength);
          const response = example === undefined ? [] : [...example.ids].slice(example.promptLength);
          const padded = (values: number[], width: number, rest: number): number[] => [...values, ...Array.from({ length: width - values.length }, () => rest)];
          expect(slice(batch.encoderIds, encoderWidth)).toEqual(padded(prompt, encoderWidth, padding));
          expect(slice(batch.encoderSegments, encoderWidth)).toEqual(padded(prompt.map(() => 1), encoderWidth, 0));
          expect(slice(batch.labels, decoderWidth)).toEqual(padded(response, decoderWidth, -100));
          expect(slice(batch.decoderSegments, decoderWidth)).toEqual(padded(response.map(() => 1), decoderWidth, 0));
          expect(slice(batch.decoderIds, decoderWidth)).toEqual(padded(response.length === 0 ? [] : [decoderStart, ...response.slice(0, -1)], decoderWidth, padding));
          responseTokens += response.length;
          places += encoderWidth + decoderWidth;
          empty += encoderWidth + decoderWidth - prompt.length - response.length;
        }
        expect(batch.responseTokens).toBe(responseTokens);
      }
      expect(seen.toSorted((a, b) => a - b)).toEqual([...examples.keys()]);
      expect(batches.paddingShare).toBeCloseTo(empty / places, 12);
    }),
  );
});

test("a step gives the same batch whatever was asked before", () => {
  const examples = plantedExamples(Array.from({ length: 50 }, (_, index) => [1 + (index % 11), 1 + (index % 17)]));
  const options = { rows: 4, seed: 3, decoderStart } as const;
  const inOrder = encoderDecoderBatches(examples, options);
  const all = Array.from({ length: 40 }, (_, step) => inOrder.batchAt(step));
  const asked = encoderDecoderBatches(examples, options);
  for (const step of [39, 0, 13, 12, 26, 25]) expect(asked.batchAt(step)).toEqual(all[step]);
});

test("an example that is too wide for the model, on either side", () => {
  for (const lengths of [[70, 3], [3, 70]] as const) {
    expect(() => encoderDecoderBatches(plantedExamples([lengths]), { rows: 1, seed: 0, decoderStart, layout: { kind: "buckets", maximumWidth: 64 } })).toThrow(
      expect.objectContaining({ code: "example-too-long", message: "The example of line 10 takes 70 places, more than a row of 64 has." }),
    );
  }
});
