import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { defineCommand } from "../definition/command.ts";
import type { CatalogueEntry } from "../definition/parse-command-line.ts";
import { probeCommand } from "../testing/probe-command.ts";
import { runInProcess } from "../testing/run-in-process.ts";
import { findConfiguration } from "./find-configuration.ts";

const root = realpathSync(mkdtempSync(join(tmpdir(), "steadfast-configuration-")));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const outer = defineCommand({
  name: "outer",
  summary: "runs another command",
  options: {},
  examples: [],
  async run({ command, output, ledgerFolder }) {
    const part = await command(["runs", "list", "--json", "--ledger", ledgerFolder]);
    output.result({ code: part.code, said: part.output });
    return "done";
  },
});
const inner = defineCommand({ name: "inner", summary: "is below", options: probeCommand.options, examples: [], run: probeCommand.run });
const group = { name: "group", summary: "holds one", commands: [inner], defaultCommand: "inner", examples: [] };
const commands: CatalogueEntry[] = [
  { name: "probe", summary: "", group: "Testing", load: async () => probeCommand },
  { name: "group", summary: "", group: "Testing", load: async () => group },
  { name: "outer", summary: "", group: "Testing", load: async () => outer },
  { name: "runs", summary: "", group: "Testing", load: async () => (await import("../commands/runs.ts")).command },
];

/** A new folder with a repository's root and files in it. */
function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(root, "case-"));
  mkdirSync(join(folder, ".git"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
}

async function probe(workingDirectory: string, argv: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await runInProcess(["probe", "--json", ...argv], { commands, workingDirectory, environment });
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}

async function refused(workingDirectory: string, argv: readonly string[] = ["probe"], environment: Readonly<Record<string, string>> = {}): Promise<{ code: string; message: string; hint: string | null }> {
  const { code, stdout } = await runInProcess([...argv, "--json"], { commands, workingDirectory, environment });
  expect(code).toBe(64);
  const { error } = JSON.parse(stdout) as { error: { code: string; message: string; hint: string | null } };
  expect(error.message).toMatch(/^[^\n]+\.$/);
  return error;
}

const json = "steadfast.config.json";

test("flags go before the file, a command's section before common, the file before defaults", async () => {
  const folder = folderWith({ [json]: { common: { seed: 5, threads: 2, quiet: true }, probe: { count: 7, seed: 6, item: ["a", "b"], order: "last", dry: true, share: 0.5 } } });
  expect(await probe(folder)).toMatchObject({ count: 7, seed: 6, threads: 2, quiet: true, item: ["a", "b"], order: "last", dry: true, share: 0.5, noMenu: false, configuration: join(folder, json) });
  expect(await probe(folder, ["--count", "3", "--seed", "0", "--item", "c", "--order", "first"])).toMatchObject({ count: 3, seed: 0, item: ["c"], order: "first", share: 0.5 });
});

test("what the file sets, an opposite flag takes back", async () => {
  const folder = folderWith({ [json]: { common: { quiet: true }, probe: { dry: true, noMenu: true } } });
  expect(await probe(folder, ["--no-dry", "--menu", "--no-quiet"])).toMatchObject({ dry: false, noMenu: false, quiet: false });
  expect(await probe(folder, ["--no-dry", "--dry"])).toMatchObject({ dry: true, noMenu: true });
});

test("a flag undoes what it goes in the place of", async () => {
  const folder = folderWith({ [json]: { probe: { item: ["a"], noMenu: true, order: "last", count: 7 } } });
  expect(await probe(folder, ["--name", "x"])).toMatchObject({ name: "x", item: [], noMenu: false, order: "last", count: 7 });
  expect((await probe(folder, ["--dry"])).order).toBeUndefined();
  expect(await probe(folder, ["--no-dry"])).toMatchObject({ order: "last" });
});

test("what a run of DIM-Bench that is gone on with was begun with counts, not what the file says now", async () => {
  const folder = folderWith({});
  const ledger = join(folder, "ledger");
  const begun = await runInProcess(["bench", "--model", "scripted:echo", "--items", "lab", "--per-cell", "1", "--judge", "rules", "--json", "--ledger", ledger], { workingDirectory: folder });
  expect(begun.code, begun.stderr).toBe(0);
  writeFileSync(join(folder, json), JSON.stringify({ bench: { model: "openai:gpt-5-mini", judge: "openai:gpt-4.1", perCell: 2, temperature: 1 } }));
  const again = await runInProcess(["bench", "--resume", "latest", "--json", "--ledger", ledger], { workingDirectory: folder });
  expect(again.code, again.stderr).toBe(0);
  expect(JSON.parse(again.stdout)).toMatchObject({ models: [{ model: "scripted:echo" }] });
});

test("an environment variable stays where it is: after a flag, before the file", async () => {
  const folder = folderWith({ [json]: { common: { ledger: "kept" } } });
  expect(await probe(folder)).toMatchObject({ ledgerFolder: join(folder, "kept") });
  expect(await probe(folder, [], { STEADFAST_LEDGER: join(folder, "elsewhere") })).toMatchObject({ ledgerFolder: join(folder, "elsewhere") });
  expect(await probe(folder, ["--ledger", "flagged"], { STEADFAST_LEDGER: join(folder, "elsewhere") })).toMatchObject({ ledgerFolder: join(folder, "flagged") });
});

test("the nearest file upwards counts, as far as the repository's root; paths mean what stands beside it", async () => {
  const folder = folderWith({ [json]: { common: { ledger: "kept" }, probe: { data: ["a.jsonl", "/b.jsonl"], model: "./tiny", name: "./no-path" } }, "near/steadfast.config.json": { probe: { count: 9 } }, "deep/er/file": "", "own/.git/HEAD": "" });
  expect(await probe(join(folder, "deep/er"))).toMatchObject({ ledgerFolder: join(folder, "kept"), data: [join(folder, "a.jsonl"), "/b.jsonl"], model: join(folder, "tiny"), name: "./no-path", configuration: join(folder, json) });
  expect(await probe(folder)).toMatchObject({ data: ["a.jsonl", "/b.jsonl"], model: "./tiny" });
  expect(await probe(join(folder, "near"))).toMatchObject({ count: 9, configuration: join(folder, "near", json) });
  expect(await probe(join(folder, "own"))).toMatchObject({ count: 3, configuration: null });
});

test("a model that is no path stays a name", async () => {
  const folder = folderWith({ [json]: { probe: { model: "lab:student" } }, "below/file": "" });
  expect(await probe(join(folder, "below"))).toMatchObject({ model: "lab:student" });
});

test("--config names another file, --no-config none", async () => {
  const folder = folderWith({ [json]: { probe: { count: 7 } }, "other.json": { probe: { count: 8 } }, "broken/steadfast.config.json": "{" });
  expect(await probe(folder, ["--config", "other.json"])).toMatchObject({ count: 8, configuration: join(folder, "other.json") });
  expect(await probe(folder, ["--no-config"])).toMatchObject({ count: 3, configuration: null });
  expect(await probe(join(folder, "broken"), ["--no-config"])).toMatchObject({ count: 3 });
  expect(await refused(folder, ["probe", "--config", "none.json"])).toMatchObject({ code: "config-missing", message: "There is no configuration file none.json." });
  expect(await refused(folder, ["probe", "--config", "case.yaml"])).toMatchObject({ code: "config-missing" });
  expect(await refused(folder, ["probe", "--config", "other.json", "--no-config"])).toMatchObject({ message: "--config and --no-config cannot both be given." });
});

test("a section of a group holds those of its commands", async () => {
  const folder = folderWith({ [json]: { group: { inner: { count: 4 } } } });
  const { stdout } = await runInProcess(["group", "--json"], { commands, workingDirectory: folder });
  expect(JSON.parse(stdout)).toMatchObject({ count: 4 });
  expect(await refused(folderWith({ [json]: { group: { count: 4 } } }), ["group"])).toEqual({ code: "config-section", message: `${json}: group has no command 'count'.`, hint: "As an option it stands one deeper: group: { inner: { count: … } }." });
  expect(await refused(folderWith({ [json]: { group: { iner: {} } } }), ["group", "inner"])).toMatchObject({ hint: "Did you mean 'inner'?" });
});

test.each<[what: string, content: unknown, code: string, message: string, hint: string | RegExp | null]>([
  ["an unknown section", { prob: {} }, "config-section", `${json} has a section 'prob', and there is no such command.`, "Did you mean 'probe'?"],
  ["an unknown key", { probe: { cuont: 3 } }, "config-key", `${json}: probe has no option 'cuont'.`, "Did you mean 'count'?"],
  ["a key as a flag is written", { probe: { "no-menu": true } }, "config-key", `${json}: probe has no option 'no-menu'.`, "Did you mean 'noMenu'?"],
  ["a key from Object", { probe: { toString: 1 } }, "config-key", `${json}: probe has no option 'toString'.`, /--help/],
  ["__proto__", '{"probe": {"__proto__": {"count": 1}}}', "config-key", `${json}: probe has no option '__proto__'.`, /--help/],
  ["an unknown key of common", { common: { count: 3 } }, "config-key", `${json}: common has no option 'count'.`, /ledger/],
  ["a number out of bounds", { probe: { count: 11 } }, "bad-value", `${json}: probe.count takes a whole number from 1 to 10, not '11'.`, null],
  ["a fraction", { probe: { count: 1.5 } }, "bad-value", `${json}: probe.count takes a whole number from 1 to 10, not '1.5'.`, null],
  ["a text for a number", { probe: { count: "3" } }, "bad-value", `${json}: probe.count takes a number, not the text '3'.`, "Write 3 without quotes."],
  ["a number for a text", { probe: { name: 3 } }, "bad-value", `${json}: probe.name takes a text, not 3.`, null],
  ["a list for a text", { probe: { name: ["a"] } }, "bad-value", `${json}: probe.name takes a text, not a list.`, null],
  ["numbers for texts", { probe: { item: [1] } }, "bad-value", `${json}: probe.item takes a text or a list of texts, not a list.`, null],
  ["a word for a flag", { probe: { dry: "true" } }, "bad-value", `${json}: probe.dry takes true or false, not the text 'true'.`, "Write true without quotes."],
  ["null", { probe: { count: null } }, "bad-value", `${json}: probe.count takes a number, not null.`, null],
  ["a misspelt choice", { probe: { order: "frist" } }, "bad-value", `${json}: probe.order takes one of first, last, not 'frist'.`, "Did you mean 'first'?"],
  ["a section that is a list", { probe: [] }, "config-section", `${json}: probe must be an object of options, not a list.`, "Such as probe: { json: … }."],
  ["a group that is a text", { group: "x" }, "config-section", `${json}: group must be an object of its commands' sections, not the text 'x'.`, "Such as group: { inner: { … } }."],
  ["a list", [], "config-empty", `${json} must hold an object of sections, not a list.`, /bench/],
  ["no JSON", "{", "config-failed", `${json} is not JSON: `, /--no-config/],
  ["nothing", "", "config-failed", `${json} is not JSON: `, /--no-config/],
])("%s is met with one sentence", async (_what, content, code, message, hint) => {
  const error = await refused(folderWith({ [json]: content }), [message.includes(": group") ? "group" : "probe"]);
  expect(error.code).toBe(code);
  expect(error.message.startsWith(message), error.message).toBe(true);
  if (hint instanceof RegExp) expect(error.hint).toMatch(hint);
  else expect(error.hint).toBe(hint);
});

test("JSON may begin with a byte order mark", async () => {
  expect(await probe(folderWith({ [json]: `\uFEFF${JSON.stringify({ probe: { count: 4 } })}` }))).toMatchObject({ count: 4 });
});

const key = ["sk", "proj", "abcdefghijklmnop"].join("-");

test.each<[what: string, content: unknown, environment: Record<string, string>]>([
  ["a key of a known shape", { probe: { name: key } }, {}],
  ["a key in a list of another command's", { outer: { item: ["a", key] } }, {}],
  ["a value called like a key", { common: { apiKey: "abc" } }, {}],
  ["an address with a password", { probe: { model: "http://me:word@host/v1#m" } }, {}],
  ["the value of a secret variable", { probe: { name: "very-private-1234" } }, { SOME_API_KEY: "very-private-1234" }],
])("%s is refused, and not shown", async (_what, content, environment) => {
  const folder = folderWith({ [json]: content });
  const error = await refused(folder, ["probe"], environment);
  expect(error).toMatchObject({ code: "config-secret", hint: expect.stringMatching(/OPENAI_API_KEY.* in the environment/) });
  expect(JSON.stringify(error)).not.toMatch(/abcdefgh|abc"|me:word|very-private/);
});

test("two files side by side, and a file of another user's, are refused", async () => {
  const folder = folderWith({ [json]: {}, "steadfast.config.mjs": "export default {};" });
  expect(await refused(folder)).toMatchObject({ code: "config-several", message: expect.stringContaining("steadfast.config.mjs, steadfast.config.json") });
  expect(await probe(folder, ["--config", json])).toMatchObject({ configuration: join(folder, json) });
  const alone = folderWith({ [json]: {} });
  const someoneElse = (process.getuid?.() ?? 0) + 1;
  const found = findConfiguration({ workingDirectory: alone, named: undefined, user: someoneElse });
  if (process.getuid?.() === 0) expect(await found).toBe(join(alone, json));
  else await expect(found).rejects.toMatchObject({ code: "config-foreign", hint: expect.stringContaining("--no-config") });
});

test("parts that a command runs do not read it", async () => {
  const folder = folderWith({ [json]: { common: { ledger: "kept" }, runs: { list: { limit: "bad" } } } });
  expect(await refused(folder, ["runs"])).toMatchObject({ message: `${json}: runs.list.limit takes a number, not the text 'bad'.` });
  const { stdout } = await runInProcess(["outer", "--json"], { commands, workingDirectory: folder });
  expect(JSON.parse(stdout)).toMatchObject({ code: 0, said: expect.stringContaining('"runs":[]') });
});
