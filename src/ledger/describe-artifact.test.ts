import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describeArtifact } from "./describe-artifact.ts";
import { scratchFolders } from "./testing/scratch.ts";

const scratch = scratchFolders();

test("a file is described by its size and hash", async () => {
  const path = scratch();
  writeFileSync(path, "abc");
  // FIPS 180-2, appendix B.1
  const sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  expect(await describeArtifact({ name: "report", path })).toEqual({ name: "report", path, sha256, bytes: 3 });
});

test("a file that is not there", async () => {
  const path = scratch();
  await expect(describeArtifact({ name: "report", path })).rejects.toMatchObject({ code: "artifact-unreadable", message: expect.stringContaining(path) });
});
