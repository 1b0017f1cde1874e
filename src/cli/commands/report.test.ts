import { execFileSync } from "node:child_process";
import { EventEmitter } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSqliteLedger } from "../../ledger/index.ts";
import { runCommandLine } from "../command-line.ts";
import { catalogue } from "../catalogue.ts";
import { runInProcess } from "../testing/run-in-process.ts";
import { PassThrough } from "node:stream";

const folder = mkdtempSync(join(tmpdir(), "steadfast-report-command-"));
const ledgerFolder = join(folder, "ledger");
let id: string;
beforeAll(async () => {
  await using ledger = await openSqliteLedger({ folder: ledgerFolder });
  ({ id } = await ledger.createRun({ kind: "demo" }));
  await ledger.updateRun(id, { status: "done", summary: { loss: 1.5 } });
  // Where the pages have changed, they are built.
  await runInProcess(["report", id, "--out", join(folder, "first.html"), "--ledger", ledgerFolder]);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("report writes the file and says where it is", async () => {
  const out = join(folder, "report.html");
  const { code, stdout } = await runInProcess(["report", "latest", id, "--out", out, "--ledger", ledgerFolder, "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ file: out, bytes: readFileSync(out).length, runs: [id] });
  expect(readFileSync(out, "utf8")).toContain(id);
  expect((await runInProcess(["report", id, "--out", out, "--ledger", ledgerFolder])).stdout).toContain(`${out}: run ${id}, `);
});

test.each([
  [["report", "--out", join(folder, "x.html")], /run/],
  [["report", "zzz", "--out", join(folder, "x.html")], /zzz/],
  [["report", "latest", "--out", folder], /is a folder/],
  [["report", "latest", "--out", "/dev/null/x.html"], /cannot be written/],
  [["view", "--port", "99999"], /--port/],
])("misuse is told: %j", async (argv, sentence) => {
  const { code, stderr } = await runInProcess([...argv, "--ledger", ledgerFolder]);
  expect([code, stderr]).toEqual([64, expect.stringMatching(sentence)]);
  expect(existsSync(join(folder, "x.html"))).toBe(false);
});

test("what is no HTML file is not overwritten; a report is", async () => {
  const data = join(folder, "data.jsonl");
  writeFileSync(data, '{"a":1}\n');
  expect(await runInProcess(["report", id, "--out", data, "--ledger", ledgerFolder])).toMatchObject({ code: 64, stderr: expect.stringContaining("is no HTML, and a report would take its place.") });
  expect(readFileSync(data, "utf8")).toBe('{"a":1}\n');
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  expect(await runInProcess(["report", id, "--out", pipe, "--ledger", ledgerFolder])).toMatchObject({ code: 64, stderr: expect.stringContaining("is no file.") });
  const page = join(folder, "again.html");
  for (let time = 0; time < 2; time += 1) expect((await runInProcess(["report", id, "--out", page, "--ledger", ledgerFolder])).code).toBe(0);
});

test("view serves until Ctrl-C, and changes nothing", async () => {
  const signals = new EventEmitter();
  const stdout = new PassThrough();
  const printed: string[] = [];
  stdout.on("data", (piece: Buffer) => printed.push(piece.toString()));
  const stderr = Object.assign(new PassThrough(), { isTTY: false, columns: 100 });
  const ended = runCommandLine({ workingDirectory: folder, argv: ["view", "--ledger", ledgerFolder], environment: {}, stdin: Object.assign(new PassThrough(), { isTTY: false }), stdout: Object.assign(stdout, { isTTY: false, columns: 100 }), stderr, signals, exit: () => {} }, catalogue);
  await expect.poll(() => printed.join("")).toMatch(/http:\/\/127\.0\.0\.1:\d+\/[\w-]+\//);
  const [address] = /http:\S+/.exec(printed.join(""))!;
  expect(await (await fetch(new URL("api/runs", address))).json()).toMatchObject({ runs: [{ id, result: "loss 1.5" }] });
  signals.emit("SIGINT");
  expect(await ended).toBe(0);
  await expect(fetch(address)).rejects.toThrow();
});
