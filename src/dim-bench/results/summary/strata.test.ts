import { expect, it } from "vitest";
import { inputTaskNames, instructionTaskNames } from "../../items/tasks.ts";
import { cells, groupsOf, lengthBuckets, strataOf } from "./strata.ts";

const item = { id: "i", instructionTask: "style", inputTask: "math", inputId: "m" } as const;

it("puts every length into the bucket that says so", () => {
  for (const words of [0, 1, 24, 25, 49, 50, 399, 400, 699, 700, 1499, 1500, 1e9]) {
    const { from, to } = lengthBuckets[strataOf({ ...item, words })[1] - cells.length]!;
    expect(from <= words && words <= (to ?? Infinity)).toBe(true);
  }
  expect(lengthBuckets.map(({ label }) => label)).toEqual(["0–24", "25–49", "50–99", "100–199", "200–399", "400–699", "700–1499", "1500+"]);
});

it("gives every cell a place of its own, and leaves out groups without items", () => {
  const places = instructionTaskNames.flatMap((instructionTask) => inputTaskNames.map((inputTask) => strataOf({ ...item, instructionTask, inputTask, words: 3 })[0]));
  expect(new Set(places)).toEqual(new Set(cells.keys()));
  const place = strataOf({ ...item, words: 30 });
  expect(groupsOf([{ ...item, words: 30 }])).toEqual({
    overall: [place[0]],
    cells: [{ instruction: "style", input: "math", strata: [place[0]] }],
    instructions: [{ instruction: "style", strata: [place[0]] }],
    inputs: [{ input: "math", strata: [place[0]] }],
    lengths: [{ label: "25–49", from: 25, to: 49, strata: [place[1]] }],
  });
});
