import { damaged, shown, unsupported } from "./failure.ts";
import type { SourceFile } from "./source-file.ts";

/** A stored entry, as the directory has it. */
export interface ZipEntry {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Where its local header stands. */
  readonly headerStart: number;
  /** Where the directory begins, which no entry reaches. */
  readonly limit: number;
}

/** Some hundred thousand entries. */
const maximumDirectoryBytes = 32_000_000;
const endBytes = 22;
const endSignature = 0x06054b50;
const end64Bytes = 56;
const end64Signature = 0x06064b50;
const locatorBytes = 20;
const locatorSignature = 0x07064b50;
const centralBytes = 46;
const centralSignature = 0x02014b50;
const localBytes = 30;
const localSignature = 0x04034b50;
const largest16 = 0xffff;
const largest32 = 0xffffffff;

interface Directory {
  readonly entries: number;
  readonly start: number;
  readonly size: number;
}

/**
 * The entries of a zip file by their names, as APPNOTE.TXT describes them (sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16, 4.5.3).
 * Only stored entries are read, which is how PyTorch writes them. Lengths and offsets are believed within the file only;
 * check sums are not looked at, for PyTorch can be told not to make them.
 */
export async function readZipDirectory(file: SourceFile): Promise<ReadonlyMap<string, ZipEntry>> {
  const directory = await findDirectory(file);
  const bytes = await readPart(file, directory.start, directory.size);
  const entries = new Map<string, ZipEntry>();
  let position = 0;
  for (let index = 0; index < directory.entries; index++) {
    const { entry, length } = parseCentralHeader({ file, bytes, position, limit: directory.start });
    if (entries.has(entry.name)) throw damaged(file.path, `its directory has ${shown(entry.name)} twice`);
    entries.set(entry.name, entry);
    position += length;
  }
  if (position !== bytes.byteLength) throw damaged(file.path, `its directory has ${bytes.byteLength - position} bytes more than its ${directory.entries} entries`);
  return entries;
}

/** Where the content of an entry begins: behind its local header, whose length only that header tells. */
export async function contentStart(file: SourceFile, entry: ZipEntry): Promise<number> {
  const name = shown(entry.name);
  if (entry.headerStart > entry.limit - localBytes) throw damaged(file.path, `its entry ${name} begins at byte ${entry.headerStart}, where the directory is`);
  const header = await readPart(file, entry.headerStart, localBytes);
  if (header.getUint32(0, true) !== localSignature) throw damaged(file.path, `its entry ${name} has no header at byte ${entry.headerStart}`);
  const start = entry.headerStart + localBytes + header.getUint16(26, true) + header.getUint16(28, true);
  if (entry.size > entry.limit - start) throw damaged(file.path, `its entry ${name} has ${entry.size} bytes from byte ${start} on, but the directory begins at byte ${entry.limit}`);
  return start;
}

async function findDirectory(file: SourceFile): Promise<Directory> {
  const tailBytes = Math.min(file.size, endBytes + largest16);
  const tail = await readPart(file, file.size - tailBytes, tailBytes);
  for (let position = tailBytes - endBytes; position >= 0; position--) {
    // A comment may follow; it ends where the file does.
    if (tail.getUint32(position, true) !== endSignature || tail.getUint16(position + 20, true) !== tailBytes - position - endBytes) continue;
    const end = file.size - tailBytes + position;
    const small = { entries: tail.getUint16(position + 10, true), size: tail.getUint32(position + 12, true), start: tail.getUint32(position + 16, true) };
    const isLarge = small.entries === largest16 || small.size === largest32 || small.start === largest32;
    const [directory, limit] = isLarge ? await findLargeDirectory(file, end) : [small, end];
    if (directory.size > limit || directory.start > limit - directory.size) throw damaged(file.path, `its directory claims ${directory.size} bytes from byte ${directory.start} on, but there are only ${limit}`);
    if (directory.size > maximumDirectoryBytes) throw damaged(file.path, `its directory claims ${directory.size} bytes, where ${maximumDirectoryBytes} is the most that is read`);
    if (directory.entries * centralBytes > directory.size) throw damaged(file.path, `its directory of ${directory.size} bytes claims ${directory.entries} entries`);
    return directory;
  }
  throw damaged(file.path, "it has no directory at its end, as every zip file has");
}

async function findLargeDirectory(file: SourceFile, end: number): Promise<[Directory, number]> {
  const missingRecord = damaged(file.path, "its directory is said to be described by a zip64 record, which is not there");
  if (end < locatorBytes) throw missingRecord;
  const locator = await readPart(file, end - locatorBytes, locatorBytes);
  if (locator.getUint32(0, true) !== locatorSignature) throw missingRecord;
  const start = locator.getBigUint64(8, true);
  if (start > BigInt(end - locatorBytes - end64Bytes)) throw missingRecord;
  const record = await readPart(file, Number(start), end64Bytes);
  if (record.getUint32(0, true) !== end64Signature) throw missingRecord;
  const [entries, size, directoryStart] = [record.getBigUint64(32, true), record.getBigUint64(40, true), record.getBigUint64(48, true)].map(Number) as [number, number, number];
  return [{ entries, size, start: directoryStart }, Number(start)];
}

function parseCentralHeader(options: { file: SourceFile; bytes: DataView; position: number; limit: number }): { entry: ZipEntry; length: number } {
  const { file, bytes, position, limit } = options;
  if (position > bytes.byteLength - centralBytes || bytes.getUint32(position, true) !== centralSignature) throw damaged(file.path, `its directory has no entry at byte ${position}`);
  const nameLength = bytes.getUint16(position + 28, true);
  const extraLength = bytes.getUint16(position + 30, true);
  const length = centralBytes + nameLength + extraLength + bytes.getUint16(position + 32, true);
  if (length > bytes.byteLength - position) throw damaged(file.path, `an entry at byte ${position} of its directory is cut off`);
  const name = Buffer.from(bytes.buffer, bytes.byteOffset + position + centralBytes, nameLength).toString("utf8");
  if ((bytes.getUint16(position + 8, true) & 1) !== 0) throw unsupported(file.path, `has the entry ${shown(name)} encrypted`, "Save the model again with torch.save.");
  if (bytes.getUint16(position + 10, true) !== 0) throw unsupported(file.path, `has the entry ${shown(name)} compressed, which PyTorch never does`, "Unpack it and pack it again without compression, or save the model again with torch.save.");
  const extra = new DataView(bytes.buffer, bytes.byteOffset + position + centralBytes + nameLength, extraLength);
  const small = [24, 20, 42].map((field) => bytes.getUint32(position + field, true));
  const [size, storedSize, headerStart] = widen(small, extra) ?? [];
  if (size === undefined || size !== storedSize || headerStart === undefined) throw damaged(file.path, `its directory contradicts itself about the size or place of ${shown(name)}`);
  return { entry: { name, size, headerStart, limit }, length };
}

/** Fields that do not fit 32 bits stand, in this order, in the extra field 1. */
function widen(fields: readonly number[], extra: DataView): number[] | undefined {
  if (!fields.includes(largest32)) return [...fields];
  for (let position = 0; position + 4 <= extra.byteLength; ) {
    const end = position + 4 + extra.getUint16(position + 2, true);
    if (end > extra.byteLength) return undefined;
    if (extra.getUint16(position, true) === 1) {
      let next = position + 4;
      const wide: number[] = [];
      for (const field of fields) {
        if (field === largest32 && next + 8 > end) return undefined;
        wide.push(field === largest32 ? Number(extra.getBigUint64(next, true)) : field);
        if (field === largest32) next += 8;
      }
      return wide;
    }
    position = end;
  }
  return undefined;
}

async function readPart(file: SourceFile, start: number, length: number): Promise<DataView> {
  const bytes = new Uint8Array(length);
  await file.read(bytes, start);
  return new DataView(bytes.buffer);
}
