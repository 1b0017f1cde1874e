import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

function measure(count: number): { highestMegabytes: number; judged: number; rows: number; passed: number } {
  const folder = mkdtempSync(join(tmpdir(), "steadfast-memory-"));
  try {
    const words = ["--expose-gc", "--disable-warning=ExperimentalWarning", join(import.meta.dirname, "testing/memory-worker.ts"), folder, String(count)];
    return JSON.parse(execFileSync(process.execPath, words, { encoding: "utf8" })) as ReturnType<typeof measure>;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("memory does not grow with the number of rows", () => {
  const few = measure(1000);
  const many = measure(8000);
  for (const [count, { judged, rows, passed }] of [[1000, few], [8000, many]] as const) expect({ judged, rows, passed }).toEqual({ judged: count, rows: count, passed: count });
  console.info(`Alive at most: ${few.highestMegabytes.toFixed(1)} MB with 1000 items, ${many.highestMegabytes.toFixed(1)} MB with 8000, whose texts alone are ${((8000 * 8100) / 2 ** 20).toFixed(0)} MB`);
  // The texts of the items alone would be 54 MB more, and prompts and answers as much again each.
  expect(many.highestMegabytes - few.highestMegabytes).toBeLessThan(15);
});
