import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratchFolder, writeLines } from "./testing/scratch.ts";
import { wordTasks } from "./testing/word-data.ts";
import { writeWordModel } from "./testing/word-model.ts";

const scratch = scratchFolder();

test("a process that is killed again and again while it evaluates leaves whole responses, and ends with the numbers of one that was not", async () => {
  const model = join(scratch, "model");
  writeWordModel(model, "decoder");
  mkdirSync(join(scratch, "tasks"));
  const path = writeLines(join(scratch, "tasks", "words.jsonl"), wordTasks(120, 3));
  const start = (folder: string): ChildProcess => spawn(process.execPath, [join(import.meta.dirname, "testing/evaluate-until-killed.ts"), model, path, join(scratch, folder)], { stdio: ["ignore", "pipe", "inherit"] });
  const outputOf = async (child: ChildProcess): Promise<{ resumed: number; summary: unknown }> => {
    let output = "";
    child.stdout!.on("data", (piece) => (output += piece));
    await new Promise((resolve) => child.on("close", resolve));
    return JSON.parse(output) as { resumed: number; summary: unknown };
  };
  const whole = await outputOf(start("whole"));

  const there = (): number => linesIn(join(scratch, "killed", "tasks-words"));
  const counts: number[] = [];
  for (const share of [0.1, 0.4, 0.7]) {
    const child = start("killed");
    const closed = new Promise((resolve) => child.on("close", resolve));
    while (there() < share * 240 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 2));
    child.kill("SIGKILL");
    await closed;
    expect(child.signalCode, "it was killed, and had not ended").toBe("SIGKILL");
    counts.push(there());
  }
  expect(counts).toEqual(counts.toSorted((first, second) => first - second));
  const resumed = await outputOf(start("killed"));
  expect(resumed.resumed).toBe(counts.at(-1));
  expect(resumed.resumed).toBeGreaterThan(0.7 * 240 - 1);
  expect(resumed.summary).toEqual(whole.summary);
}, 60_000);

function linesIn(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder).filter((name) => name.startsWith("responses")).reduce((sum, name) => sum + readFileSync(join(folder, name), "utf8").split("\n").length - 1, 0);
}
