import { expect, test } from "vitest";
import { lossesOfOneSource } from "./losses-of-one-source.ts";

const losses = { firstLoss: 2, lastLoss: 1 };

test.each([
  [{ origins: { data: 5, rollout: 0 }, ...losses }, losses],
  [{ origins: { data: 3, rollout: 2 }, ...losses }, undefined],
  [{ origins: { data: 0, rollout: 0 }, firstLoss: null, lastLoss: null }, undefined],
])("of %j", (report, expected) => {
  expect(lossesOfOneSource(report as Parameters<typeof lossesOfOneSource>[0])).toEqual(expected);
});
