import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adjustLogits } from "./adjust-logits.ts";
import { completeSampling } from "./sampling.ts";

const logits = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 2, maxLength: 60 }).map((values) => Float32Array.from(values));
const history = fc.array(fc.nat(70), { maxLength: 40 });

/** What is left, as an array. */
function adjusted(row: Float32Array, past: readonly number[], sampling: Parameters<typeof completeSampling>[0]): number[] {
  const copy = row.slice();
  adjustLogits(copy, past, completeSampling(sampling));
  return [...copy];
}

describe("against the definitions, spelt out slowly", () => {
  test("top-k keeps what fewer than k others exceed", () => {
    fc.assert(fc.property(logits, fc.integer({ min: 1, max: 70 }), (row, k) => {
      const expected = [...row].map((logit) => (row.filter((other) => other > logit).length < k ? logit : Number.NEGATIVE_INFINITY));
      expect(adjusted(row, [], { topK: k })).toEqual(expected);
    }));
  });

  test("top-p keeps what the likelier ones leave short of p", () => {
    fc.assert(fc.property(logits, fc.double({ min: 0.05, max: 0.99, noNaN: true }), fc.double({ min: 0.2, max: 5, noNaN: true }), (row, p, temperature) => {
      const weights = [...row].map((logit) => Math.exp(logit / temperature));
      const total = weights.reduce((a, b) => a + b);
      const left = adjusted(row, [], { topP: p, temperature });
      for (const [id, logit] of row.entries()) {
        const likelier = weights.filter((_, other) => row[other]! > logit).reduce((a, b) => a + b, 0) / total;
        // At the very bound rounding may decide.
        if (Math.abs(likelier - p) > 1e-9) expect(left[id], `${id}: ${likelier}`).toBe(likelier < p ? logit : Number.NEGATIVE_INFINITY);
      }
    }));
  });

  test("the penalty weakens each token that occurred, once", () => {
    fc.assert(fc.property(logits, history, (row, past) => {
      const expected = [...row].map((logit, id) => (past.includes(id) ? Math.fround(logit < 0 ? logit * 1.5 : logit / 1.5) : logit));
      expect(adjusted(row, past, { repetitionPenalty: 1.5, temperature: 0 })).toEqual(expected);
    }));
  });

  test("no run of n tokens can be completed twice", () => {
    fc.assert(fc.property(fc.array(fc.nat(3), { maxLength: 30 }), fc.integer({ min: 1, max: 4 }), (past, n) => {
      const runs = new Set(past.map((_, start) => past.slice(start, start + n)).filter((run) => run.length === n).map((run) => run.join()));
      const left = adjusted(new Float32Array(4), past, { noRepeatNgram: n, temperature: 0 });
      for (const [id, logit] of left.entries()) {
        const completed = [...past, id].slice(-n);
        expect(logit).toBe(completed.length === n && runs.has(completed.join()) ? Number.NEGATIVE_INFINITY : 0);
      }
    }));
  });
});

test("filters come after the penalty, and not at temperature 0", () => {
  expect(adjusted(Float32Array.of(2, 1.9, 1), [0], { repetitionPenalty: 2, topK: 1 })).toEqual([Number.NEGATIVE_INFINITY, Math.fround(1.9), Number.NEGATIVE_INFINITY]);
  expect(adjusted(Float32Array.of(2, 1), [], { topK: 1, topP: 0.1, temperature: 0 })).toEqual([2, 1]);
});

test.each([
  [{ temperature: -1 }, "The temperature must be a number of at least 0, not -1."],
  [{ temperature: Number.NaN }, "The temperature must be a number of at least 0, not NaN."],
  [{ topK: 1.5 }, "The top-k must be a whole number of at least 0, not 1.5."],
  [{ topP: 0 }, "The top-p must be above 0 and at most 1, not 0."],
  [{ repetitionPenalty: 0 }, "The repetition penalty must be a number above 0, not 0."],
  [{ noRepeatNgram: -2 }, "The length of banned n-grams must be a whole number of at least 0, not -2."],
  [{ seed: 0.5 }, "The seed must be a whole number, not 0.5."],
])("%j is refused", (sampling, sentence) => {
  expect(() => completeSampling(sampling)).toThrow(sentence);
});
