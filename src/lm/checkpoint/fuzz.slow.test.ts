import { expect, it } from "vitest";
import { fuzz } from "./testing/fuzz.ts";
import { scratchFolders } from "./testing/scratch.ts";

const scratch = scratchFolders();

it("a hundred thousand broken files are read or refused with a sentence", async () => {
  const before = process.resourceUsage().maxRSS;
  const { read, refused, slowest } = await fuzz({ folder: scratch(), runs: 100_000, seed: 2 });
  console.log(JSON.stringify({ read, refused, slowest }));
  expect(read + Object.values(refused).reduce((sum, count) => sum + count, 0)).toBe(100_000);
  expect(slowest).toBeLessThan(2000);
  // In kilobytes.
  expect(process.resourceUsage().maxRSS - before).toBeLessThan(400_000);
});
