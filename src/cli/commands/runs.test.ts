import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openSqliteLedger } from "../../ledger/index.ts";
import { type Outcome, runInProcess, type RunInProcessOptions } from "../testing/run-in-process.ts";
import { since } from "./runs/since.ts";

let root: string;
let folder: string;
let first: string;
let second: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "steadfast-runs-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

beforeEach(async () => {
  folder = mkdtempSync(join(root, "ledger-"));
  await using ledger = await openSqliteLedger({ folder });
  const one = await ledger.createRun({ kind: "bench", title: "tiny \u001b[2J", options: { model: "tiny", limits: { tokens: 5 } }, environment: { node: "v1" } });
  await ledger.putRecords(one.id, [
    { kind: "answer", key: "a", value: { text: "Paris \ud800" } },
    { kind: "answer", key: "b", value: null },
    { kind: "verdict", key: "a", value: true },
  ]);
  await ledger.putMetrics(one.id, [
    { name: "loss", step: 1, value: 2.5 },
    { name: "loss", step: 2, value: Number.NaN },
  ]);
  await ledger.putArtifact(one.id, { name: "report", path: "/out/report.html", sha256: "00", bytes: 2048 });
  await ledger.enqueueWork(one.id, [{ kind: "answer", key: "c" }]);
  await ledger.updateRun(one.id, { status: "done", summary: { accuracy: 0.5 } });
  const two = await ledger.createRun({ kind: "train", options: { model: "tiny", limits: { tokens: 6 } }, environment: { node: "v1" } });
  await ledger.updateRun(two.id, { status: "failed", summary: { accuracy: 0.75 } });
  [first, second] = [one.id, two.id];
});

const steadfast = (argv: readonly string[], options: RunInProcessOptions = {}): Promise<Outcome> => runInProcess([...argv, "--ledger", folder], options);
const json = async (...argv: string[]): Promise<Record<string, unknown>> => JSON.parse((await steadfast([...argv, "--json"])).stdout);
const left = async (): Promise<string[]> => ((await json("runs")).runs as { id: string }[]).map(({ id }) => id);

describe("list", () => {
  test("newest first, in columns, with what came out", async () => {
    const { code, stdout } = await steadfast(["runs"]);
    const lines = stdout.trim().split("\n");
    expect(code).toBe(0);
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(new RegExp(`^${second} +train +failed .* accuracy 0\\.75$`));
    expect(lines[2]).toMatch(new RegExp(`^${first} +bench +done .*: accuracy 0\\.5$`));
  });

  test("a title cannot steer the terminal", async () => {
    expect((await steadfast(["runs"], { terminal: true })).stdout).toContain("tiny \\x1b[2J");
  });

  test("filters", async () => {
    expect(await json("runs", "list", "--kind", "bench")).toMatchObject({ runs: [{ id: first }], more: false });
    expect(await json("runs", "--status", "failed")).toMatchObject({ runs: [{ id: second }] });
    expect(await json("runs", "--since", "1h")).toMatchObject({ runs: [{}, {}] });
    expect(await json("runs", "--limit", "1")).toMatchObject({ runs: [{ id: second }], more: true });
  });

  test("where there is no ledger there are no runs, and none is made", async () => {
    folder = join(root, "nowhere");
    expect(await steadfast(["runs"])).toMatchObject({ code: 0, stdout: `No runs yet: there is no ledger in ${folder}.\n` });
    expect(await json("runs")).toEqual({ ledger: null, runs: [], more: false });
    expect(readdirSync(root)).not.toContain("nowhere");
  });

  test("--since takes dates and times ago", () => {
    const option = since("", () => 1_000_000_000);
    expect(option.parse("2d", "--since", undefined)).toBe(1_000_000_000 - 2 * 86_400_000);
    expect(option.parse("2026-01-31T10:00:00Z", "--since", undefined)).toBe(Date.UTC(2026, 0, 31, 10));
    expect(option.parse("2026-01-31", "--since", undefined)).toBe(new Date(2026, 0, 31).getTime());
    for (const wrong of ["yesterday", "7", "2026-13-01", ""]) expect(() => option.parse(wrong, "--since", undefined)).toThrow(/takes a date/);
  });
});

describe("show", () => {
  test("everything in short", async () => {
    const { code, stdout } = await steadfast(["runs", "show", first]);
    expect(code).toBe(0);
    for (const line of [/^bench \w+ {2}tiny \\x1b\[2J$/m, /^done, started/m, /^accuracy +0\.5$/m, /^limits\.tokens +5$/m, /^answer +2$/m, /^loss +2 +2 +NaN +2\.5 +2\.5$/m, /^report +2\.0 KiB +\/out\/report\.html$/m, /^answer +0 done, 1 waiting/m]) expect(stdout).toMatch(line);
  });

  test("as JSON, NaN included", async () => {
    expect(await json("runs", "show", "latest")).toMatchObject({ run: { id: second, status: "failed" }, records: {}, metrics: [] });
    expect(await json("runs", "show", first)).toMatchObject({
      run: { id: first, createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) },
      records: { answer: 2, verdict: 1 },
      metrics: [{ name: "loss", count: 2, lastValue: "NaN", minimum: 2.5 }],
      artifacts: [{ name: "report", bytes: 2048 }],
      work: [{ kind: "answer", pending: 1 }],
    });
  });

  test("a run that is not there is misuse with a hint", async () => {
    const { code, stderr } = await steadfast(["runs", "show", "zzzz"]);
    expect(code).toBe(64);
    expect(stderr).toMatch(/^There is no run "zzzz".*\nHint: /);
  });
});

describe("compare", () => {
  test("what differed and what came out", async () => {
    expect(await json("runs", "compare", first, second)).toEqual({
      runs: [first, second],
      results: [{ name: "accuracy", values: [0.5, 0.75] }],
      metrics: [{ name: "loss", values: ["NaN", null] }],
      options: [{ name: "limits.tokens", values: [5, 6] }],
      environment: [],
    });
    expect((await steadfast(["runs", "compare", first, second])).stdout).toMatch(/^limits\.tokens +5 +6$/m);
  });

  test("one run alone cannot be compared", async () => {
    expect(await steadfast(["runs", "compare", first, first])).toMatchObject({ code: 64, stderr: expect.stringContaining("two different runs") });
  });
});

describe("export", () => {
  test("every line of a run, counted in the last", async () => {
    const out = join(folder, "run.jsonl");
    expect((await steadfast(["runs", "export", first, "--out", out])).code).toBe(0);
    const lines = readFileSync(out, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { type: "run", id: first, options: { model: "tiny" } },
      { type: "record", kind: "answer", key: "a", value: { text: "Paris \ud800" } },
      { type: "record", kind: "answer", key: "b", value: null },
      { type: "record", kind: "verdict", key: "a", value: true },
      { type: "metric", name: "loss", step: 1, value: 2.5 },
      { type: "metric", name: "loss", step: 2, value: "NaN" },
      { type: "artifact", name: "report", path: "/out/report.html" },
      { type: "work", kind: "answer", key: "c", state: "pending" },
      { type: "end", records: 3, metrics: 2, artifacts: 1, work: 1 },
    ]);
  });

  test("without --out it says what is missing", async () => {
    expect(await steadfast(["runs", "export", first])).toMatchObject({ code: 64, stderr: expect.stringContaining("--out") });
  });

  test("a run of many records passes through piece by piece", async () => {
    await using ledger = await openSqliteLedger({ folder });
    for (let batch = 0; batch < 20; batch++) await ledger.putRecords(second, Array.from({ length: 1000 }, (_, index) => ({ kind: "answer", key: `${batch}-${index}`, value: "x".repeat(200) })));
    const out = join(folder, "long.jsonl");
    expect(await json("runs", "export", second, "--out", out)).toMatchObject({ records: 20_000 });
    expect(readFileSync(out, "utf8").trimEnd().split("\n")).toHaveLength(20_002);
  });
});

describe("delete", () => {
  test("asks on a terminal, and yes is yes", async () => {
    const { code, stderr } = await steadfast(["runs", "delete", first], { terminal: true, input: "y\n" });
    expect(stderr).toContain(`Delete bench ${first} for good? [y/N]`);
    expect(code).toBe(0);
    expect(await left()).toEqual([second]);
  });

  test.each(["n\n", "\n", "maybe\n"])("the answer %j is no", async (input) => {
    expect(await steadfast(["runs", "delete", first], { terminal: true, input })).toMatchObject({ code: 0, stdout: "Nothing was deleted.\n" });
    expect(await left()).toHaveLength(2);
  });

  test("refuses where nobody can answer", async () => {
    expect(await steadfast(["runs", "delete", first])).toMatchObject({ code: 64, stderr: expect.stringContaining("--yes") });
    expect(await left()).toHaveLength(2);
  });

  test("--yes does not ask; several go at once", async () => {
    expect(await json("runs", "delete", first, "latest", "--yes")).toEqual({ deleted: [first, second] });
    expect(await left()).toEqual([]);
  });

  test("one misspelt run leaves all as they were", async () => {
    expect((await steadfast(["runs", "delete", first, "zzzz", "--yes"])).code).toBe(64);
    expect(await left()).toHaveLength(2);
  });
});
