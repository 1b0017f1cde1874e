import { EventEmitter } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openSqliteLedger, type Run } from "../../ledger/index.ts";
import type { CatalogueEntry } from "../definition/parse-command-line.ts";
import { defineCommand } from "../definition/command.ts";
import { countingCommand } from "../testing/counting-command.ts";
import { runInProcess } from "../testing/run-in-process.ts";

const root = mkdtempSync(join(tmpdir(), "steadfast-execute-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const newFolder = (): string => join(root, String(folders++));
const commands: CatalogueEntry[] = [{ name: "count", summary: "counts", group: "Testing", load: async () => countingCommand }];

async function onlyRun(folder: string): Promise<{ run: Run; steps: number[] }> {
  await using ledger = await openSqliteLedger({ folder, readOnly: true });
  const steps: number[] = [];
  const run = await ledger.findRun("latest");
  for await (const { value } of ledger.streamRecords(run.id, { kind: "step" })) steps.push(value as number);
  return { run, steps };
}

test("a command that ends well: text, code 0, a run that is done with all it reported", async () => {
  const folder = newFolder();
  const { code, stdout, stderr } = await runInProcess(["count", "--to", "3", "--seed", "9", "--ledger", folder], { commands });
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "counted to 3\n", stderr: "" });
  const { run, steps } = await onlyRun(folder);
  expect(steps).toEqual([1, 2, 3]);
  expect(run).toMatchObject({ kind: "count", status: "done", summary: { counted: 3 }, options: { to: 3, seed: 9, deaf: false }, environment: { node: process.version, command: ["steadfast", "count", "--to", "3", "--seed", "9", "--ledger", folder] } });
});

test("--json: one document and nothing else on standard output", async () => {
  const { stdout } = await runInProcess(["count", "--json", "--ledger", newFolder()], { commands, terminal: true });
  expect(stdout.trim().split("\n")).toHaveLength(1);
  expect(JSON.parse(stdout)).toMatchObject({ counted: 5 });
});

test("--out: the result in a file too", async () => {
  const file = join(newFolder(), "result.json");
  await runInProcess(["count", "--out", file, "--ledger", newFolder()], { commands });
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ counted: 5 });
});

test.each([
  ["a folder", root],
  ["below a file", join(import.meta.filename, "result.json")],
])("--out that is %s is refused before the work", async (_what, out) => {
  const folder = newFolder();
  expect(await runInProcess(["count", "--out", out, "--ledger", folder], { commands })).toMatchObject({ code: 64, stderr: expect.stringContaining("--out") });
  expect(existsSync(folder)).toBe(false);
});

test("a failed gate is code 1, and the run is done all the same", async () => {
  const folder = newFolder();
  expect(await runInProcess(["count", "--gate", "--json", "--ledger", folder], { commands })).toMatchObject({ code: 1, stdout: expect.stringContaining('"counted":5') });
  expect((await onlyRun(folder)).run.status).toBe("done");
});

test("a bug is code 70, one sentence, a way to the stack, and a run that failed", async () => {
  const folder = newFolder();
  const { code, stdout, stderr } = await runInProcess(["count", "--crash", "--ledger", folder], { commands });
  expect({ code, stdout }).toEqual({ code: 70, stdout: "" });
  expect(stderr.trim().split("\n")).toEqual(["Something went wrong inside steadfast: a is not a function", expect.stringContaining("--verbose")]);
  expect((await onlyRun(folder)).run).toMatchObject({ status: "failed", summary: { error: { code: "bug" } } });
});

test.each([[["--verbose"], {}], [[], { STEADFAST_DEBUG: "1" }]])("the stack of a bug is shown with %j %j", async (flags, environment) => {
  const { stderr } = await runInProcess(["count", "--crash", ...flags, "--ledger", newFolder()], { commands, environment });
  expect(stderr).toMatch(/TypeError: a is not a function\n +at /);
});

test("an error under --json is the one document", async () => {
  const { code, stdout } = await runInProcess(["count", "--crash", "--json", "--ledger", newFolder()], { commands });
  expect(code).toBe(70);
  expect(JSON.parse(stdout)).toEqual({ error: { code: "bug", message: expect.stringContaining("a is not a function"), hint: expect.stringContaining("--verbose") } });
});

test("misuse is code 64, under --json too, and leaves no ledger", async () => {
  const folder = newFolder();
  const { code, stdout, stderr } = await runInProcess(["count", "--too", "3", "--json", "--ledger", folder], { commands });
  expect(code).toBe(64);
  expect(JSON.parse(stdout)).toEqual({ error: { code: "unknown-option", message: "Unknown option '--too'.", hint: "Did you mean --to?" } });
  expect(stderr).toContain("Unknown option '--too'.");
  expect(existsSync(folder)).toBe(false);
});

test("Ctrl-C: code 2, what is done is kept, and how to go on is said", async () => {
  const folder = newFolder();
  const signals = new EventEmitter();
  setTimeout(() => signals.emit("SIGINT"), 100);
  const { code, stderr } = await runInProcess(["count", "--to", "1000", "--wait", "20", "--ledger", folder], { commands, signals });
  const { run, steps } = await onlyRun(folder);
  expect(code).toBe(2);
  expect(run.status).toBe("incomplete");
  expect(steps.length).toBeGreaterThan(0);
  expect(stderr.trim().split("\n")).toEqual(["Stopping. Ctrl-C again quits at once.", `Interrupted: what was done is kept as run ${run.id}.`, `Hint: steadfast count --to 1000 --resume ${run.id}`]);
});

test("a second Ctrl-C quits at once", async () => {
  const signals = new EventEmitter();
  const exits: number[] = [];
  setTimeout(() => signals.emit("SIGINT"), 50);
  setTimeout(() => signals.emit("SIGINT"), 650);
  await runInProcess(["count", "--to", "50", "--wait", "20", "--deaf", "--ledger", newFolder()], { commands, signals, exit: (code) => exits.push(code) });
  expect(exits).toEqual([2]);
});

test("a secret on the command line does not reach the ledger", async () => {
  const secret = "very-private-0123456789";
  const leaking = defineCommand({
    name: "leak",
    summary: "takes a key",
    arguments: [{ name: "address", summary: "where" }],
    options: {},
    examples: [],
    async run({ asRun, output }) {
      const { id } = await asRun({ kind: "leak" }, async () => ({ outcome: "done" }));
      output.result(id);
      return "done";
    },
  });
  const folder = newFolder();
  const entry: CatalogueEntry = { name: "leak", summary: "", group: "Testing", load: async () => leaking };
  expect(await runInProcess(["leak", `http://host/?key=${secret}`, "--ledger", folder], { commands: [entry], environment: { SOME_API_KEY: secret } })).toMatchObject({ code: 0 });
  for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file)).includes(secret)).toBe(false);
});

test("a command that forgets its result is found out", async () => {
  const forgetful = defineCommand({ name: "forget", summary: "forgets", options: {}, examples: [], run: async () => "done" as const });
  const entry: CatalogueEntry = { name: "forget", summary: "forgets", group: "Testing", load: async () => forgetful };
  expect(await runInProcess(["forget"], { commands: [entry] })).toMatchObject({ code: 70, stderr: expect.stringContaining("'forget' ended without a result") });
});

test("a ledger that cannot be opened is said in one sentence", async () => {
  const { code, stderr } = await runInProcess(["count", "--ledger", join(import.meta.filename, "below")], { commands });
  expect(code).toBe(64);
  expect(stderr).toMatch(/cannot be the ledger's folder/);
});
