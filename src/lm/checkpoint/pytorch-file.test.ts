import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openCheckpoint } from "./checkpoint.ts";
import { buildPytorch, pickle } from "./testing/build-pickle.ts";
import { buildZip } from "./testing/build-zip.ts";
import { failureOf, scratchFolders } from "./testing/scratch.ts";

const scratch = scratchFolders();
const fixtures = join(import.meta.dirname, "testing", "pytorch");
const expected: Readonly<Record<string, Readonly<Record<string, { dtype: string; shape: number[]; values: string }>>>> = JSON.parse(readFileSync(join(fixtures, "expected.json"), "utf8"));

function folderOf(content: Uint8Array): string {
  return scratch({ "pytorch_model.bin": content });
}

function fixture(name: string): string {
  return folderOf(readFileSync(join(fixtures, name)));
}

function hex(values: Float32Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("hex");
}

const floats = pickle.storage({ length: 6 });
const good = pickle.tensor({ storage: floats, shape: [2, 3], strides: [3, 1] });

describe("files that PyTorch wrote are read as PyTorch reads them", () => {
  it.each(Object.keys(expected))("%s", async (name) => {
    const checkpoint = await openCheckpoint(fixture(name));
    expect([...checkpoint.tensors.keys()].sort()).toEqual(Object.keys(expected[name]!).sort());
    for (const [tensor, { dtype, shape, values }] of Object.entries(expected[name]!)) {
      expect(checkpoint.tensors.get(tensor)).toEqual({ name: tensor, dtype, shape, file: "pytorch_model.bin" });
      expect([tensor, hex(await checkpoint.read(tensor))]).toEqual([tensor, values]);
    }
    await checkpoint.close();
  });
});

describe("other forms of the same", () => {
  it.each([
    ["zip64 records", buildPytorch(pickle.dictionary(pickle.text("weight"), good), { storages: { 0: Buffer.from(Float32Array.of(1, 2, 3, 4, 5, 6).buffer) }, large: true })],
    ["a byte order", buildPytorch(pickle.dictionary(pickle.text("weight"), good), { storages: { 0: Buffer.from(Float32Array.of(1, 2, 3, 4, 5, 6).buffer) }, more: [{ name: "archive/byteorder", content: Buffer.from("little") }] })],
  ])("with %s", async (_, content) => {
    const checkpoint = await openCheckpoint(folderOf(content));
    expect([...(await checkpoint.read("weight"))]).toEqual([1, 2, 3, 4, 5, 6]);
    await checkpoint.close();
  });

  it("with a comment behind the directory, which holds a false end", async () => {
    const content = buildZip(
      [
        { name: "x/data.pkl", content: pickle.whole(pickle.dictionary(pickle.text("weight"), good)) },
        { name: "x/data/0", content: Buffer.alloc(24) },
      ],
      { comment: `PK\u0005\u0006${"x".repeat(30)}` },
    );
    const checkpoint = await openCheckpoint(folderOf(content));
    expect([...checkpoint.tensors.keys()]).toEqual(["weight"]);
    await checkpoint.close();
  });

  it("a view so large that it is read block by block", async () => {
    // 3000 × 1000 elements, read as 1000 × 3000 columns and as every second row of them.
    const values = Float32Array.from({ length: 3_000_000 }, (_, index) => index);
    const storage = pickle.storage({ length: values.length });
    const content = buildPytorch(pickle.dictionary(pickle.text("transposed"), pickle.tensor({ storage, shape: [1000, 3000], strides: [1, 1000] }), pickle.text("sparse"), pickle.tensor({ storage, offset: 7, shape: [500, 3], strides: [2, 1_499_000] })), { storages: { 0: Buffer.from(values.buffer) } });
    const checkpoint = await openCheckpoint(folderOf(content));
    const transposed = await checkpoint.read("transposed");
    expect(transposed.every((value, index) => value === (index % 3000) * 1000 + Math.floor(index / 3000))).toBe(true);
    const sparse = await checkpoint.read("sparse");
    expect(sparse.every((value, index) => value === 7 + Math.floor(index / 3) * 2 + (index % 3) * 1_499_000)).toBe(true);
    await checkpoint.close();
  });
});

describe("what PyTorch wrote and is refused", () => {
  it.each([
    ["legacy.bin", "checkpoint-unsupported", "F/pytorch_model.bin has the form that PyTorch wrote before version 1.6, which is no zip file."],
    ["compressed.bin", "checkpoint-unsupported", 'F/pytorch_model.bin has the entry "list/data.pkl" compressed, which PyTorch never does.'],
    ["complex.bin", "checkpoint-unsafe", 'F/pytorch_model.bin names the Python global "torch.ComplexFloatStorage", which is no tensor, storage or dictionary, so it was not read.'],
    ["whole-module.bin", "checkpoint-unsafe", 'F/pytorch_model.bin names the Python global "torch.nn.modules.linear.Linear", which is no tensor, storage or dictionary, so it was not read.'],
    ["evil.bin", "checkpoint-unsafe", 'F/pytorch_model.bin names the Python global "posix.system", which is no tensor, storage or dictionary, so it was not read.'],
    ["nested.bin", "checkpoint-unsupported", 'F/pytorch_model.bin has something else than a tensor under "state_dict".'],
    ["list.bin", "checkpoint-unsupported", "F/pytorch_model.bin holds something else than a dictionary of tensors."],
    ["expanded.bin", "checkpoint-unsupported", 'F/pytorch_model.bin has a tensor of storage "0" that repeats elements: its shape is [1000, 1000], but the storage has only 1.'],
  ])("%s", async (name, code, sentence) => {
    const folder = fixture(name);
    expect(await failureOf(openCheckpoint(folder), folder)).toEqual({ code, sentence });
    expect(existsSync("pwned")).toBe(false);
  });

  it("a whole number that float32 cannot hold", async () => {
    const folder = fixture("inexact.bin");
    const checkpoint = await openCheckpoint(folder);
    expect(await failureOf(checkpoint.read("large"), folder)).toEqual({ code: "tensor-inexact", sentence: 'The tensor "large" of F/pytorch_model.bin holds 16777217, which float32 cannot hold exactly.' });
    await checkpoint.close();
  });
});

const one = (tensor: Buffer): Buffer => buildPytorch(pickle.dictionary(pickle.text("w"), tensor));
const entries = (...parts: Parameters<typeof buildZip>[0]): Buffer => buildZip([{ name: "x/data.pkl", content: pickle.whole(pickle.dictionary(pickle.text("w"), good)) }, ...parts]);
const whole = one(good);

describe("what is damaged names its file and what is wrong", () => {
  it.each<[string, Uint8Array, string | RegExp]>([
    ["empty", Buffer.alloc(0), "it has no directory at its end, as every zip file has"],
    ["cut off", whole.subarray(0, -1), "it has no directory at its end, as every zip file has"],
    ["cut off in front", whole.subarray(100), `its directory claims ${directorySize(whole)} bytes from byte ${whole.length - 22 - directorySize(whole)} on, but there are only ${whole.length - 122}`],
    ["an entry beyond the directory", entries({ name: "x/data/0", content: Buffer.alloc(24), headerStart: 4_000_000_000 }), 'its entry "x/data/0" begins at byte 4000000000, where the directory is'],
    ["an entry without a header", entries({ name: "x/data/0", content: Buffer.alloc(24), headerStart: 3 }), 'its entry "x/data/0" has no header at byte 3'],
    ["an entry longer than the file", entries({ name: "x/data/0", content: Buffer.alloc(20), size: 24 }), /^its entry "x\/data\/0" has 24 bytes from byte \d+ on, but the directory begins at byte \d+$/],
    ["an entry twice", entries({ name: "x/data/0", content: Buffer.alloc(24) }, { name: "x/data/0", content: Buffer.alloc(24) }), 'its directory has "x/data/0" twice'],
    ["a storage that is missing", entries(), 'its storage "0" is missing'],
    ["a storage of the wrong length", entries({ name: "x/data/0", content: Buffer.alloc(25) }), 'its storage "0" has 25 bytes, where 6 elements of float32 need 24'],
    ["more shape than storage lies behind the offset", one(pickle.tensor({ storage: floats, offset: 3, shape: [2, 3], strides: [3, 1] })), 'a tensor of storage "0" reaches element 8, but the storage has only 6'],
    ["strides beyond", one(pickle.tensor({ storage: floats, shape: [2, 2], strides: [2 ** 52, 1] })), 'a tensor of storage "0" reaches element 4503599627370497, but the storage has only 6'],
    ["a negative stride", one(pickle.tensor({ storage: floats, shape: [3], strides: [-1] })), 'a tensor of storage "0" has the offset 0, the shape [3] and the strides [-1], which do not fit together'],
    ["too few strides", one(pickle.tensor({ storage: floats, shape: [2, 3], strides: [1] })), 'a tensor of storage "0" has the offset 0, the shape [2, 3] and the strides [1], which do not fit together'],
    ["too many axes", one(pickle.tensor({ storage: floats, shape: Array.from({ length: 65 }, () => 1), strides: Array.from({ length: 65 }, () => 1) })), 'a tensor of storage "0" has the offset 0, the shape [1, 1, 1, 1, 1, 1, 1, 1, …] and the strides [1, 1, 1, 1, 1, 1, 1, 1, …], which do not fit together'],
    ["an absurd shape", one(pickle.tensor({ storage: floats, shape: [2 ** 40, 2 ** 40], strides: [1, 1] })), 'a tensor of storage "0" has the shape [1099511627776, 1099511627776], which no tensor can have'],
    ["an absurd storage", one(pickle.tensor({ storage: pickle.storage({ length: 2 ** 52 }), shape: [1], strides: [1] })), 'its storage "0" claims 4503599627370496 elements'],
    ["a tensor of no storage", one(pickle.tensor({ storage: pickle.number(1), shape: [1], strides: [1] })), "its pickle makes a tensor of something that is no storage"],
    ["a parameter of no tensor", one(pickle.call("torch._utils _rebuild_parameter", pickle.number(1))), "its pickle makes a parameter of something that is no tensor"],
    ["a foreign reference", one(Buffer.concat([pickle.tuple(pickle.text("module"), pickle.text("x")), Buffer.from("Q")])), "its pickle refers to something outside that is no storage"],
    ["an ordered dictionary of something", one(pickle.call("collections OrderedDict", pickle.number(1))), "its pickle makes an ordered dictionary in a way that PyTorch does not"],
    ["a call of no function", one(Buffer.concat([pickle.global("torch FloatStorage"), Buffer.from(")R")])), "its pickle calls something that is no function"],
    ["a name twice", buildPytorch(pickle.dictionary(pickle.text("w"), good, pickle.text("w"), good)), 'its pickle has the key "w" twice'],
    ["a pickle cut off", buildPytorch(pickle.text("w").subarray(0, 3)), "its pickle is cut off"],
    ["an empty stack", buildPytorch(Buffer.alloc(0)), "its pickle takes a value where there is none"],
    ["no mark", buildPytorch(Buffer.from("t")), "its pickle goes back to a mark that it did not set"],
    ["a memory that is empty", buildPytorch(Buffer.from("h\u0007")), "its pickle refers to a value that it did not keep"],
    ["appending to no list", buildPytorch(Buffer.from("}Na")), "its pickle appends to something that is no list"],
    ["filling no dictionary", buildPytorch(Buffer.from("]NNs")), "its pickle fills something that is no dictionary"],
    ["half an item", buildPytorch(Buffer.from("}(Nu")), "its pickle fills something that is no dictionary"],
    ["attributes of no dictionary", buildPytorch(Buffer.from("]}b")), "its pickle sets attributes of something that is no dictionary"],
    ["a global without a name", buildPytorch(Buffer.from([0x4e, 0x4e, 0x93])), "its pickle names a global by something that is no text"],
    ["a text that is not UTF-8", buildPytorch(Buffer.from([0x8c, 1, 0xff])), "its pickle has a text at byte 4 that is not UTF-8"],
  ])("%s", async (_, content, what) => {
    const folder = folderOf(content);
    const { code, sentence } = await failureOf(openCheckpoint(folder), folder);
    expect(code).toBe("checkpoint-damaged");
    const found = sentence.replace("F/pytorch_model.bin is damaged: ", "").slice(0, -1);
    expect(found).toEqual(typeof what === "string" ? what : expect.stringMatching(what));
  });

  it.each<[string, Uint8Array, string]>([
    ["an encrypted entry", entries({ name: "x/data/0", content: Buffer.alloc(24), flags: 1 }), 'has the entry "x/data/0" encrypted'],
    ["a zip of something else", buildZip([{ name: "word/document.xml", content: Buffer.alloc(3) }]), "is a zip file, but not one of torch.save: it has no single data.pkl"],
    ["two pickles", entries({ name: "y/data.pkl", content: Buffer.alloc(3) }), "is a zip file, but not one of torch.save: it has no single data.pkl"],
    ["another byte order", buildPytorch(pickle.dictionary(), { more: [{ name: "archive/byteorder", content: Buffer.from("big") }] }), "was written on a machine of another byte order"],
    ["a newer protocol", buildPytorch(Buffer.from([0x80, 6])), "has a pickle of protocol 6, which is newer than 5"],
    ["an unknown instruction", buildPytorch(Buffer.from("i")), "has a pickle with the instruction 0x69 at byte 2, which tensors have no need of"],
    ["a number as a name", buildPytorch(pickle.dictionary(pickle.number(5), good)), "has the key 5 in its dictionary, where the names of tensors are texts"],
    ["a pointer of Git LFS", Buffer.from("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"), "is not the weights but a pointer to them, left by Git LFS"],
    ["a tar file", Buffer.concat([Buffer.alloc(257), Buffer.from("ustar"), Buffer.alloc(300)]), "has the form that PyTorch wrote before version 1.6, which is no zip file"],
  ])("%s", async (_, content, what) => {
    const folder = folderOf(content);
    expect(await failureOf(openCheckpoint(folder), folder)).toEqual({ code: "checkpoint-unsupported", sentence: `F/pytorch_model.bin ${what}.` });
  });

  it("a global that is only named, in either spelling", async () => {
    for (const named of [pickle.global("builtins eval"), Buffer.concat([pickle.text("builtins"), pickle.text("eval"), Buffer.from([0x93])]), pickle.global("__proto__ x"), pickle.global("torch __proto__")]) {
      const folder = folderOf(one(named));
      expect((await failureOf(openCheckpoint(folder), folder)).code).toBe("checkpoint-unsafe");
    }
  });
});

function directorySize(zip: Uint8Array): number {
  return Buffer.from(zip).readUInt32LE(zip.length - 10);
}
