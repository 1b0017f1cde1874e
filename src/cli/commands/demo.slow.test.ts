import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runInProcess } from "../testing/run-in-process.ts";

const folder = mkdtempSync(join(tmpdir(), "steadfast-demo-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Demo {
  readonly runs: Readonly<Record<"measure" | "repair" | "distil" | "measureAgain", string>>;
  readonly results: {
    readonly measure: { readonly models: readonly { readonly model: string; readonly accuracy: number; readonly n: number }[] };
    readonly repair: { readonly chosen: { readonly neurons: number } };
    readonly distil: { readonly steps: number; readonly lastLoss: number };
    readonly measureAgain: { readonly models: readonly { readonly accuracy: number; readonly n: number }[] };
  };
}

async function demo(name: string): Promise<Demo> {
  const { code, stdout, stderr } = await runInProcess(["demo", "--json", "--seed", "5", "--ledger", join(folder, name), "--out", join(folder, `${name}.html`)], { environment: { CI: "true" } });
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Demo;
}

test("the whole round: all in the ledger and in the report, and the same numbers from the same seed", async () => {
  const one = await demo("one");
  const runs = JSON.parse((await runInProcess(["runs", "--json", "--ledger", join(folder, "one")])).stdout).runs as { kind: string; status: string }[];
  expect(runs.map(({ kind }) => kind).toSorted()).toEqual(["bench", "bench", "distill", "repair"]);
  expect(runs.every(({ status }) => status === "done")).toBe(true);
  const report = readFileSync(join(folder, "one.html"), "utf8");
  for (const run of Object.values(one.runs)) expect(report).toContain(run);

  const other = await demo("other");
  const numbers = ({ results: { measure, repair, distil, measureAgain } }: Demo): unknown => [measure, measureAgain].map(({ models }) => models.map(({ accuracy, n }) => [accuracy, n])).concat([[repair.chosen.neurons], [distil.lastLoss]] as never);
  expect(numbers(other)).toEqual(numbers(one));
}, 1_200_000);
