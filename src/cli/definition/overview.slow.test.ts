import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeDemoData } from "../../lab/index.ts";
import { catalogue } from "../catalogue.ts";

const folder = mkdtempSync(join(tmpdir(), "steadfast-overview-"));
const main = join(import.meta.dirname, "..", "main.ts");
// The demo itself has a test of its own; here its data must do.
beforeAll(() => writeDemoData({ folder: join(folder, ".steadfast", "demo", "data"), seed: 0, questions: 60, instructions: 20 }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tries = catalogue.flatMap(({ name, first }) => (first === undefined || name === "demo" ? [] : [first]));

test.each(tries)("%s", (line) => {
  const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", line.replace(/^steadfast/, '"$0" "$1"'), process.execPath, main], { cwd: folder, encoding: "utf8" });
  expect(status, stderr).toBe(0);
  expect(stdout).not.toBe("");
});
