import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runInProcess } from "../testing/run-in-process.ts";
import { publishedRanking } from "./demo/published-ranking.ts";

const folder = mkdtempSync(join(tmpdir(), "steadfast-demo-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("works, and what it found stands in the ledger", async () => {
  const { code, stdout } = await runInProcess(["demo", "--ledger", folder]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/GPT-4o +0\.47 .* yes/);
  const id = /Recorded as run (\w+)/.exec(stdout)![1]!;
  const shown = JSON.parse((await runInProcess(["runs", "show", id, "--json", "--ledger", folder])).stdout);
  expect(shown).toMatchObject({ run: { kind: "demo", status: "done", summary: { models: 6, undecidedNeighbours: 3 } }, records: { "published-model": 6 }, metrics: [{ name: "smallest-difference", count: 3 }] });
});

test("differences are judged as a two-sample test by hand would", () => {
  // z of the difference of two rates, pooled: 0.09 at n = 500 is 2.85; 0.02 at n = 2000 is 1.27; 0.27 at n = 500 is 9.4.
  expect(publishedRanking().map(({ behind }) => behind?.decisive ?? null)).toEqual([null, "certain", "no", "no", "no", "certain"]);
});
