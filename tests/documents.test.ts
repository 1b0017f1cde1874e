import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { afterAll, expect, test } from "vitest";
import { commandsIn, documentsWithCommands, withProgram, wordsOf } from "./documents/commands.ts";
import { expectedCodes, parsedOnly } from "./documents/parsed-only.ts";
import { projectFiles, readProjectFile, root } from "./house/repository.ts";

const folder = mkdtempSync(join(tmpdir(), "steadfast-lines-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const found = documentsWithCommands().flatMap(({ file, commands }) => commands.map((command) => ({ file, command })));

/** Why the tool refuses each of some lists of words; null where it understands it. */
function refusals(lists: readonly (readonly string[])[]): (string | null)[] {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(root, "src", "cli", "testing", "understand-lines.ts")], { input: lists.map((words) => `${JSON.stringify(words)}\n`).join(""), encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout.trimEnd().split("\n").map((line) => JSON.parse(line) as string | null);
}

test("the tool understands every command of every document", () => {
  expect(found.length).toBeGreaterThan(40);
  const problems = refusals(found.map(({ command }) => wordsOf(command, folder)));
  expect(problems).toHaveLength(found.length);
  expect(found.flatMap(({ file, command }, index) => (problems[index] === null ? [] : [`${file}: ${command}\n${problems[index]}`]))).toEqual([]);
});

test("a command that it would refuse is seen", () => {
  expect(refusals([["bench", "--modle", "lab:student"], ["bench", "--per-cell", "none"], ["benhc"], ["bench", "--model", "lab:student"]])).toEqual([expect.stringContaining("--modle"), expect.stringContaining("none"), expect.stringContaining("benhc"), null]);
});

test("each reason for not running a command, and each exit code, is needed", () => {
  expect([...parsedOnly, ...expectedCodes].filter(([pattern]) => !found.some(({ command }) => pattern.test(command))).map(([pattern]) => String(pattern))).toEqual([]);
});

test("lines are taken apart as a shell does", () => {
  const text = '```sh\nKEY=a ./steadfast bench --model \'a b\' "c#d" e#f  # told\nsteadfast runs \\\n  --json > out.txt\nsteadfastness\n```\n```yaml\n  - run: npx steadfast doctor\n```\n';
  expect(commandsIn(text).map((command) => wordsOf(command, folder))).toEqual([["bench", "--model", "a b", "c#d", "e#f"], ["runs", "--json"], ["doctor"]]);
  expect(withProgram("KEY=a npx steadfast runs", "'/x y/steadfast'")).toBe("KEY=a '/x y/steadfast' runs");
});

// Whoever reads YAML most strictly here is Python's reader.
const yaml = spawnSync("/usr/bin/python3", ["-c", "import yaml"]).status === 0;
if (!yaml) console.log("skipped: no Python with yaml here to read the documents' YAML with");

test.skipIf(!yaml)("every YAML block is YAML", () => {
  const blocks = documentsWithCommands().flatMap(({ file }) => [...readProjectFile(file).matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, block]) => block!));
  expect(blocks.length).toBeGreaterThan(0);
  for (const block of blocks) {
    const { stdout, stderr } = spawnSync("/usr/bin/python3", ["-c", "import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin.read()), default=str))"], { input: block, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({ jobs: expect.anything() });
  }
});

test("every test that docs/security.md names is there", () => {
  const text = readProjectFile("docs/security.md");
  const named = [...text.matchAll(/\]\(\.\.\/(src\/[^)]+\.test\.ts)\)((?:: "[^"]+")?)/g)].map(([, file, quoted]) => ({ file: file!, quoted: quoted!.slice(3, -1) }));
  expect(named.length).toBeGreaterThan(12);
  expect(named.filter(({ file, quoted }) => !readProjectFile(file).includes(quoted))).toEqual([]);
});

test("docs/reproducing.md names every script that makes numbers", () => {
  const text = readProjectFile("docs/reproducing.md");
  // A script by its own name, what it is made of by its folder.
  const names = new Set(projectFiles().filter((file) => /^(?:experiments|bench)\//.test(file)).map((file) => file.split("/").slice(0, 2).join("/") + (file.split("/").length > 2 ? "/" : "")));
  expect(names.size).toBeGreaterThan(15);
  expect([...names].filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});

test("links in documents lead to files, and to headings that are there", () => {
  const slug = (heading: string): string => heading.trim().toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");
  const broken = projectFiles()
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) =>
      [...readProjectFile(file).replaceAll(/^```[\s\S]*?^```/gm, "").matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(#[^)\s]*)?\)/g)].flatMap(([link, path, anchor]) => {
        const target = path === "" ? file : posix.normalize(posix.join(posix.dirname(file), path!));
        if (!existsSync(join(root, target))) return [`${file}: ${link}`];
        if (anchor === undefined) return [];
        return [...readProjectFile(target).matchAll(/^#+ (.*)$/gm)].some(([, heading]) => `#${slug(heading!)}` === anchor) ? [] : [`${file}: ${link}`];
      }),
    );
  expect(broken).toEqual([]);
});

test("scripts and programs that documents start are there", () => {
  const { scripts } = JSON.parse(readProjectFile("package.json")) as { scripts: Readonly<Record<string, string>> };
  const missing = projectFiles()
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) => {
      const text = readProjectFile(file);
      const named = [...text.matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].flatMap(([told, name]) => (Object.hasOwn(scripts, name!) ? [] : [`${file}: ${told}`]));
      const started = [...text.matchAll(/\bnode ((?:src|bench|experiments|scripts)\/[\w/.-]+)/g)].flatMap(([told, path]) => (existsSync(join(root, path!)) ? [] : [`${file}: ${told}`]));
      return [...named, ...started];
    });
  expect(missing).toEqual([]);
});
