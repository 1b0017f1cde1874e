import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { run } from "./house/processes.ts";
import { projectFiles, readProjectFile, root } from "./house/repository.ts";

const folder = mkdtempSync(join(tmpdir(), "steadfast-documents-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The command lines of steadfast in a document's `sh` blocks, in order. */
function commandsIn(text: string): string[] {
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block]) => block!);
  return blocks.flatMap((block) => block.replaceAll(/\\\n\s*/g, " ").split("\n")).filter((line) => /^(?:\.\/|npx )steadfast\b/.test(line));
}

const documents = projectFiles()
  .filter((file) => file.endsWith(".md"))
  .map((file) => ({ file, commands: commandsIn(readProjectFile(file)) }))
  .filter(({ commands }) => commands.length > 0);

test("documents with commands are found", () => {
  expect(documents.map(({ file }) => file)).toContain("README.md");
});

// Each document in a folder of its own, from top to bottom, as its reader would.
describe.each(documents)("$file", ({ file, commands }) => {
  const cwd = mkdtempSync(join(folder, "document-"));
  test.each(commands)("%s", (command) => {
    const line = command.replace(/^(?:\.\/|npx )steadfast/, `'${join(root, "steadfast")}'`);
    const { status, stderr } = run("/bin/sh", ["-c", line], { cwd });
    expect(status, `${file}: ${command}\n${stderr}`).toBe(0);
  });
});
