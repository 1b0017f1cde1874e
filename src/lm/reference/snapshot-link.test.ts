import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { linkToBlob } from "./snapshot-link.ts";

test("a link that a killed process left half made is gone with the next one", async () => {
  const folder = mkdtempSync(join(tmpdir(), "steadfast-link-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [blob, snapshot] = [join(folder, "blobs/abc"), join(folder, "snapshots/main")];
  for (const made of ["blobs", "snapshots/main"]) mkdirSync(join(folder, made), { recursive: true });
  writeFileSync(blob, "content");
  symlinkSync("elsewhere", join(snapshot, "vocab.json.tmp"));
  await linkToBlob({ blob, path: join(snapshot, "vocab.json") });
  expect(readdirSync(snapshot)).toEqual(["vocab.json"]);
  expect(readlinkSync(join(snapshot, "vocab.json"))).toBe("../../blobs/abc");
  expect(readFileSync(join(snapshot, "vocab.json"), "utf8")).toBe("content");
});
