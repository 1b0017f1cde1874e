import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { foreignEnvironment, has, onTerminal, run, type TerminalSession } from "./house/processes.ts";
import { root } from "./house/repository.ts";

const folder = mkdtempSync(join(tmpdir(), "steadfast-terminal-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const environment = foreignEnvironment();
const main = join(root, "src", "cli", "main.ts");
const counting = join(root, "src", "cli", "testing", "counting-program.ts");
const start = (program: string, ...argv: string[]): TerminalSession => onTerminal([process.execPath, program, ...argv], { cwd: folder, environment });
const seen = (session: TerminalSession, text: string | RegExp): Promise<void> => expect.poll(session.screen, { timeout: 20_000, interval: 20 }).toMatch(text);
const runs = (): { id: string; kind: string; status: string }[] => JSON.parse(run(process.execPath, [main, "runs", "--json"], { cwd: folder, environment }).stdout).runs;
async function screenOf(...argv: string[]): Promise<string> {
  const session = start(main, ...argv);
  await session.ended;
  return session.screen();
}

if (!has("script")) console.log("skipped: there is no `script` (util-linux) to make a terminal with");

test.runIf(has("script"))("Ctrl-C on a terminal: the line goes, what is done stays, exit code 2", async () => {
  const session = start(counting, "count", "--to", "100000", "--wait", "5");
  await seen(session, /counting: \d+ of 100,000 steps \(0 %\), [\d.]+ steps\/s, .* left/);
  session.type("\u0003");
  expect(await session.ended).toBe(2);
  expect(session.screen()).toContain("\r\u001b[KStopping. Ctrl-C again quits at once.\r\n");
  expect(session.screen()).toMatch(/Interrupted: what was done is kept as run (\w+)\.\r\nHint: steadfast count --to 100000 --resume \1\r\n$/);
  expect(runs()[0]).toMatchObject({ kind: "count", status: "incomplete" });
});

test.runIf(has("script"))("Ctrl-C reaches a command that npm scripts start, once", async () => {
  const session = onTerminal([process.execPath, join(root, "scripts", "run.mjs"), "node", counting, "count", "--to", "100000", "--wait", "5"], { cwd: folder, environment });
  await seen(session, /counting: /);
  session.type("\u0003");
  expect(await session.ended).toBe(2);
  expect(session.screen()).toContain("kept as run");
});

test.runIf(has("script"))("a command that does not listen is left by a second Ctrl-C", async () => {
  const session = start(counting, "count", "--to", "100000", "--wait", "5", "--deaf");
  await seen(session, /counting: /);
  session.type("\u0003");
  await seen(session, /Stopping\./);
  await new Promise((resolve) => setTimeout(resolve, 700));
  session.type("\u0003");
  expect(await session.ended).toBe(2);
});

test.runIf(has("script"))("a question can be answered, and left by Ctrl-C and Ctrl-D", async () => {
  const before = runs().length;
  for (const [keys, code] of [["\u0003", 2], ["\u0004", 2], ["n\r", 0], ["y\r", 0]] as const) {
    expect(runs()).toHaveLength(before);
    const session = start(main, "runs", "delete", "latest");
    await seen(session, /for good\? \[y\/N\]/);
    session.type(keys);
    expect(await session.ended).toBe(code);
  }
  expect(runs()).toHaveLength(before - 1);
});

test.runIf(has("script"))("colours on a terminal, unless they are not wanted", async () => {
  expect(await screenOf("runs")).toContain("\u001b[33mincomplete\u001b[39m");
  expect(await screenOf("runs", "--no-color")).not.toContain("\u001b");
  expect(await screenOf("--help", "--no-color")).not.toContain("\u001b");
  expect(await screenOf("--help")).toContain("\u001b[1mUsage:\u001b[22m");
});
