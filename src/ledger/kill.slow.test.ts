import { expect, test } from "vitest";
import { expectNothingLost } from "./testing/expect-nothing-lost.ts";
import { killSeries } from "./testing/kill-series.ts";
import { scratchFolders } from "./testing/scratch.ts";

const scratch = scratchFolders();

test("80 kills while 4 processes write: nothing confirmed is lost, nothing is doubled, all is finished", async () => {
  const options = { folder: scratch(), kills: 80, workers: 4, seed: 2 };
  const result = await killSeries(options);
  await expectNothingLost(options, result);
  // The series would prove little if leases never changed hands.
  expect(result.confirmations.some((confirmation) => "outcome" in confirmation && confirmation.outcome === "duplicate")).toBe(true);
});
