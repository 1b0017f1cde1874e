import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openCheckpoint } from "./checkpoint.ts";
import { buildPytorch, pickle } from "./testing/build-pickle.ts";
import { buildSafetensors } from "./testing/build-safetensors.ts";
import { failureOf, scratchFolders } from "./testing/scratch.ts";

const scratch = scratchFolders();
const posix = process.platform !== "win32";

/** A file whose tensors are single numbers. */
function holding(values: Readonly<Record<string, number>>): Buffer {
  const header = Object.fromEntries(Object.keys(values).map((name, index) => [name, { dtype: "F32", shape: [1], data_offsets: [index * 4, index * 4 + 4] }]));
  return buildSafetensors(header, Buffer.from(Float32Array.from(Object.values(values)).buffer));
}

function pytorchHolding(name: string, value: number): Buffer {
  return buildPytorch(pickle.dictionary(pickle.text(name), pickle.tensor({ storage: pickle.storage({ length: 1 }), shape: [1], strides: [1] })), { storages: { 0: Buffer.from(Float32Array.of(value).buffer) } });
}

function index(weight_map: unknown): string {
  return JSON.stringify({ metadata: { total_size: 8 }, weight_map });
}

async function readAll(folder: string): Promise<Record<string, unknown>> {
  const checkpoint = await openCheckpoint(folder);
  try {
    return Object.fromEntries(await Promise.all([...checkpoint.tensors.values()].map(async ({ name, file }) => [name, [file, ...(await checkpoint.read(name))]])));
  } finally {
    await checkpoint.close();
  }
}

describe("which file is taken", () => {
  it("the best of those that are there", async () => {
    const folder = scratch({
      "model.safetensors": holding({ a: 1 }),
      "model.safetensors.index.json": index({ a: "other.safetensors" }),
      "other.safetensors": holding({ a: 2 }),
      "pytorch_model.bin": pytorchHolding("a", 3),
      "pytorch_model.bin.index.json": index({ a: "other.bin" }),
      "other.bin": pytorchHolding("a", 4),
    });
    for (const [file, name, value] of [
      ["model.safetensors", "model.safetensors", 1],
      ["model.safetensors.index.json", "other.safetensors", 2],
      ["pytorch_model.bin", "pytorch_model.bin", 3],
      ["pytorch_model.bin.index.json", "other.bin", 4],
    ] as const) {
      expect(await readAll(folder)).toEqual({ a: [name, value] });
      rmSync(join(folder, file));
    }
  });

  it("all shards, and what the index forgot of them", async () => {
    const folder = scratch({ "model.safetensors.index.json": index({ a: "1.safetensors", b: "2.safetensors" }), "1.safetensors": holding({ a: 1 }), "2.safetensors": holding({ b: 2, c: 3 }), "3.safetensors": holding({ a: 9 }) });
    expect(await readAll(folder)).toEqual({ a: ["1.safetensors", 1], b: ["2.safetensors", 2], c: ["2.safetensors", 3] });
  });

  it.runIf(posix)("through links, of which the caches of hubs are made", async () => {
    const folder = scratch({ blob: holding({ a: 1 }) });
    symlinkSync("blob", join(folder, "model.safetensors"));
    expect(await readAll(folder)).toEqual({ a: ["model.safetensors", 1] });
  });
});

describe("what is not there", () => {
  const wanted = { code: "checkpoint-missing" };

  it("a folder", async () => {
    const folder = scratch({ file: "" });
    expect(await failureOf(openCheckpoint(join(folder, "nowhere")), folder)).toEqual({ ...wanted, sentence: "There is no folder F/nowhere." });
    expect(await failureOf(openCheckpoint(join(folder, "file")), folder)).toEqual({ ...wanted, sentence: "F/file is not a folder." });
  });

  it("files in a folder", async () => {
    const folder = scratch();
    expect(await failureOf(openCheckpoint(folder), folder)).toEqual({ ...wanted, sentence: "The folder F is empty." });
    writeFileSync(join(folder, "config.json"), "{}");
    expect(await failureOf(openCheckpoint(folder), folder)).toEqual({ ...wanted, sentence: "The folder F holds no weights of a model." });
  });

  it("a shard", async () => {
    const folder = scratch({ "model.safetensors.index.json": index({ a: "1.safetensors", b: "2.safetensors" }), "1.safetensors": holding({ a: 1 }) });
    expect(await failureOf(openCheckpoint(folder), folder)).toEqual({ ...wanted, sentence: "There is no file F/2.safetensors." });
  });

  it.runIf(posix)("what a link leads to", async () => {
    const folder = scratch({ "pytorch_model.bin": pytorchHolding("a", 1) });
    symlinkSync("gone", join(folder, "model.safetensors"));
    expect(await failureOf(openCheckpoint(folder), folder)).toEqual({ ...wanted, sentence: "F/model.safetensors is a link to a file that is not there." });
    rmSync(join(folder, "model.safetensors"));
    symlinkSync("model.safetensors", join(folder, "model.safetensors"));
    expect(await failureOf(openCheckpoint(folder), folder)).toEqual({ ...wanted, sentence: "F/model.safetensors is a link that leads in a circle." });
  });

  it.runIf(posix)("a file, but a folder, a pipe or a device", async () => {
    const folder = scratch();
    const path = join(folder, "model.safetensors");
    const sentence = "F/model.safetensors is not a file.";
    mkdirSync(path);
    expect(await failureOf(openCheckpoint(folder), folder)).toEqual({ ...wanted, sentence });
    rmSync(path, { recursive: true });
    execFileSync("mkfifo", [path]);
    expect(await failureOf(openCheckpoint(folder), folder)).toEqual({ ...wanted, sentence });
    rmSync(path);
    symlinkSync("/dev/zero", path);
    expect(await failureOf(openCheckpoint(folder), folder)).toEqual({ ...wanted, sentence });
  });

  it.runIf(posix && process.getuid?.() !== 0)("the right to read", async () => {
    const folder = scratch({ "model.safetensors": holding({ a: 1 }) });
    chmodSync(join(folder, "model.safetensors"), 0);
    expect(await failureOf(openCheckpoint(folder), folder)).toMatchObject({ code: "checkpoint-unreadable" });
  });
});

describe("an index that is wrong", () => {
  const shards = { "1.safetensors": holding({ a: 1 }), "2.safetensors": holding({ b: 2 }) };

  it.each<[string, string, string, string]>([
    ["no JSON", "{", "checkpoint-damaged", "F/model.safetensors.index.json is damaged: its text is not JSON."],
    ["no object", "[]", "checkpoint-damaged", "F/model.safetensors.index.json is damaged: its text is not a JSON object."],
    ["no map", "{}", "checkpoint-damaged", "F/model.safetensors.index.json is damaged: it has no weight_map, which says where each tensor is."],
    ["an empty map", index({}), "checkpoint-missing", "F/model.safetensors.index.json lists no tensors."],
    ["a number as file", index({ a: 1 }), "checkpoint-damaged", 'F/model.safetensors.index.json is damaged: its weight_map gives 1 as the file of "a".'],
    ["no name as file", index({ a: "" }), "checkpoint-damaged", 'F/model.safetensors.index.json is damaged: its weight_map gives "" as the file of "a".'],
    ["a tensor twice", '{"weight_map":{"a":"1.safetensors","a":"2.safetensors"}}', "checkpoint-damaged", 'F/model.safetensors.index.json is damaged: its text has "a" twice.'],
    ["the wrong shard", index({ a: "1.safetensors", b: "1.safetensors", c: "2.safetensors" }), "checkpoint-damaged", 'F/model.safetensors.index.json is damaged: it says that the tensor "b" is in 1.safetensors, but it is in 2.safetensors.'],
    ["a tensor that is nowhere", index({ a: "1.safetensors", c: "1.safetensors" }), "checkpoint-damaged", 'F/model.safetensors.index.json is damaged: it says that the tensor "c" is in 1.safetensors, where it is not.'],
    ...["../1.safetensors", "/etc/passwd", "sub/1.safetensors", "..\\1.safetensors", "C:1.safetensors", "..", "1.safetensors\0"].map((shard): [string, string, string, string] => [`the path ${JSON.stringify(shard)}`, index({ a: shard }), "checkpoint-unsafe", `F/model.safetensors.index.json says that the tensor "a" is in ${JSON.stringify(shard)}, which is not the name of a file in its own folder.`]),
  ])("%s", async (_, text, code, sentence) => {
    const folder = scratch({ ...shards, "model.safetensors.index.json": text });
    expect(await failureOf(openCheckpoint(folder), folder)).toEqual({ code, sentence });
  });

  it("a tensor in two shards", async () => {
    const folder = scratch({ "model.safetensors.index.json": index({ a: "1.safetensors", b: "2.safetensors" }), "1.safetensors": holding({ a: 1 }), "2.safetensors": holding({ a: 5, b: 2 }) });
    expect(await failureOf(openCheckpoint(folder), folder)).toEqual({ code: "checkpoint-damaged", sentence: 'F/2.safetensors is damaged: it holds the tensor "a", which 1.safetensors holds too.' });
  });

  it("an index without end", async () => {
    const folder = scratch({ "model.safetensors.index.json": "" });
    truncateSync(join(folder, "model.safetensors.index.json"), 1e12);
    expect(await failureOf(openCheckpoint(folder), folder)).toEqual({ code: "checkpoint-damaged", sentence: "F/model.safetensors.index.json is damaged: it has 1000000000000 bytes, where an index has 100000000 at most." });
  });
});

describe("reading", () => {
  it("into an array of the caller, which is returned", async () => {
    const checkpoint = await openCheckpoint(scratch({ "model.safetensors": holding({ a: 1, b: 2 }) }));
    const into = new Float32Array(3).fill(9);
    const middle = into.subarray(1, 2);
    expect(await checkpoint.read("b", middle)).toBe(middle);
    expect([...into]).toEqual([9, 2, 9]);
    await checkpoint.close();
  });

  it("asked for what cannot be", async () => {
    const folder = scratch({ "model.safetensors": holding({ a: 1 }) });
    const checkpoint = await openCheckpoint(folder);
    expect(await failureOf(checkpoint.read("c"), folder)).toEqual({ code: "tensor-missing", sentence: 'The weights in F have no tensor "c".' });
    expect(await failureOf(checkpoint.read("a", new Float32Array(2)), folder)).toEqual({ code: "tensor-length", sentence: 'The tensor "a" has 1 elements, but the array to read it into has 2.' });
    await checkpoint.close();
    await checkpoint.close();
    expect(await failureOf(checkpoint.read("a"), folder)).toEqual({ code: "checkpoint-closed", sentence: 'The weights in F were closed before "a" was read.' });
  });

  it("a file that shrank meanwhile", async () => {
    const folder = scratch({ "model.safetensors": holding({ a: 1, b: 2 }) });
    const checkpoint = await openCheckpoint(folder);
    const size = holding({ a: 1, b: 2 }).length;
    truncateSync(join(folder, "model.safetensors"), size - 2);
    expect(await failureOf(checkpoint.read("b"), folder)).toEqual({ code: "checkpoint-damaged", sentence: `F/model.safetensors is damaged: it ends at byte ${size - 2}, though it had ${size} when it was opened.` });
    await checkpoint.close();
  });

  it("closed while a tensor is read: the tensor or a sentence", async () => {
    const count = 4_000_000;
    const folder = scratch({ "model.safetensors": buildSafetensors({ a: { dtype: "F16", shape: [count], data_offsets: [0, 2 * count] } }, 2 * count) });
    const checkpoint = await openCheckpoint(folder);
    const reading = checkpoint.read("a").then(
      () => "read",
      (error: { code: string }) => error.code,
    );
    await checkpoint.close();
    expect(["read", "checkpoint-closed"]).toContain(await reading);
  });

  it.runIf(existsSync("/proc/self/fd"))("leaves no file open, failed or not", async () => {
    const openFiles = (): number => readdirSync("/proc/self/fd").length;
    const good = scratch({ "model.safetensors": holding({ a: 1 }) });
    const bad = scratch({ "model.safetensors.index.json": index({ a: "1.safetensors", b: "2.safetensors" }), "1.safetensors": holding({ a: 1 }), "2.safetensors": "no" });
    const before = openFiles();
    for (let time = 0; time < 20; time++) {
      await readAll(good);
      await openCheckpoint(bad).catch(() => {});
    }
    expect(openFiles()).toBeLessThanOrEqual(before + 1);
  });
});

const golden = join(import.meta.dirname, "..", "..", "..", "..", "shared", "golden");

describe.skipIf(!existsSync(golden))("published forms beside this checkout (skipped where ../shared/golden is missing)", () => {
  it.each(existsSync(golden) ? readdirSync(golden).filter((name) => existsSync(join(golden, name, "model.safetensors"))) : [])("%s", async (name) => {
    const bytes = readFileSync(join(golden, name, "model.safetensors"));
    const headerLength = Number(bytes.readBigUInt64LE());
    const header = JSON.parse(bytes.toString("utf8", 8, 8 + headerLength)) as Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;
    const checkpoint = await openCheckpoint(join(golden, name));
    expect(checkpoint.tensors.size).toBe(Object.keys(header).length - 1);
    for (const [tensor, { dtype, data_offsets: offsets }] of Object.entries(header)) {
      if (tensor === "__metadata__") continue;
      expect(dtype).toBe("F32");
      const read = await checkpoint.read(tensor);
      const [begin, end] = offsets;
      expect(Buffer.from(read.buffer).equals(bytes.subarray(8 + headerLength + begin, 8 + headerLength + end))).toBe(true);
    }
    await checkpoint.close();
  });
});
