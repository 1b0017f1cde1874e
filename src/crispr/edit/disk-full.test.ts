import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadLanguageModel, saveLanguageModel } from "../../lm/index.ts";
import { tinyConfigurations, tinyModel } from "../testing/tiny-models.ts";
import { createEdit } from "./edit-file.ts";
import { saveEdited } from "./save-edited.ts";

const root = mkdtempSync(join(tmpdir(), "steadfast-crispr-full-"));
const tiny = join(root, "tiny");
let mounted = false;

beforeAll(() => {
  mkdirSync(tiny);
  mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=24k", "tmpfs", tiny]).status === 0;
  if (!mounted) console.log("skipped: no file system can be mounted here");
});
afterAll(() => {
  if (mounted) spawnSync("umount", [tiny]);
  rmSync(root, { recursive: true, force: true });
});

test("a full disk: a clear message, nothing left behind, the original untouched", async ({ skip }) => {
  if (!mounted) skip();
  const source = join(root, "source");
  await saveLanguageModel({ folder: source, model: tinyModel(tinyConfigurations.gpt2!), card: "x" });
  const before = readFileSync(join(source, "model.safetensors"));
  const model = await loadLanguageModel(source);
  const saving = saveEdited({ model, source, edit: createEdit(model, { reference: "r", places: [1], scale: 0 }), folder: join(tiny, "out"), card: "x", threads: 1 });
  await expect(saving).rejects.toMatchObject({ code: "disk-full", message: expect.stringContaining("The disk is full") });
  expect(readdirSync(tiny)).toEqual([]);
  expect(readFileSync(join(source, "model.safetensors")).equals(before)).toBe(true);
});
