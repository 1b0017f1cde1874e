import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openSqliteLedger } from "../../ledger/index.ts";
import { runInProcess } from "../testing/run-in-process.ts";
import type { Finding } from "./doctor/finding.ts";
import { checkLedger } from "./doctor/ledger.ts";
import { checkDisk, checkMemory, checkNode } from "./doctor/machine.ts";

const root = mkdtempSync(join(tmpdir(), "steadfast-doctor-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test("finds this machine fit, computes on its processor, and leaves nothing behind", async () => {
  const { code, stdout } = await runInProcess(["doctor", "--json", "--ledger", join(root, "none")], { environment: {} });
  const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: Finding[] };
  const byName = new Map(findings.map((finding) => [finding.name, finding]));
  expect({ code, ok }).toEqual({ code: 0, ok: true });
  expect(byName.get("node")).toMatchObject({ status: "ok", values: { version: process.version } });
  expect(byName.get("ledger")).toMatchObject({ status: "ok", values: { exists: false } });
  expect(byName.get("device-cpu")).toMatchObject({ status: "ok", values: { works: true } });
  expect([...byName.keys()]).toEqual(expect.arrayContaining(["processor", "memory", "disk", "onnxruntime", "keys"]));
  expect(readdirSync(root)).toEqual([]);
});

test("tells which keys are there and no character of them", async () => {
  const environment = { ANTHROPIC_API_KEY: "do-not-show-me", OPENAI_API_KEY: "" };
  for (const argv of [["doctor"], ["doctor", "--json"]]) {
    const { stdout, stderr } = await runInProcess([...argv, "--ledger", root], { environment });
    expect(stdout).toContain("ANTHROPIC_API_KEY");
    expect(stdout + stderr).not.toContain("do-not");
  }
  const { findings } = JSON.parse((await runInProcess(["doctor", "--json", "--ledger", root], { environment })).stdout) as { findings: Finding[] };
  expect(findings.find(({ name }) => name === "keys")?.values).toMatchObject({ present: ["ANTHROPIC_API_KEY"], absent: expect.arrayContaining(["OPENAI_API_KEY"]) });
});

test("a ledger that is no ledger is a problem: exit code 1, and a hint", async () => {
  const folder = mkdtempSync(join(root, "bad-"));
  writeFileSync(join(folder, "ledger.sqlite"), "this is not a database, whatever its name says".repeat(100));
  const { code, stdout } = await runInProcess(["doctor", "--ledger", folder]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/✗ .*damaged/);
  expect(stdout).toMatch(/1 problem\.\n$/);
});

test("a sound ledger is found sound", async () => {
  const folder = join(root, "good");
  await using ledger = await openSqliteLedger({ folder });
  await ledger.createRun({ kind: "test" });
  expect(await checkLedger(folder)).toMatchObject({ status: "ok", values: { exists: true, damages: [] } });
});

test("the configuration file that counts is named, and all of it is looked at", async () => {
  const cases: [content: string, code: number, text: string][] = [
    ['{ "bench": { "perCell": 3 } }', 0, "✓ configuration from FILE (bench)"],
    ['{ "bench": { "perCel": 3 } }', 1, "✗ steadfast.config.json: bench has no option 'perCel'.\n  Did you mean 'perCell'?"],
    ["{", 1, "✗ steadfast.config.json is not JSON"],
  ];
  for (const [content, code, text] of cases) {
    const folder = mkdtempSync(join(root, "configured-"));
    writeFileSync(join(folder, "steadfast.config.json"), content);
    const ended = await runInProcess(["doctor", "--ledger", join(folder, "none")], { workingDirectory: folder, environment: {} });
    expect(ended.stdout).toContain(text.replace("FILE", join(folder, "steadfast.config.json")));
    expect(ended.code).toBe(code);
  }
}, 120_000);

test.each([
  ["v22.18.0", "ok"],
  ["v24.1.0", "ok"],
  ["v22.17.9", "problem"],
  ["v20.20.2", "problem"],
])("Node %s: %s", (version, status) => {
  expect(checkNode(version).status).toBe(status);
});

test("little memory is worth a warning, and a folder that is not there yet stands on a disk all the same", async () => {
  expect(checkMemory({ total: 2 ** 31, free: 1 }).status).toBe("warning");
  expect(checkMemory({ total: 2 ** 34, free: 1 }).status).toBe("ok");
  expect((await checkDisk(join(root, "not", "yet", "there"))).values.freeBytes).toBeGreaterThan(0);
});
