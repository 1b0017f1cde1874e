import { buildZip, type ZipPart } from "./build-zip.ts";

/** Instructions of a pickle, as Python's documentation writes them: texts, numbers up to 2^31 and raw bytes. */
export const pickle = {
  text: (text: string): Buffer => Buffer.concat([Buffer.from("X"), unsigned32(Buffer.byteLength(text)), Buffer.from(text)]),
  number: (value: number): Buffer => (Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? Buffer.concat([Buffer.from("J"), signed32(value)]) : Buffer.concat([Buffer.from([0x8a, 8]), signed64(value)])),
  global: (name: string): Buffer => Buffer.from(`c${name.replace(" ", "\n")}\n`),
  tuple: (...items: Buffer[]): Buffer => Buffer.concat([Buffer.from("("), ...items, Buffer.from("t")]),
  dictionary: (...items: Buffer[]): Buffer => Buffer.concat([Buffer.from("}("), ...items, Buffer.from("u")]),
  call: (name: string, ...callArguments: Buffer[]): Buffer => Buffer.concat([pickle.global(name), pickle.tuple(...callArguments), Buffer.from("R")]),
  storage: ({ type = "FloatStorage", key = "0", length }: { type?: string; key?: string; length: number }): Buffer =>
    Buffer.concat([pickle.tuple(pickle.text("storage"), pickle.global(`torch ${type}`), pickle.text(key), pickle.text("cpu"), pickle.number(length)), Buffer.from("Q")]),
  tensor: ({ storage, offset = 0, shape, strides }: { storage: Buffer; offset?: number; shape: readonly number[]; strides: readonly number[] }): Buffer =>
    pickle.call("torch._utils _rebuild_tensor_v2", storage, pickle.number(offset), pickle.tuple(...shape.map(pickle.number)), pickle.tuple(...strides.map(pickle.number)), Buffer.from([0x89]), pickle.call("collections OrderedDict")),
  whole: (value: Buffer): Buffer => Buffer.concat([Buffer.from([0x80, 2]), value, Buffer.from(".")]),
};

/** A PyTorch file with a pickle of one value and one storage. */
export function buildPytorch(value: Buffer, { storages = { 0: Buffer.alloc(24) }, more = [], large = false }: { storages?: Readonly<Record<string, Uint8Array>>; more?: readonly ZipPart[]; large?: boolean } = {}): Buffer {
  const data = Object.entries(storages).map(([key, content]) => ({ name: `archive/data/${key}`, content }));
  return buildZip([{ name: "archive/data.pkl", content: pickle.whole(value) }, ...data, { name: "archive/version", content: Buffer.from("3\n") }, ...more], { large });
}

function unsigned32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function signed32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function signed64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return bytes;
}
