import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { catalogue } from "./catalogue.ts";
import { isGroup } from "./definition/command.ts";
import { parseCommandLine } from "./definition/parse-command-line.ts";

const main = join(import.meta.dirname, "main.ts");
const countingProgram = join(import.meta.dirname, "testing", "counting-program.ts");
const folder = mkdtempSync(join(tmpdir(), "steadfast-main-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// What the launcher sets.
const environment = { ...process.env, NODE_COMPILE_CACHE: join(folder, "compile-cache") };

function milliseconds(...argv: string[]): number {
  const start = performance.now();
  execFileSync(process.execPath, argv, { cwd: folder, env: environment });
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

const steadfast = (...argv: string[]): { status: number | null; stdout: string; stderr: string } => spawnSync(process.execPath, [main, ...argv], { cwd: folder, encoding: "utf8" });

// Node 22 strips the types of sources anew at every start; there only the published JavaScript is fast.
test.skipIf(process.version.startsWith("v22."))("the help comes within 150 ms", () => {
  milliseconds(main, "--help");
  const runs = Array.from({ length: 11 }, () => ({ help: milliseconds(main, "--help"), bare: milliseconds("-e", "0") }));
  const help = median(runs.map((run) => run.help));
  const bare = median(runs.map((run) => run.bare));
  // Node alone takes some 35 ms on a quiet machine. Where it takes longer, so may the help.
  expect(help, `node alone: ${bare.toFixed(0)} ms`).toBeLessThan(150 * Math.max(1, bare / 35));
});

test("the help has every command on one line of a terminal, and command lines to try that can be understood", async () => {
  const { stdout } = steadfast("--help");
  const lines = stdout.split("\n");
  expect(lines.filter((line) => line.length > 80 && !line.includes("$ "))).toEqual([]);
  for (const { name, summary } of catalogue) expect(lines.filter((line) => line.trim().replace(/ {2,}/, "  ") === `${name}  ${summary}`), name).toHaveLength(1);
  expect(lines.filter((line) => /^[A-Z][a-z ]+:$/.test(line))).toEqual(["Begin:", "Measure:", "Repair:", "Distil:", "Models:", "Look and keep:", "This tool:"]);
  const tries = lines.flatMap((line) => /^ +\$ (steadfast [^#]*?)(?: +#.*)?$/.exec(line)?.[1] ?? []);
  expect(tries.length).toBeGreaterThan(4);
  for (const line of tries) {
    const words = line.match(/'[^']*'|\S+/g)!.map((word) => word.replace(/^'(.*)'$/, "$1"));
    expect((await parseCommandLine(words.slice(1), { catalogue, version: "", colour: false, columns: 80, writeOut: expect.fail, writeError: expect.fail }))?.path[0]).toBe(words[1]);
  }
});

test("the help loads no room but base, and no command", () => {
  const source = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
    process.on("exit", () => process.stderr.write(JSON.stringify(loaded)));
  `;
  const { stderr, stdout } = spawnSync(process.execPath, ["--import", `data:text/javascript,${encodeURIComponent(source)}`, main, "--help"], { encoding: "utf8" });
  expect(stdout).toContain("Usage: steadfast");
  const loaded = (JSON.parse(stderr) as string[]).map((url) => url.replaceAll("\\", "/"));
  expect(loaded.some((url) => url.includes("commander"))).toBe(true);
  expect(loaded.filter((url) => /\/src\/(?!cli\/|base\/)|\/commands\/|onnxruntime|node:sqlite/.test(url))).toEqual([]);
});

test("every command that is listed is there, under its own name and summary, with examples that name it", async () => {
  for (const entry of catalogue) {
    const definition = await entry.load();
    expect({ name: definition.name, summary: definition.summary }).toEqual({ name: entry.name, summary: entry.summary });
    for (const command of isGroup(definition) ? [definition, ...definition.commands] : [definition]) {
      expect(command.examples.length, command.name).toBeGreaterThan(0);
      for (const example of command.examples) {
        expect(example.command).toMatch(new RegExp(`^steadfast ${definition.name}\\b`));
        // As a shell splits it, as far as examples go.
        const words = example.command.match(/'[^']*'|\S+/g)!.map((word) => word.replace(/^'(.*)'$/, "$1"));
        const invocation = await parseCommandLine(words.slice(1), { catalogue, version: "", colour: false, columns: 80, writeOut: expect.fail, writeError: expect.fail });
        expect(invocation?.path[0]).toBe(definition.name);
      }
    }
  }
});

test("every command has a file, and every file is listed", () => {
  const files = readdirSync(join(import.meta.dirname, "commands")).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  expect(catalogue.map(({ name }) => `${name}.ts`).sort()).toEqual(files.sort());
});

test("exit codes and streams of a real process", () => {
  expect(steadfast("--version")).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: "" });
  expect(steadfast("rnus")).toMatchObject({ status: 64, stdout: "", stderr: "Unknown command 'rnus'.\nHint: Did you mean runs?\n" });
  expect(steadfast("runs")).toMatchObject({ status: 0, stderr: "" });
  expect(steadfast("bench", "--model", "scripted:echo", "--items", "lab", "--per-cell", "1", "--quiet")).toMatchObject({ status: 0, stderr: "" });
  expect(steadfast("runs", "show", "latest", "--json")).toMatchObject({ status: 0, stderr: "" });
});

test("a reader that goes away ends the output, not the work", async () => {
  const child = spawn(process.execPath, [countingProgram, "count", "--to", "30", "--wait", "10"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();
  let stderr = "";
  child.stderr.on("data", (piece) => (stderr += piece));
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(JSON.parse(steadfast("runs", "show", "latest", "--json").stdout)).toMatchObject({ run: { status: "done" }, records: { step: 30 } });
});

test.each(["SIGINT", "SIGTERM"] as const)("%s: code 2, and the run can be gone on with", async (signal) => {
  const child = spawn(process.execPath, [countingProgram, "count", "--to", "100000", "--wait", "5"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let stderr = "";
  child.stderr.on("data", (piece) => (stderr += piece));
  await expect.poll(() => steadfast("runs", "--status", "running", "--json").stdout, { timeout: 20_000, interval: 100 }).toContain('"kind":"count"');
  child.kill(signal);
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect(code).toBe(2);
  expect(stderr).toMatch(/Stopping\..*\n(?:counting: .*\n)?Interrupted: what was done is kept as run (\w+)\.\nHint: steadfast count --to 100000 --resume \1\n$/);
  expect(JSON.parse(steadfast("runs", "show", "latest", "--json").stdout)).toMatchObject({ run: { status: "incomplete" } });
});
