import { expect, it } from "vitest";
import { fuzz } from "./testing/fuzz.ts";
import { scratchFolders } from "./testing/scratch.ts";
import { watchAllocations } from "./testing/watch-allocations.ts";

const scratch = scratchFolders();

it("5000 broken files are read or refused with a sentence, and none is believed about sizes", async () => {
  const { read, refused, slowest } = await fuzz({ folder: scratch(), runs: 5000, seed: 1 });
  // Broken files that all failed at once would prove little.
  expect(read).toBeGreaterThan(300);
  for (const code of ["checkpoint-damaged", "checkpoint-unsupported", "checkpoint-unsafe"]) expect(refused[code]).toBeGreaterThan(50);
  expect(slowest).toBeLessThan(2000);
});

it("an allocation that a file asked for would be seen", () => {
  const watch = watchAllocations();
  try {
    expect(new Float32Array(12_345)).toHaveLength(12_345);
    expect(watch.takeLargest()).toBe(12_345);
    Buffer.alloc(77);
    expect(watch.takeLargest()).toBe(77);
    expect(new Uint8Array(78)).toHaveLength(78);
    expect(watch.takeLargest()).toBe(78);
  } finally {
    watch.stop();
  }
});
