import { expect, it } from "vitest";
import { killSeries } from "./testing/kill-series.ts";
import { scratchFolders } from "./testing/scratch.ts";

const scratch = scratchFolders();

it("two hundred kills: old ones or new ones, never some of both", async () => {
  const outcome = await killSeries({ folder: scratch(), kills: 200 });
  console.log(JSON.stringify(outcome));
  expect(outcome.mixed).toBe(0);
  expect(outcome.whole).toBeGreaterThan(100);
});
