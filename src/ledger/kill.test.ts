import { test } from "vitest";
import { expectNothingLost } from "./testing/expect-nothing-lost.ts";
import { killSeries } from "./testing/kill-series.ts";
import { scratchFolders } from "./testing/scratch.ts";

const scratch = scratchFolders();

test("5 kills while 3 processes write: nothing confirmed is lost, nothing is doubled, all is finished", { timeout: 60_000 }, async () => {
  const options = { folder: scratch(), kills: 5, workers: 3, seed: 1 };
  await expectNothingLost(options, await killSeries(options));
});
