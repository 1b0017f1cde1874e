import { expect, it } from "vitest";
import { killSeries } from "./testing/kill-series.ts";
import { scratchFolders } from "./testing/scratch.ts";

const scratch = scratchFolders();

it("weights that are being replaced are killed with -9: old ones or new ones, never some of both", async () => {
  const { whole, none, mixed } = await killSeries({ folder: scratch(), kills: 12 });
  expect(mixed).toBe(0);
  expect(whole).toBeGreaterThan(0);
  expect(whole + none).toBe(12);
});
