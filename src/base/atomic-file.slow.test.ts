import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { tornAfterKills } from "./testing/kill-series.ts";

it("60 kills never leave a torn file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "steadfast-atomic-"));
  try {
    expect(await tornAfterKills({ path: join(folder, "file.txt"), kills: 60 })).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
