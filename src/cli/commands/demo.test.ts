import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runInProcess } from "../testing/run-in-process.ts";

const folder = mkdtempSync(join(tmpdir(), "steadfast-demo-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("trains, and what it learned stands in the ledger", async () => {
  const { code, stdout } = await runInProcess(["demo", "--json", "--ledger", folder]);
  expect(code).toBe(0);
  const result = JSON.parse(stdout) as { run: string; losses: number[]; unigramEntropy: number; sample: string };
  expect(result.losses.at(-1)).toBeLessThan(result.unigramEntropy / 2);
  const shown = JSON.parse((await runInProcess(["runs", "show", result.run, "--json", "--ledger", folder])).stdout);
  expect(shown).toMatchObject({ run: { kind: "demo", status: "done", summary: { lastLoss: result.losses.at(-1) } }, records: { sample: 1 }, metrics: [{ name: "loss", count: result.losses.length }] });
}, 180_000);
