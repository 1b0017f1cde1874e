import { describe, expect, it } from "vitest";
import { openCheckpoint } from "./checkpoint.ts";
import { buildSafetensors } from "./testing/build-safetensors.ts";
import { failureOf, scratchFolders } from "./testing/scratch.ts";

const scratch = scratchFolders();

function folderOf(content: Uint8Array): string {
  return scratch({ "model.safetensors": content });
}

const tensor = (dtype: string, shape: unknown, ...data_offsets: unknown[]): unknown => ({ dtype, shape, data_offsets });

describe("is read", () => {
  it.each<[string, Uint8Array, number[]]>([
    ["F64", Uint8Array.from(Buffer.from(Float64Array.of(1 / 3, -2, 1e300).buffer)), [Math.fround(1 / 3), -2, Infinity]],
    ["F32", Buffer.from(Float32Array.of(0.1, -0, NaN).buffer), [Math.fround(0.1), -0, NaN]],
    ["F16", Buffer.from(Uint16Array.of(0x3c00, 0x0001, 0xfbff).buffer), [1, 2 ** -24, -65504]],
    ["BF16", Buffer.from(Uint16Array.of(0x3f80, 0x4049, 0xff80).buffer), [1, 3.140625, -Infinity]],
    ["I64", Buffer.from(BigInt64Array.of(5n, -7n, 2n ** 62n).buffer), [5, -7, 2 ** 62]],
    ["I32", Buffer.from(Int32Array.of(5, -7, -(2 ** 31)).buffer), [5, -7, -(2 ** 31)]],
    ["I16", Buffer.from(Int16Array.of(5, -7, 32767).buffer), [5, -7, 32767]],
    ["I8", Buffer.from(Int8Array.of(5, -7, 127).buffer), [5, -7, 127]],
    ["U8", Uint8Array.of(5, 7, 255), [5, 7, 255]],
    ["BOOL", Uint8Array.of(1, 0, 2), [1, 0, 1]],
  ])("%s, wherever its elements begin", async (dtype, data, values) => {
    for (const spaces of [0, 1, 2, 3]) {
      const header = `${JSON.stringify({ __metadata__: { format: "pt" }, x: tensor(dtype, [3], 0, data.length) })}${" ".repeat(spaces)}`;
      const checkpoint = await openCheckpoint(folderOf(buildSafetensors(header, data)));
      expect([...(await checkpoint.read("x"))]).toEqual(values);
      await checkpoint.close();
    }
  });

  it("scalars, empty tensors, names of all kinds, in any order", async () => {
    const header = `{"__proto__":${JSON.stringify(tensor("F32", [1], 8, 12))},"7":${JSON.stringify(tensor("F32", [], 4, 8))},"ö\\n":${JSON.stringify(tensor("F32", [1, 1], 0, 4))},"empty":${JSON.stringify(tensor("F32", [3, 0, 9007199254740991], 8, 8))},"":${JSON.stringify(tensor("I8", [0], 12, 12))}}`;
    const checkpoint = await openCheckpoint(folderOf(buildSafetensors(header, Buffer.from(Float32Array.of(1, 2, 3).buffer))));
    const read = await Promise.all([...checkpoint.tensors.keys()].map(async (name) => [name, [...(await checkpoint.read(name))]] as const));
    expect(new Map(read)).toEqual(
      new Map([
        ["__proto__", [3]],
        ["7", [2]],
        ["ö\n", [1]],
        ["empty", []],
        ["", []],
      ]),
    );
    await checkpoint.close();
  });

  it("a file without tensors", async () => {
    const checkpoint = await openCheckpoint(folderOf(buildSafetensors({}, 0)));
    expect(checkpoint.tensors.size).toBe(0);
    await checkpoint.close();
  });
});

const fine = { a: tensor("F32", [2, 2], 0, 16) };

describe("what is damaged names its file, its tensor and what is wrong", () => {
  it.each<[string, Uint8Array, string]>([
    ["nothing", Buffer.alloc(0), "it has 0 bytes, too few for a header"],
    ["seven bytes", Buffer.alloc(7), "it has 7 bytes, too few for a header"],
    ["a header beyond the file", buildSafetensors(fine, 16, 1000n), "its header claims 1000 bytes, but the file has only 81"],
    ["a header beyond the limit", buildSafetensors(fine, 16, 100_000_001n), "its header claims 100000001 bytes, where 100000000 is the most there may be"],
    ["a header beyond all limits", buildSafetensors(fine, 16, 2n ** 64n - 1n), "its header claims 18446744073709551615 bytes, where 100000000 is the most there may be"],
    ["an empty header", buildSafetensors("", 0), "its header is not JSON"],
    ["a header cut short", buildSafetensors(fine, 16, 20n), "its header is not JSON"],
    ["a header that is not UTF-8", Buffer.concat([buildSafetensors("", 0, 2n), Buffer.from([0xff, 0xfe])]), "its header is not JSON"],
    ["a list", buildSafetensors([], 0), "its header is not a JSON object"],
    ["null", buildSafetensors("null", 0), "its header is not a JSON object"],
    ["nesting without end", buildSafetensors("[".repeat(1_000_000), 0), "its header is nested deeper than such a file ever is"],
    ["a name twice", buildSafetensors(`{"a":${JSON.stringify(fine.a)},"a":${JSON.stringify(fine.a)}}`, 16), 'its header has "a" twice'],
    ["metadata of numbers", buildSafetensors({ __metadata__: { format: 1 } }, 0), "its header's __metadata__ is not a map of strings"],
    ["a tensor that is a list", buildSafetensors({ a: [] }, 0), 'its header describes the tensor "a" by something that is not an object'],
    ["a shape that is no list", buildSafetensors({ a: tensor("F32", 4, 0, 16) }, 16), 'the tensor "a" has the shape 4, which is no list of at most 64 sizes'],
    ["too many axes", buildSafetensors({ a: tensor("F32", Array.from({ length: 65 }, () => 1), 0, 4) }, 4), 'the tensor "a" has the shape [1, 1, 1, 1, 1, 1, 1, 1, …], which is no list of at most 64 sizes'],
    ["a negative size", buildSafetensors({ a: tensor("F32", [-2, -2], 0, 16) }, 16), 'the tensor "a" has the shape [-2, -2], which no tensor can have'],
    ["a broken size", buildSafetensors({ a: tensor("F32", [2.5], 0, 10) }, 10), 'the tensor "a" has the shape [2.5], which no tensor can have'],
    ["a text as size", buildSafetensors({ a: tensor("F32", ["4"], 0, 16) }, 16), 'the tensor "a" has the shape ["4"], which no tensor can have'],
    ["a product beyond exact numbers", buildSafetensors({ a: tensor("F32", [2 ** 30, 2 ** 30], 0, 16) }, 16), 'the tensor "a" has the shape [1073741824, 1073741824], which no tensor can have'],
    ["bytes beyond exact numbers", buildSafetensors({ a: tensor("F64", [2 ** 51], 0, 16) }, 16), 'the tensor "a" has the shape [2251799813685248], which no tensor can have'],
    ["no offsets", buildSafetensors({ a: { dtype: "F32", shape: [4] } }, 16), 'the tensor "a" has the data_offsets undefined, which are not two positions'],
    ["three offsets", buildSafetensors({ a: tensor("F32", [4], 0, 16, 16) }, 16), 'the tensor "a" has the data_offsets [0, 16, 16], which are not two positions'],
    ["negative offsets", buildSafetensors({ a: tensor("F32", [4], -16, 0) }, 16), 'the tensor "a" has the data_offsets [-16, 0], which are not two positions'],
    ["offsets beyond the file", buildSafetensors({ a: tensor("F32", [4], 0, 16) }, 15), 'the tensor "a" lies at bytes 0 to 16 of the data, which has 15'],
    ["offsets the wrong way round", buildSafetensors({ a: tensor("F32", [4], 16, 0) }, 16), 'the tensor "a" lies at bytes 16 to 0 of the data, which has 16'],
    ["the wrong length", buildSafetensors({ a: tensor("F16", [2, 2], 0, 16) }, 16), 'the tensor "a" has 16 bytes, where [2, 2] of F16 needs 8'],
    ["an overlap", buildSafetensors({ a: tensor("F32", [4], 0, 16), b: tensor("F32", [2], 12, 20) }, 20), 'the tensors "a" and "b" overlap'],
    ["the same place twice", buildSafetensors({ a: tensor("F32", [4], 0, 16), b: tensor("F32", [4], 0, 16) }, 16), 'the tensors "a" and "b" overlap'],
    ["a gap", buildSafetensors({ a: tensor("F32", [1], 0, 4), b: tensor("F32", [1], 8, 12) }, 12), '4 bytes before the tensor "b" belong to none'],
    ["a gap in front", buildSafetensors({ a: tensor("F32", [1], 4, 8) }, 8), '4 bytes before the tensor "a" belong to none'],
    ["bytes left over", buildSafetensors(fine, 17), "1 bytes at its end belong to no tensor"],
    ["a name without end", buildSafetensors({ ["x\n".repeat(5000)]: 1 }, 0), `its header describes the tensor "${"x\\n".repeat(60)}…" by something that is not an object`],
  ])("%s", async (_, content, what) => {
    const folder = folderOf(content);
    expect(await failureOf(openCheckpoint(folder), folder)).toEqual({ code: "checkpoint-damaged", sentence: `F/model.safetensors is damaged: ${what}.` });
  });

  it.each<[string, Uint8Array, string]>([
    ["a type that is not read", buildSafetensors({ a: tensor("F8_E4M3", [16], 0, 16) }, 16), 'holds the tensor "a" as "F8_E4M3", a type that is not read'],
    ["no type", buildSafetensors({ a: { shape: [16], data_offsets: [0, 16] } }, 16), 'holds the tensor "a" as undefined, a type that is not read'],
    ["a type out of a prototype", buildSafetensors({ a: tensor("constructor", [16], 0, 16) }, 16), 'holds the tensor "a" as "constructor", a type that is not read'],
    ["a pointer of Git LFS", Buffer.from("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"), "is not the weights but a pointer to them, left by Git LFS"],
    ["a PyTorch file", Buffer.from("PK\u0003\u0004and so on"), 'is a PyTorch file by its content (it begins with "PK")'],
  ])("%s", async (_, content, what) => {
    const folder = folderOf(content);
    expect(await failureOf(openCheckpoint(folder), folder)).toEqual({ code: "checkpoint-unsupported", sentence: `F/model.safetensors ${what}.` });
  });
});
