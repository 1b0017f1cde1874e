import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { scratchFolder, writeByteModel, writeQuestions } from "../testing/tiny-folder.ts";
import { distill } from "./distill.ts";

const scratch = scratchFolder();
const small = scratch("small");
mkdirSync(small);
const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=200k", "tmpfs", small]).status === 0;
if (!mounted) console.info("Skipped: no small file system can be mounted here.");

beforeAll(async () => {
  await writeByteModel(scratch("teacher"), 1);
  await writeByteModel(scratch("student"), 2);
  writeQuestions(scratch("data.jsonl"));
});

afterAll(() => {
  if (mounted) spawnSync("umount", [small]);
});

test.skipIf(!mounted)("a disk that is full ends the distillation with a sentence, and no half state or model", async () => {
  const out = `${small}/out`;
  await expect(distill({ teacher: scratch("teacher"), student: scratch("student"), data: [scratch("data.jsonl")], out, method: "kd", template: "plain", threads: 1, batchSize: 2, maximumLength: 32, steps: 3, validationShare: 0, select: "loss", saveMinutes: 0 })).rejects.toMatchObject({ code: expect.stringMatching(/^(?:disk-full|write-failed)$/), kind: "incomplete", hint: expect.any(String) });
  expect(existsSync(`${out}/config.json`)).toBe(false);
  expect(existsSync(`${out}/state`) ? readdirSync(`${out}/state`) : []).toEqual([]);
}, 120_000);
