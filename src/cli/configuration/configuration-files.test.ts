import { spawnSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const main = join(import.meta.dirname, "..", "main.ts");
const root = realpathSync(mkdtempSync(join(tmpdir(), "steadfast-configuration-files-")));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A folder with one file, as its user has it: nothing is installed there. */
function folderWith(name: string, content: string, others: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(root, "case-"));
  mkdirSync(join(folder, ".git"));
  for (const [each, text] of Object.entries({ [name]: content, ...others })) writeFileSync(join(folder, each), text);
  return folder;
}

const steadfast = (cwd: string, ...argv: string[]): { status: number | null; stdout: string; stderr: string } => spawnSync(process.execPath, [main, ...argv], { cwd, encoding: "utf8", env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: join(root, "cache") } });

const typed = `
import { type Configuration, defineConfig } from "steadfast/config";
interface Kept { readonly folder: string }
const kept: Kept = { folder: "typed" as string };
const sections: Configuration = { common: { ledger: kept.folder } };
export default defineConfig(sections satisfies Configuration);
`;

test.each([
  ["steadfast.config.ts", typed, {}],
  ["steadfast.config.ts", typed, { "package.json": '{"name": "somebody"}' }],
  ["steadfast.config.ts", typed, { "package.json": '{"type": "commonjs"}' }],
  ["steadfast.config.js", 'export default { common: { ledger: "typed" } };', { "package.json": '{"name": "somebody"}' }],
  ["steadfast.config.mjs", 'import { defineConfig } from "steadfast/config";\nexport default defineConfig({ common: { ledger: "typed" } });', {}],
  ["steadfast.config.js", 'export default { common: { ledger: await Promise.resolve("typed") } };', {}],
  ["steadfast.config.js", 'module.exports = { common: { ledger: "typed" } };', {}],
  ["steadfast.config.json", '{ "common": { "ledger": "typed" } }', {}],
])("%s is loaded, whatever stands beside it: %#", (name, content, others) => {
  const folder = folderWith(name, content, others);
  expect(steadfast(folder, "runs")).toEqual({ status: 0, stdout: `No runs yet: there is no ledger in ${join(folder, "typed")}.\n`, stderr: "", pid: expect.anything(), output: expect.anything(), signal: null });
});

test.each<[what: string, name: string, content: string, sentence: RegExp]>([
  ["throws", "steadfast.config.ts", 'throw new Error("no luck");', /^steadfast\.config\.ts cannot be loaded: no luck\.$/],
  ["throws no error", "steadfast.config.mjs", 'throw "nothing";', /^steadfast\.config\.mjs cannot be loaded: nothing\.$/],
  ["is no TypeScript", "steadfast.config.ts", "export default {{", /^steadfast\.config\.ts cannot be loaded: .+\.$/],
  ["has types that cannot be erased", "steadfast.config.ts", "enum A { B }\nexport default {};", /^steadfast\.config\.ts cannot be loaded: .*enum.*\.$/],
  ["imports what is not there", "steadfast.config.ts", 'import x from "./none.ts";\nexport default x;', /^steadfast\.config\.ts cannot be loaded: .*none\.ts.*\.$/],
  ["exports nothing by default", "steadfast.config.ts", "export const common = {};", /^steadfast\.config\.ts exports nothing by default\.$/],
  ["is empty", "steadfast.config.ts", "", /^steadfast\.config\.ts exports nothing by default\.$/],
  ["exports a function", "steadfast.config.ts", "export default () => ({});", /^steadfast\.config\.ts must export an object of sections, not a function\.$/],
  ["exports a promise", "steadfast.config.ts", "export default Promise.resolve({});", /^steadfast\.config\.ts must export an object of sections, not a promise\.$/],
  ["hides a key beside its export", "steadfast.config.ts", `process.env.OPENAI_API_KEY = "${["sk", "proj", "abcdefghijklmnop"].join("-")}";\nexport default {};`, /^steadfast\.config\.ts holds what looks like a key\.$/],
])("a file that %s: one sentence and a hint, code 64", (_what, name, content, sentence) => {
  const { status, stdout, stderr } = steadfast(folderWith(name, content), "runs");
  const [first, hint, ...rest] = stderr.trimEnd().split("\n");
  expect({ status, stdout, rest }, stderr).toEqual({ status: 64, stdout: "", rest: [] });
  expect(first).toMatch(sentence);
  expect(hint).toMatch(/^Hint: /);
});

// Only root can give files away.
test.runIf(process.getuid?.() === 0)("a file that another user put there is not run", () => {
  const folder = folderWith("steadfast.config.mjs", 'console.log("ran");\nexport default {};');
  chownSync(join(folder, "steadfast.config.mjs"), 12_345, 12_345);
  expect(steadfast(folder, "runs")).toMatchObject({ status: 64, stdout: "", stderr: expect.stringMatching(/^steadfast\.config\.mjs belongs to another user.*\nHint: If you trust it: --config steadfast\.config\.mjs; else --no-config\.\n$/) });
  expect(steadfast(folder, "runs", "--config", "steadfast.config.mjs")).toMatchObject({ status: 0, stdout: expect.stringContaining("ran") });
});
