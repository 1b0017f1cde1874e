import { expect, test } from "vitest";
import { describeData } from "./describe-data.ts";
import { plantedExamples } from "./testing/planted-examples.ts";

test("counts and lengths", () => {
  const examples = plantedExamples(Array.from({ length: 101 }, (_, index) => [index + 1, 2]));
  const dropped = [{ line: 1, reason: "rare" }, { line: 2, reason: "common" }, { line: 3, reason: "common" }];
  expect(describeData({ examples, dropped, cut: 4 })).toEqual({
    examples: 101,
    cut: 4,
    dropped: 3,
    dropReasons: [{ reason: "common", count: 2 }, { reason: "rare", count: 1 }],
    prompt: { total: 5151, mean: 51, p95: 96, maximum: 101 },
    response: { total: 202, mean: 2, p95: 2, maximum: 2 },
  });
});

test("nothing at all", () => {
  const none = { total: 0, mean: 0, p95: 0, maximum: 0 };
  expect(describeData({ examples: [], dropped: [], cut: 0 })).toEqual({ examples: 0, cut: 0, dropped: 0, dropReasons: [], prompt: none, response: none });
});
