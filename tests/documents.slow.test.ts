import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { documentsWithCommands, withProgram } from "./documents/commands.ts";
import { expectedCodes, parsedOnly } from "./documents/parsed-only.ts";
import { prepareFolder } from "./documents/prepare-folder.ts";
import { run } from "./house/processes.ts";
import { root } from "./house/repository.ts";

const folder = mkdtempSync(join(tmpdir(), "steadfast-documents-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const documents = documentsWithCommands().map(({ file, commands }) => ({ file, commands: commands.filter((command) => !parsedOnly.some(([pattern]) => pattern.test(command))) }));

const server = spawn(process.execPath, [join(root, "tests", "documents", "answer-server.ts")], { stdio: ["ignore", "pipe", "inherit"] });
afterAll(() => server.kill());
let address: string;
beforeAll(async () => {
  const [line] = (await once(server.stdout, "data")) as [Buffer];
  address = line.toString().trim();
});

test("documents with commands are found", () => {
  expect(documents.map(({ file }) => file)).toContain("README.md");
});

// Each document in a folder of its own, from top to bottom, as its reader would.
describe.each(documents.filter(({ commands }) => commands.length > 0))("$file", ({ file, commands }) => {
  const cwd = mkdtempSync(join(folder, "document-"));
  beforeAll(() => prepareFolder(cwd));
  test.each(commands)("%s", (command) => {
    const line = withProgram(command, `'${join(root, "steadfast")}'`).replaceAll("http://localhost:8000", address);
    const { status, stdout, stderr } = run("/bin/sh", ["-c", line], { cwd });
    const code = expectedCodes.find(([pattern]) => pattern.test(command))?.[1] ?? 0;
    expect(status, `${file}: ${command}\n${stdout}\n${stderr}`).toBe(code);
  });
});
