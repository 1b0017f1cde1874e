import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { foreignEnvironment, has, run, runWell } from "./house/processes.ts";
import { root } from "./house/repository.ts";

const folder = mkdtempSync(join(tmpdir(), "steadfast-clone-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.runIf(has("git") && has("npm"))("npm start works on a fresh clone, with the system's Node and nothing installed", () => {
  runWell("git", ["clone", "--quiet", root, "clone"], { cwd: folder });
  const clone = join(folder, "clone");
  const environment = foreignEnvironment({ CI: "true" });
  console.log(`the system's Node is ${run("node", ["--version"], { cwd: folder, environment }).stdout.trim()}`);
  const first = run("npm", ["start"], { cwd: clone, environment });
  expect(first.status, first.stderr).toBe(0);
  expect(first.stderr).toContain("Installing what steadfast needs");
  const wanted = JSON.parse(readFileSync(join(clone, "package-lock.json"), "utf8")).packages["node_modules/node"].version;
  const doctor = JSON.parse(runWell(join(clone, "steadfast"), ["doctor", "--json"], { cwd: clone, environment }));
  expect(doctor.findings).toContainEqual(expect.objectContaining({ name: "node", values: { version: `v${wanted}` } }));
  // The second time nothing is installed, and what all this wrote is nothing that git would see.
  const second = run("npm", ["start"], { cwd: clone, environment });
  expect(second.stderr).not.toContain("Installing");
  expect(JSON.parse(runWell(join(clone, "steadfast"), ["runs", "--json"], { cwd: clone, environment })).runs).toEqual(Array.from({ length: 8 }, () => expect.objectContaining({ status: "done" })));
  expect(runWell("git", ["status", "--porcelain"], { cwd: clone })).toBe("");
});
