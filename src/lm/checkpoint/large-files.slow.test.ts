import { spawnSync } from "node:child_process";
import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { openCheckpoint } from "./checkpoint.ts";
import { scratchFolders } from "./testing/scratch.ts";
import { writeCheckpoint } from "./write-checkpoint.ts";

const scratch = scratchFolders();
const { bavail, bsize } = statfsSync(tmpdir());
const hasRoom = bavail * bsize > 12e9;

describe.skipIf(!hasRoom)("files beyond 4 GiB (skipped where the temporary folder has less than 12 GB)", () => {
  it("safetensors: offsets beyond 32 bits, written and read without holding the file", async () => {
    const folder = scratch();
    const count = 1 << 27;
    const piece = (index: number): Float32Array => new Float32Array(count).map((_, element) => index + (element & 0xff) / 256);
    const names = Array.from({ length: 9 }, (_, index) => `t${index}`);
    expect(await writeCheckpoint({ folder, tensors: names.map((name, index) => ({ name, shape: [count], data: () => Promise.resolve(piece(index)) })) })).toEqual(["model.safetensors"]);
    const checkpoint = await openCheckpoint(folder);
    const last = await checkpoint.read("t8");
    expect(last.every((value, element) => value === 8 + (element & 0xff) / 256)).toBe(true);
    await checkpoint.close();
  });

  it.skipIf(spawnSync("/usr/bin/python3", ["-c", "import torch"]).status !== 0)("PyTorch: an archive that needs zip64 (skipped without PyTorch)", async () => {
    const folder = scratch();
    const script = `
import torch
big = torch.zeros(1 << 30, dtype=torch.int8).repeat(5)
big[-3:] = torch.tensor([1, 2, 3], dtype=torch.int8)
torch.save({"big": big, "end": big[-3:], "after": torch.tensor([7.0, 8.0])}, "${folder}/pytorch_model.bin")
`;
    expect(spawnSync("/usr/bin/python3", ["-c", script], { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
    const checkpoint = await openCheckpoint(folder);
    expect(checkpoint.tensors.get("big")).toMatchObject({ dtype: "int8", shape: [5 * 2 ** 30] });
    expect([...(await checkpoint.read("end"))]).toEqual([1, 2, 3]);
    expect([...(await checkpoint.read("after"))]).toEqual([7, 8]);
    await checkpoint.close();
  });
});
