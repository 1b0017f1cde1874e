import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Example } from "../example.ts";
import { anyExamples, ownerOf, plantedExamples } from "../testing/planted-examples.ts";
import type { DecoderBatch } from "./batch.ts";
import { decoderBatches, type DecoderBatchOptions } from "./decoder-batches.ts";

const padding = 999_999;
const anyLayout = fc.oneof(
  fc.record({ kind: fc.constant("packed" as const), width: fc.integer({ min: 79, max: 200 }) }),
  fc.record({ kind: fc.constant("buckets" as const), multiple: fc.integer({ min: 1, max: 64 }), maximumShapes: fc.integer({ min: 1, max: 6 }) }),
);
const anyOptions: fc.Arbitrary<DecoderBatchOptions> = fc.record({ rows: fc.integer({ min: 1, max: 9 }), seed: fc.nat(), layout: anyLayout, padding: fc.constant(padding) });

/** What a batch trains, read from its arrays alone: the runs of equal segments, with the label behind their last place. */
function readBack({ rows, width, ids, labels, positions, segments }: DecoderBatch): { tokens: number[]; learnt: number[] }[] {
  const found: { tokens: number[]; learnt: number[] }[] = [];
  for (let row = 0; row < rows; row++) {
    let previous = 0;
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const segment = segments[at]!;
      if (segment === 0) {
        expect([ids[at], labels[at], positions[at]]).toEqual([padding, -100, 0]);
        continue;
      }
      if (segment !== previous) {
        expect(segment).toBe(previous + 1);
        found.push({ tokens: [], learnt: [] });
      }
      const { tokens, learnt } = found.at(-1)!;
      expect(positions[at]).toBe(tokens.length);
      tokens.push(ids[at]!);
      if (labels[at] !== -100) learnt.push(labels[at]!);
      const isLast = column + 1 === width || segments[at + 1] !== segment;
      if (!isLast && labels[at] !== -100) expect(labels[at]).toBe(ids[at + 1]);
      if (isLast) tokens.push(labels[at]!);
      previous = segment;
    }
  }
  return found;
}

function epochOf(examples: readonly Example[], options: DecoderBatchOptions, epoch = 0): DecoderBatch[] {
  const batches = decoderBatches(examples, options);
  return Array.from({ length: batches.batchesPerEpoch }, (_, index) => batches.batchAt(epoch * batches.batchesPerEpoch + index));
}

describe("whatever the examples and the layout", () => {
  test("each example is there once an epoch, whole, and its response alone has labels", () => {
    fc.assert(
      fc.property(anyExamples, anyOptions, fc.nat({ max: 3 }), (examples, options, epoch) => {
        const seen: number[] = [];
        for (const batch of epochOf(examples, options, epoch)) {
          const found = readBack(batch);
          for (const { tokens, learnt } of found) {
            const example = ownerOf(tokens[0]!);
            expect(tokens).toEqual([...examples[example]!.ids]);
            expect(learnt).toEqual([...examples[example]!.ids.subarray(examples[example]!.promptLength)]);
            seen.push(example);
          }
          expect(batch.responseTokens).toBe(batch.labels.filter((label) => label !== -100).length);
          expect(batch.places.map(({ example, line }) => ({ example, line }))).toEqual(found.map(({ tokens }) => ({ example: ownerOf(tokens[0]!), line: 10 * (ownerOf(tokens[0]!) + 1) })));
          for (const { example, row, start } of batch.places) expect(batch.ids[row * batch.width + start]).toBe(examples[example]!.ids[0]);
        }
        expect(seen.toSorted((a, b) => a - b)).toEqual([...examples.keys()]);
      }),
    );
  });

  test("a step gives the same batch whatever was asked before", () => {
    fc.assert(
      fc.property(anyExamples, anyOptions, fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 8 }), (examples, options, steps) => {
        const asked = decoderBatches(examples, options);
        const inOrder = decoderBatches(examples, options);
        const fresh = Array.from({ length: Math.max(...steps) + 1 }, (_, step) => inOrder.batchAt(step));
        for (const step of steps) {
          expect(asked.batchAt(step)).toEqual(fresh[step]);
          expect(asked.batchAt(step)).toMatchObject({ step, epoch: Math.floor(step / asked.batchesPerEpoch) });
        }
      }),
    );
  });

  test("all batches have the rows asked for, few shapes, and only the last of an epoch is not full", () => {
    fc.assert(
      fc.property(anyExamples, anyOptions, (examples, options) => {
        const batches = epochOf(examples, options);
        const { shapes, paddingShare } = decoderBatches(examples, options);
        for (const [index, batch] of batches.entries()) {
          expect(shapes).toContainEqual([batch.width]);
          expect(batch.ids).toHaveLength(options.rows * batch.width);
          const used = new Set(batch.places.map(({ row }) => row)).size;
          if (index < batches.length - 1) expect(used).toBe(options.rows);
          else expect(used).toBeGreaterThan(0);
        }
        const { layout } = options;
        if (layout?.kind === "buckets") {
          expect(batches).toHaveLength(Math.ceil(examples.length / options.rows));
          expect(shapes.length).toBeLessThanOrEqual(layout.maximumShapes!);
          for (const [width] of shapes) expect(width! % layout.multiple!).toBe(0);
        }
        const places = batches.reduce((total, { segments }) => total + segments.length, 0);
        const empty = batches.reduce((total, { segments }) => total + segments.filter((segment) => segment === 0).length, 0);
        expect(paddingShare).toBeCloseTo(empty / places, 12);
      }),
    );
  });

  test("without the last batch only its examples are missing", () => {
    fc.assert(
      fc.property(anyExamples, anyOptions, (examples, options) => {
        const kept = epochOf(examples, options, 2);
        const isFull = new Set(kept.at(-1)!.places.map(({ row }) => row)).size === options.rows;
        const expected = isFull ? kept : kept.slice(0, -1);
        fc.pre(expected.length > 0);
        const dropping = epochOf(examples, { ...options, last: "drop" }, 2);
        expect(dropping.map(({ ids, places }) => ({ ids, places }))).toEqual(expected.map(({ ids, places }) => ({ ids, places })));
      }),
    );
  });
});

const layouts = [{ kind: "packed", width: 128 }, { kind: "buckets", multiple: 16 }] as const;

describe.each(layouts)("$kind", (layout) => {
  const examples = plantedExamples(Array.from({ length: 97 }, (_, index) => [1 + (index % 13), 1 + (index % 29)]));
  const orderOf = (options: Partial<DecoderBatchOptions>, epoch = 0): number[] => epochOf(examples, { rows: 4, seed: 1, layout, ...options }, epoch).flatMap(({ places }) => places.map(({ line }) => line));

  test("another epoch or seed has another order", () => {
    const first = orderOf({});
    expect(orderOf({})).toEqual(first);
    expect(orderOf({}, 1)).not.toEqual(first);
    expect(orderOf({ seed: 2 })).not.toEqual(first);
  });

  test("examples are spread over the steps: no place is always the same one's", () => {
    const firsts = new Set(Array.from({ length: 30 }, (_, epoch) => orderOf({}, epoch)[0]));
    expect(firsts.size).toBeGreaterThan(10);
  });
});

test("one batch in full", () => {
  const examples = plantedExamples([[2, 2], [1, 1], [3, 1]]);
  expect(decoderBatches(examples, { rows: 3, seed: 0, padding: 7, layout: { kind: "packed", width: 5 } }).batchAt(0)).toEqual({
    step: 0,
    epoch: 0,
    rows: 3,
    width: 5,
    ids: Int32Array.of(1, 2, 3, 1001, 7, 2001, 2002, 2003, 7, 7, 7, 7, 7, 7, 7),
    labels: Int32Array.of(-100, 3, 4, 1002, -100, -100, -100, 2004, -100, -100, -100, -100, -100, -100, -100),
    positions: Int32Array.of(0, 1, 2, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0),
    segments: Int32Array.of(1, 1, 1, 2, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0),
    responseTokens: 4,
    places: [
      { example: 0, line: 10, row: 0, start: 0 },
      { example: 1, line: 20, row: 0, start: 3 },
      { example: 2, line: 30, row: 1, start: 0 },
    ],
  });
});

test("the order is for good: a run that resumes under a later version goes on with it", () => {
  const examples = plantedExamples([[1, 3], [2, 20], [4, 4], [5, 1], [1, 30], [9, 2], [2, 2]]);
  const linesOf = (options: DecoderBatchOptions): number[][] => [0, 1].flatMap((epoch) => epochOf(examples, options, epoch)).map(({ places }) => places.map(({ line }) => line));
  expect(linesOf({ rows: 2, seed: 7, layout: { kind: "buckets", multiple: 8 } })).toEqual([[60, 20], [10, 40], [30, 70], [50], [10, 70], [60, 20], [40, 30], [50]]);
  expect(linesOf({ rows: 2, seed: 7, layout: { kind: "packed", width: 32 } })).toEqual([[30, 40, 70, 10, 50], [20, 60], [50, 30, 40, 70, 10], [20, 60]]);
});

describe("refused", () => {
  const examples = plantedExamples([[2, 2], [40, 40]]);
  test.each<[Partial<DecoderBatchOptions>, string, string]>([
    [{ rows: 0 }, "batch-options", "The number of rows must be a whole number of at least 1, not 0."],
    [{ rows: 1.5 }, "batch-options", "The number of rows must be a whole number of at least 1, not 1.5."],
    [{ rows: 1e9 }, "batch-options", "A batch of 1000000000 rows by 128 tokens is too large."],
    [{ rows: 3, last: "drop" }, "batch-options", "There are too few examples for one batch of 3 rows."],
    [{ layout: { kind: "packed", width: 78 } }, "example-too-long", "The example of line 20 takes 79 places, more than a row of 78 has."],
    [{ layout: { kind: "packed", width: 1e12 } }, "batch-options", "A row of 1000000000000 tokens is too wide; 1048576 is the most."],
    [{ layout: { kind: "buckets", maximumWidth: 64 } }, "example-too-long", "The example of line 20 takes 79 places, more than a row of 64 has."],
    [{ layout: { kind: "buckets", multiple: 0 } }, "batch-options", "The multiple of widths must be a whole number of at least 1, not 0."],
    [{ layout: { kind: "buckets", multiple: 1e12 } }, "batch-options", "A row of 1000000000000 tokens is too wide; 1048576 is the most."],
    [{ layout: { kind: "buckets", maximumShapes: -1 } }, "batch-options", "The number of shapes must be a whole number of at least 1, not -1."],
    [{ seed: 0.5 }, "invalid-seed", expect.any(String)],
  ])("%j", (options, code, message) => {
    expect(() => decoderBatches(examples, { rows: 1, seed: 0, ...options })).toThrow(expect.objectContaining({ code, message }));
  });

  test.each([[0, 4], [4, 0], [1, 2]])("an example of 4 ids, %d for its prompt and %d for its response", (promptLength, responseLength) => {
    expect(() => decoderBatches([{ ...examples[0]!, promptLength, responseLength }], { rows: 1, seed: 0 })).toThrow(
      expect.objectContaining({ code: "batch-options", message: `The example of line 10 has 4 ids, ${promptLength} for its prompt and ${responseLength} for its response; each needs one at least, and all must be one of the two.` }),
    );
  });

  test("no examples, and steps that are none", () => {
    expect(() => decoderBatches([], { rows: 1, seed: 0 })).toThrow(expect.objectContaining({ code: "batch-options", message: "There are no examples to make batches of." }));
    for (const step of [-1, 0.5, Number.NaN, 2 ** 60]) expect(() => decoderBatches(examples, { rows: 1, seed: 0 }).batchAt(step)).toThrow(expect.objectContaining({ code: "batch-step", message: `A step must be a whole number of at least 0, not ${step}.` }));
  });

  test("a width that is no multiple is kept where the model has no more positions", () => {
    const { shapes } = decoderBatches(examples, { rows: 1, seed: 0, layout: { kind: "buckets", maximumWidth: 100 } });
    expect(shapes).toEqual([[64], [100]]);
  });
});
