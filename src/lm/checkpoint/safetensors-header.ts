import { damaged, shown, unsupported } from "./failure.ts";
import { isObject, maximumJsonBytes, parseJsonObject } from "./json-object.ts";
import { bytesPerElement, elementCount, maximumRank, type StoredType } from "./stored-type.ts";

/**
 * The format, as its documentation gives it: 8 bytes with the header's length as a little-endian integer; the header,
 * a JSON object from names to dtype, shape and data_offsets (from the end of the header) and perhaps `__metadata__`, a
 * map of strings, perhaps with spaces behind; then the elements, little-endian, row by row, without gap or overlap.
 */
export const lengthBytes = 8;
export const metadataKey = "__metadata__";

/** What the header says of one tensor. `start` and `end` in bytes from the start of the file. */
export interface HeaderEntry {
  readonly dtype: StoredType;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

const storedTypes: ReadonlyMap<string, StoredType> = new Map([
  ["F64", "float64"],
  ["F32", "float32"],
  ["F16", "float16"],
  ["BF16", "bfloat16"],
  ["I64", "int64"],
  ["I32", "int32"],
  ["I16", "int16"],
  ["I8", "int8"],
  ["U8", "uint8"],
  ["BOOL", "bool"],
]);

/** How the format spells a type. */
export const safetensorsNames: Readonly<Record<StoredType, string>> = Object.fromEntries([...storedTypes].map(([name, type]) => [type, name])) as Record<StoredType, string>;

/**
 * Reads the first 8 bytes: how long the header is. Refuses what the file cannot hold.
 *
 * @example
 * const file = await readFile("models/student/model.safetensors");
 * const length = parseHeaderLength({ file: "model.safetensors", bytes: file.subarray(0, lengthBytes), fileSize: file.length });
 */
export function parseHeaderLength(options: { file: string; bytes: Uint8Array; fileSize: number }): number {
  const { file, bytes, fileSize } = options;
  const length = new DataView(bytes.buffer, bytes.byteOffset, lengthBytes).getBigUint64(0, true);
  if (length > BigInt(maximumJsonBytes)) throw damaged(file, `its header claims ${length} bytes, where ${maximumJsonBytes} is the most there may be`);
  if (length > BigInt(fileSize - lengthBytes)) throw damaged(file, `its header claims ${length} bytes, but the file has only ${fileSize}`);
  return Number(length);
}

/**
 * Reads the header and checks it against the size of the file, so that whoever reads a tensor need not.
 *
 * @example
 * const file = await readFile("models/student/model.safetensors");
 * const end = lengthBytes + parseHeaderLength({ file: "model.safetensors", bytes: file.subarray(0, lengthBytes), fileSize: file.length });
 * const entries = parseHeader({ file: "model.safetensors", bytes: file.subarray(lengthBytes, end), fileSize: file.length });
 * entries.get("model.norm.weight")?.shape; // [96]
 */
export function parseHeader(options: { file: string; bytes: Uint8Array; fileSize: number }): ReadonlyMap<string, HeaderEntry> {
  const { file, bytes, fileSize } = options;
  const base = lengthBytes + bytes.length;
  const entries = new Map<string, HeaderEntry>();
  for (const [name, value] of Object.entries(parseJsonObject({ file, bytes, what: "its header" }))) {
    if (name === metadataKey) checkMetadata(file, value);
    else entries.set(name, parseEntry({ file, name, value, base, fileSize }));
  }
  checkCoverage({ file, entries, base, fileSize });
  return entries;
}

function checkMetadata(file: string, value: unknown): void {
  if (!isObject(value) || !Object.values(value).every((each) => typeof each === "string")) throw damaged(file, `its header's ${metadataKey} is not a map of strings`);
}

function parseEntry(options: { file: string; name: string; value: unknown; base: number; fileSize: number }): HeaderEntry {
  const { file, name, value, base, fileSize } = options;
  const tensor = `the tensor ${shown(name)}`;
  if (!isObject(value)) throw damaged(file, `its header describes ${tensor} by something that is not an object`);
  const { dtype: typeName, shape, data_offsets: offsets } = value;
  const dtype = typeof typeName === "string" ? storedTypes.get(typeName) : undefined;
  if (dtype === undefined) throw unsupported(file, `holds ${tensor} as ${shown(typeName)}, a type that is not read`, `Save it in another type; these are read: ${[...storedTypes.keys()].join(", ")}.`);
  if (!Array.isArray(shape) || shape.length > maximumRank) throw damaged(file, `${tensor} has the shape ${shown(shape)}, which is no list of at most ${maximumRank} sizes`);
  const count = elementCount(shape as number[]);
  const length = count === undefined ? undefined : count * bytesPerElement[dtype];
  if (length === undefined || !Number.isSafeInteger(length)) throw damaged(file, `${tensor} has the shape ${shown(shape)}, which no tensor can have`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every((offset) => Number.isSafeInteger(offset) && offset >= 0)) throw damaged(file, `${tensor} has the data_offsets ${shown(offsets)}, which are not two positions`);
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > fileSize - base) throw damaged(file, `${tensor} lies at bytes ${begin} to ${end} of the data, which has ${fileSize - base}`);
  if (end - begin !== length) throw damaged(file, `${tensor} has ${end - begin} bytes, where ${shown(shape)} of ${String(typeName)} needs ${length}`);
  return { dtype, shape: shape as number[], start: base + begin, end: base + end };
}

function checkCoverage(options: { file: string; entries: ReadonlyMap<string, HeaderEntry>; base: number; fileSize: number }): void {
  const { file, entries, base, fileSize } = options;
  let reached = base;
  let before = "the header";
  for (const [name, { start, end }] of [...entries].sort(([, a], [, b]) => a.start - b.start || a.end - b.end)) {
    if (start < reached) throw damaged(file, `the tensors ${before} and ${shown(name)} overlap`);
    if (start > reached) throw damaged(file, `${start - reached} bytes before the tensor ${shown(name)} belong to none`);
    reached = end;
    before = shown(name);
  }
  if (reached < fileSize) throw damaged(file, `${fileSize - reached} bytes at its end belong to no tensor`);
}
