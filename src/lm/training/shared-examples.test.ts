import { expect, test } from "vitest";
import { tellSharedExamples } from "./shared-examples.ts";

const example = (...ids: number[]): { ids: Int32Array } => ({ ids: Int32Array.from(ids) });

test("examples that stand on both sides are counted, and nothing is said where there are none", () => {
  const told: string[] = [];
  const tell = (training: { ids: Int32Array }[], validation: { ids: Int32Array }[]): void => tellSharedExamples({ training, validation }, (event) => void (event.type === "message" && told.push(event.text)));
  tell([example(1, 2), example(12)], [example(1), example(2, 1)]);
  expect(told).toEqual([]);
  tell([example(1, 2), example(3)], [example(3), example(1, 2), example(4)]);
  expect(told).toEqual([expect.stringMatching(/^2 of the 3 examples to validate on are among/)]);
});
