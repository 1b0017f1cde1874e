import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openCheckpoint } from "./checkpoint.ts";
import { decodeBfloat16, decodeFloat16, encodeBfloat16, encodeFloat16 } from "./half.ts";
import { failureOf, scratchFolders } from "./testing/scratch.ts";
import { writeCheckpoint, type WriteCheckpointOptions } from "./write-checkpoint.ts";

const scratch = scratchFolders();

function numbers(length: number, start = 0): Float32Array {
  return Float32Array.from({ length }, (_, index) => (start + index) / 8);
}

function tensorsOf(values: Readonly<Record<string, number[]>>): WriteCheckpointOptions["tensors"] {
  return Object.entries(values).map(([name, data]) => ({ name, shape: [data.length], data: Float32Array.from(data) }));
}

async function readAll(folder: string): Promise<Record<string, number[]>> {
  const checkpoint = await openCheckpoint(folder);
  try {
    return Object.fromEntries(await Promise.all([...checkpoint.tensors.keys()].map(async (name) => [name, [...(await checkpoint.read(name))]])));
  } finally {
    await checkpoint.close();
  }
}

/** What is left of values after they were stored. */
function stored(values: Float32Array, dtype: "float32" | "float16" | "bfloat16"): Float32Array {
  const halves = new Uint16Array(values.length);
  const result = values.slice();
  if (dtype === "float16") {
    encodeFloat16(values, halves);
    decodeFloat16(halves, result);
  } else if (dtype === "bfloat16") {
    encodeBfloat16(values, halves);
    decodeBfloat16(halves, result);
  }
  return result;
}

function bits(values: Float32Array): number[] {
  return [...new Uint32Array(values.buffer, values.byteOffset, values.length)];
}

const anyTensor = fc.tuple(
  fc.string({ unit: "grapheme", minLength: 1 }).filter((name) => name !== "__metadata__"),
  fc.array(fc.nat({ max: 4 }), { maxLength: 4 }),
  fc.infiniteStream(fc.float({ min: -65504, max: 65504 })),
);

it("what is written is read again, whatever the names, shapes, types and sizes of shards", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(anyTensor, { selector: ([name]) => name, maxLength: 8 }), fc.constantFrom("float32", "float16", "bfloat16"), fc.integer({ min: 1, max: 400 }), fc.dictionary(fc.string(), fc.string()), async (generated, dtype, shardBytes, metadata) => {
      const folder = scratch();
      const tensors = generated.map(([name, shape, stream], index) => {
        const data = Float32Array.from(
          { length: shape.reduce((product, size) => product * size, 1) },
          () => stream.next().value as number,
        );
        return { name, shape, data: index % 2 === 0 ? data : (): Promise<Float32Array> => Promise.resolve(data), values: data };
      });
      const files = await writeCheckpoint({ folder, tensors, dtype, shardBytes, metadata });
      expect(readdirSync(folder).toSorted()).toEqual([...files].toSorted());
      const checkpoint = await openCheckpoint(folder);
      expect(new Set(checkpoint.tensors.keys())).toEqual(new Set(tensors.map(({ name }) => name)));
      for (const { name, shape, values } of tensors) {
        expect(checkpoint.tensors.get(name)).toMatchObject({ dtype, shape });
        expect(bits(await checkpoint.read(name))).toEqual(bits(stored(values, dtype)));
      }
      await checkpoint.close();
    }),
    { numRuns: 150 },
  );
});

describe("the published form", () => {
  it("one file", async () => {
    const folder = join(scratch(), "made", "for it");
    expect(await writeCheckpoint({ folder, tensors: [{ name: "b", shape: [2, 1], data: numbers(2) }, { name: "a", shape: [], data: numbers(1) }], metadata: { maker: "me" } })).toEqual(["model.safetensors"]);
    const content = readFileSync(join(folder, "model.safetensors"));
    const length = Number(content.readBigUInt64LE());
    expect(length % 8).toBe(0);
    expect(content.toString("utf8", 8, 8 + length).trimEnd()).toBe('{"__metadata__":{"format":"pt","maker":"me"},"b":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}');
  });

  it("shards of at most so many bytes, in order, and an index", async () => {
    const folder = scratch();
    const tensors = [5, 5, 20, 1, 9, 0].map((length, index) => ({ name: `t${index}`, shape: [length], data: numbers(length) }));
    const files = ["model-00001-of-00003.safetensors", "model-00002-of-00003.safetensors", "model-00003-of-00003.safetensors"];
    expect(await writeCheckpoint({ folder, tensors, shardBytes: 40 })).toEqual([...files, "model.safetensors.index.json"]);
    expect(JSON.parse(readFileSync(join(folder, "model.safetensors.index.json"), "utf8"))).toEqual({
      metadata: { total_size: 160 },
      weight_map: { t0: files[0], t1: files[0], t2: files[1], t3: files[2], t4: files[2], t5: files[2] },
    });
  });

  it("no tensors at all", async () => {
    const folder = scratch();
    expect(await writeCheckpoint({ folder, tensors: [] })).toEqual(["model.safetensors"]);
    expect(await readAll(folder)).toEqual({});
  });
});

describe("over weights that are there", () => {
  const old = tensorsOf({ a: [1, 2], b: [3, 4], c: [5] });
  const fresh = tensorsOf({ a: [7], b: [8], d: [9] });
  const freshValues = { a: [7], b: [8], d: [9] };
  const oldValues = { a: [1, 2], b: [3, 4], c: [5] };
  // One file; three shards (which the new three replace under the same names); two shards.
  const sizes = [1000, 4, 16];

  it.each(sizes.flatMap((before) => sizes.map((after) => [before, after])))("shards of %d bytes by shards of %d: only the new ones are left", async (before, after) => {
    const folder = scratch({ "config.json": "{}", "model-00001-of-00009.txt": "" });
    await writeCheckpoint({ folder, tensors: old, shardBytes: before });
    const files = await writeCheckpoint({ folder, tensors: fresh, shardBytes: after });
    expect(await readAll(folder)).toEqual(freshValues);
    expect(readdirSync(folder).toSorted()).toEqual([...files, "config.json", "model-00001-of-00009.txt"].toSorted());
  });

  it.each(sizes.flatMap((before) => sizes.map((after) => [before, after])))("shards of %d bytes by shards of %d, which fail: only the old ones are left", async (before, after) => {
    const folder = scratch();
    const files = await writeCheckpoint({ folder, tensors: old, shardBytes: before });
    const failure = new Error("the optimiser broke");
    const tensors = [...fresh, { name: "late", shape: [1], data: () => Promise.reject(failure) }];
    await expect(writeCheckpoint({ folder, tensors, shardBytes: after })).rejects.toBe(failure);
    expect(await readAll(folder)).toEqual(oldValues);
    expect(readdirSync(folder).toSorted()).toEqual([...files].toSorted());
  });

  it("from the weights themselves, tensor by tensor", async () => {
    const folder = scratch();
    await writeCheckpoint({ folder, tensors: old, shardBytes: 4 });
    const checkpoint = await openCheckpoint(folder);
    await writeCheckpoint({ folder, tensors: [...checkpoint.tensors.values()].map(({ name, shape }) => ({ name, shape, data: () => checkpoint.read(name) })), dtype: "float16", shardBytes: 4 });
    await checkpoint.close();
    expect(await readAll(folder)).toEqual(oldValues);
  });
});

describe("what cannot be written, and leaves nothing", () => {
  const good = numbers(2);

  it.each<[string, Omit<WriteCheckpointOptions, "folder">, string, string]>([
    ["a name twice", { tensors: [...tensorsOf({ a: [1] }), ...tensorsOf({ a: [1] })] }, "tensor-invalid", 'Two tensors are called "a".'],
    ["no name", { tensors: tensorsOf({ "": [1] }) }, "tensor-invalid", 'A tensor cannot be called "".'],
    ["the name of the metadata", { tensors: tensorsOf({ __metadata__: [1] }) }, "tensor-invalid", 'A tensor cannot be called "__metadata__".'],
    ["half a character", { tensors: tensorsOf({ "\ud800": [1] }) }, "tensor-invalid", 'A tensor cannot be called "\\ud800".'],
    ["a broken shape", { tensors: [{ name: "a", shape: [1.5], data: good }] }, "tensor-invalid", 'The tensor "a" cannot have the shape [1.5].'],
    ["an absurd shape", { tensors: [{ name: "a", shape: [2 ** 40, 2 ** 40], data: good }] }, "tensor-invalid", 'The tensor "a" cannot have the shape [1099511627776, 1099511627776].'],
    ["too few elements", { tensors: [{ name: "a", shape: [3], data: good }] }, "tensor-invalid", 'The tensor "a" has 2 elements, but its shape [3] has 3.'],
    ["too many elements, made late", { tensors: [{ name: "a", shape: [1], data: () => Promise.resolve(good) }] }, "tensor-invalid", 'The tensor "a" has 2 elements, but its shape [1] has 1.'],
    ["shards of nothing", { tensors: [], shardBytes: 0 }, "tensor-invalid", "Shards of 0 bytes cannot be written."],
    ["too large for float16", { tensors: tensorsOf({ a: [65519, 65520] }), dtype: "float16" }, "tensor-too-large", 'The tensor "a" has the value 65520, which is too large for float16.'],
    ["too large for bfloat16", { tensors: tensorsOf({ a: [-3.4e38] }), dtype: "bfloat16" }, "tensor-too-large", `The tensor "a" has the value ${Math.fround(-3.4e38)}, which is too large for bfloat16.`],
  ])("%s", async (_, options, code, sentence) => {
    const folder = scratch();
    expect(await failureOf(writeCheckpoint({ folder, ...options }), folder)).toEqual({ code, sentence });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("over a file and over a folder", async () => {
    const folder = scratch({ file: "" });
    await expect(writeCheckpoint({ folder: join(folder, "file"), tensors: [] })).rejects.toMatchObject({ code: "not-writable", message: expect.stringContaining(join("file", "model.safetensors")) });
    mkdirSync(join(folder, "model-00001-of-00002.safetensors", "in it"), { recursive: true });
    await expect(writeCheckpoint({ folder, tensors: tensorsOf({ a: [1], b: [2] }), shardBytes: 4 })).rejects.toMatchObject({ code: "write-failed", message: expect.stringContaining(`The weights in ${folder} could not be replaced`) });
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("infinities and NaN that were there are kept", async () => {
    for (const dtype of ["float16", "bfloat16"] as const) {
      const folder = scratch();
      await writeCheckpoint({ folder, tensors: tensorsOf({ a: [Infinity, -Infinity, NaN] }), dtype });
      expect(await readAll(folder)).toEqual({ a: [Infinity, -Infinity, NaN] });
    }
  });
});

const python = "/usr/bin/python3";

describe.skipIf(!existsSync(python))("a reader of the format's documentation (skipped without /usr/bin/python3)", () => {
  it.each([
    ["float32", 1e9],
    ["float32", 100],
    ["float16", 100],
    ["bfloat16", 1e9],
  ] as const)("reads %s in files of %d bytes", async (dtype, shardBytes) => {
    const folder = scratch();
    const tensors = [
      { name: "model.embed.weight", shape: [5, 4], data: numbers(20, -9) },
      { name: "ünïcode 語 \"\\\n", shape: [3], data: Float32Array.of(1 / 3, -0, 1e-7) },
      { name: "__proto__", shape: [1, 1, 1], data: numbers(1, 3) },
      { name: "12", shape: [0, 7], data: numbers(0) },
    ];
    const files = await writeCheckpoint({ folder, tensors, dtype, shardBytes, metadata: { source: "tëst" } });
    const { status, stdout, stderr } = spawnSync(python, [join(import.meta.dirname, "testing", "read-safetensors.py"), folder], { encoding: "utf8", env: { ...process.env, PYTHONIOENCODING: "utf-8" } });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const seen = JSON.parse(stdout);
    expect(seen.files).toEqual([...files].toSorted());
    expect(Object.keys(seen.tensors).toSorted()).toEqual(tensors.map(({ name }) => name).toSorted());
    const spelled = { float32: "F32", float16: "F16", bfloat16: "BF16" }[dtype];
    for (const { name, shape, data } of tensors) {
      const found = Object.entries<{ dtype: string; shape: number[]; bytes: string; file: string }>(seen.tensors).find(([key]) => key === name)![1];
      expect(found).toMatchObject({ dtype: spelled, shape, bytes: hexOf(data, dtype) });
      if (files.length > 1) expect(Object.entries(seen.index.weight_map).find(([key]) => key === name)![1]).toBe(found.file);
    }
    for (const metadata of Object.values(seen.metadata)) expect(metadata).toEqual({ format: "pt", source: "tëst" });
    if (files.length > 1) expect(seen.index.metadata.total_size).toBe(24 * (dtype === "float32" ? 4 : 2));
  });
});

/** Little-endian, written element by element. */
function hexOf(data: Float32Array, dtype: "float32" | "float16" | "bfloat16"): string {
  const view = new DataView(new ArrayBuffer(data.length * (dtype === "float32" ? 4 : 2)));
  const halves = new Uint16Array(data.length);
  if (dtype === "float16") encodeFloat16(data, halves);
  if (dtype === "bfloat16") encodeBfloat16(data, halves);
  for (const [index, value] of data.entries()) {
    if (dtype === "float32") view.setFloat32(index * 4, value, true);
    else view.setUint16(index * 2, halves[index]!, true);
  }
  return Buffer.from(view.buffer).toString("hex");
}
