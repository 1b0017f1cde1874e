import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeFolder } from "./make-folder.ts";

const root = mkdtempSync(join(tmpdir(), "steadfast-make-folder-"));
afterAll(() => rmSync(root, { recursive: true }));

test("makes what is missing, leaves what is there, many at once", async () => {
  const path = join(root, "a", "b", "c");
  await Promise.all(Array.from({ length: 20 }, () => makeFolder(path)));
  expect(statSync(path).isDirectory()).toBe(true);
  await makeFolder(path);
  await makeFolder(`${join(root, "d")}/`);
  expect(existsSync(join(root, "d"))).toBe(true);
});

test("a file in the way is an error", async () => {
  writeFileSync(join(root, "file"), "");
  await expect(makeFolder(join(root, "file"))).rejects.toMatchObject({ code: "EEXIST" });
  await expect(makeFolder(join(root, "file", "below"))).rejects.toMatchObject({ code: "ENOTDIR" });
});

test.skipIf(!existsSync("/proc/self"))("ends where a system has no room for folders", async () => {
  await expect(makeFolder("/proc/steadfast/below")).rejects.toMatchObject({ code: expect.stringMatching(/ENOENT|EACCES|EPERM/) });
});
