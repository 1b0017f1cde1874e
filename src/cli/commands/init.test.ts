import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { catalogue } from "../catalogue.ts";
import { readCommon, readOwn } from "../configuration/apply-configuration.ts";
import { checkSections } from "../configuration/check-sections.ts";
import { everyCommand } from "../configuration/every-command.ts";
import { runInProcess } from "../testing/run-in-process.ts";

const root = realpathSync(mkdtempSync(join(tmpdir(), "steadfast-init-")));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const name = "steadfast.config.ts";
const newFolder = (): string => mkdtempSync(join(root, "case-"));

/** What the file exports, its import aside. */
function sectionsOf(source: string): Record<string, Record<string, unknown>> {
  const body = source.replace(/^import .*$/m, "").replace("export default defineConfig(", "return (");
  return new Function(body)() as Record<string, Record<string, unknown>>;
}

test("the file says nothing yet; uncommented, every line of it is right, and says what its option does", async () => {
  const workingDirectory = newFolder();
  const { code, stdout } = await runInProcess(["init"], { workingDirectory });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^steadfast\.config\.ts is written.*\nNext: .*steadfast doctor\n/);
  const source = readFileSync(join(workingDirectory, name), "utf8");
  expect(JSON.stringify(sectionsOf(source)).replaceAll(/"\w+":|[{},]/g, "")).toBe("");

  const filled = source.replaceAll(/^( +)\/\/ (\w+: [^ ].*, \/\/ )/gm, "$1$2");
  const sections = sectionsOf(filled);
  const place = { shown: name };
  checkSections(sections, { ...place, commands: catalogue.map((entry) => entry.name), environment: {} });
  let read = Object.keys(readCommon(sections, place)).length;
  for (const { commands } of await everyCommand(catalogue)) for (const command of commands) read += Object.keys(readOwn(sections, { ...command, place })).length;
  expect(read).toBe([...source.matchAll(/^ +\/\/ \w+: [^ ].*, \/\/ /gm)].length);
  expect(read).toBeGreaterThan(30);
});

test("a file that is there is kept, unless --force says otherwise; nothing else is left behind", async () => {
  const workingDirectory = newFolder();
  writeFileSync(join(workingDirectory, name), "throw new Error('mine');");
  expect(await runInProcess(["init"], { workingDirectory })).toEqual({ code: 64, stdout: "", stderr: `There is a configuration file already: ${name}.\nHint: Change that one, or replace it with --force.\n` });
  expect(readFileSync(join(workingDirectory, name), "utf8")).toContain("mine");
  expect(await runInProcess(["init", "--force", "--json"], { workingDirectory })).toMatchObject({ code: 0, stdout: `${JSON.stringify({ file: join(workingDirectory, name) })}\n` });
  expect(readFileSync(join(workingDirectory, name), "utf8")).toContain("defineConfig({");
  expect(readdirSync(workingDirectory)).toEqual([name]);
});

test("beside a file of another form none is written, for two would be refused", async () => {
  const workingDirectory = newFolder();
  writeFileSync(join(workingDirectory, "steadfast.config.json"), "{}");
  expect(await runInProcess(["init", "--force"], { workingDirectory })).toMatchObject({ code: 64, stderr: expect.stringContaining("steadfast.config.json") });
  expect(readdirSync(workingDirectory)).toEqual(["steadfast.config.json"]);
});
