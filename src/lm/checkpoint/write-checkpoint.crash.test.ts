import { readdirSync } from "node:fs";
import { afterEach, expect, it, vi } from "vitest";
import { SteadfastError } from "../../base/index.ts";
import { openCheckpoint } from "./checkpoint.ts";
import { scratchFolders } from "./testing/scratch.ts";
import { writeCheckpoint } from "./write-checkpoint.ts";

/** How many changes of names there may still be; then the power is gone, for whatever would clean up too. */
const power = vi.hoisted(() => ({ left: Infinity }));

vi.mock("node:fs/promises", async (importOriginal) => {
  const original = await importOriginal<typeof import("node:fs/promises")>();
  const limited =
    <Given extends unknown[], Result>(change: (...given: Given) => Promise<Result>): ((...given: Given) => Promise<Result>) =>
    async (...given) => {
      if (power.left <= 0) throw new Error("the power is gone");
      power.left--;
      return change(...given);
    };
  return { ...original, rename: limited(original.rename), rm: limited(original.rm) };
});

afterEach(() => {
  power.left = Infinity;
});

const scratch = scratchFolders();

function tensors(value: number, names: string): { name: string; shape: number[]; data: Float32Array }[] {
  return [...names].map((name) => ({ name, shape: [1], data: Float32Array.of(value) }));
}

async function stateOf(folder: string): Promise<string> {
  try {
    const checkpoint = await openCheckpoint(folder);
    try {
      const names = [...checkpoint.tensors.keys()].toSorted();
      return (await Promise.all(names.map(async (name) => `${name}${(await checkpoint.read(name))[0]}`))).join(" ");
    } finally {
      await checkpoint.close();
    }
  } catch (error) {
    if (error instanceof SteadfastError && error.code === "checkpoint-missing") return "none";
    throw error;
  }
}

// Of one tensor a shard: "abc" makes three, and all of them in one file with the larger size.
it.each([
  { before: 1000, after: 1000, names: "abd", none: false },
  { before: 1000, after: 4, names: "abd", none: false },
  { before: 4, after: 1000, names: "abd", none: false },
  { before: 4, after: 4, names: "abd", none: true },
  { before: 4, after: 4, names: "ab", none: false },
])("whenever the power goes while shards of $before bytes are replaced by shards of $after ($names): old, new or, only over the same names, none", async ({ before, after, names, none }) => {
  const seen: string[] = [];
  for (let changes = 0; seen.at(-1) !== "done"; changes++) {
    const folder = scratch();
    power.left = Infinity;
    await writeCheckpoint({ folder, tensors: tensors(1, "abc"), shardBytes: before });
    power.left = changes;
    await writeCheckpoint({ folder, tensors: tensors(2, names), shardBytes: after }).catch((error: Error) => expect(error.message).toContain("the power is gone"));
    seen.push(await stateOf(folder));
    if (power.left > 0) {
      expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
      seen.push("done");
    }
  }
  const fresh = [...names].map((name) => `${name}2`).join(" ");
  expect(seen.slice(-2)).toEqual([fresh, "done"]);
  const stages = seen.filter((state, index) => state !== seen[index - 1]);
  expect(stages).toEqual(["a1 b1 c1", ...(none ? ["none"] : []), fresh, "done"]);
});
