import { crc32 } from "node:zlib";

/** One entry, with the lies to tell of it. */
export interface ZipPart {
  readonly name: string;
  readonly content: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  /** What the directory claims instead of the truth. */
  readonly size?: number;
  readonly headerStart?: number;
}

/** A zip file. With `large`, every length and place stands in zip64 records; a comment may follow. */
export function buildZip(parts: readonly ZipPart[], { large = false, comment = "" }: { large?: boolean; comment?: string } = {}): Buffer {
  const pieces: Buffer[] = [];
  const central: Buffer[] = [];
  let position = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    local.writeUInt16LE(name.length, 26);
    // An extra field, as PyTorch uses to align what follows.
    const padding = Buffer.from([0x46, 0x42, 3, 0, 0, 0, 0]);
    local.writeUInt16LE(padding.length, 28);
    central.push(centralHeader({ part, name, position, large }));
    pieces.push(local, name, padding, Buffer.from(part.content));
    position += local.length + name.length + padding.length + part.content.length;
  }
  const directory = Buffer.concat(central);
  return Buffer.concat([...pieces, directory, endRecords({ entries: parts.length, size: directory.length, start: position, large, comment })]);
}

function centralHeader({ part, name, position, large }: { part: ZipPart; name: Buffer; position: number; large: boolean }): Buffer {
  const header = Buffer.alloc(46);
  const size = part.size ?? part.content.length;
  const headerStart = part.headerStart ?? position;
  header.writeUInt32LE(0x02014b50);
  header.writeUInt16LE(part.flags ?? 0, 8);
  header.writeUInt16LE(part.method ?? 0, 10);
  header.writeUInt32LE(crc32(part.content), 16);
  header.writeUInt16LE(name.length, 28);
  if (!large) {
    header.writeUInt32LE(size, 20);
    header.writeUInt32LE(size, 24);
    header.writeUInt32LE(headerStart, 42);
    return Buffer.concat([header, name]);
  }
  // Another extra field stands before the one that matters.
  const extra = Buffer.alloc(5 + 28);
  extra.writeUInt16LE(0x7777);
  extra.writeUInt16LE(1, 2);
  extra.writeUInt16LE(1, 5);
  extra.writeUInt16LE(24, 7);
  extra.writeBigUInt64LE(BigInt(size), 9);
  extra.writeBigUInt64LE(BigInt(size), 17);
  extra.writeBigUInt64LE(BigInt(headerStart), 25);
  for (const field of [20, 24, 42]) header.writeUInt32LE(0xffffffff, field);
  header.writeUInt16LE(extra.length, 30);
  return Buffer.concat([header, name, extra]);
}

function endRecords({ entries, size, start, large, comment }: { entries: number; size: number; start: number; large: boolean; comment: string }): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(large ? 0xffff : entries, 8);
  end.writeUInt16LE(large ? 0xffff : entries, 10);
  end.writeUInt32LE(large ? 0xffffffff : size, 12);
  end.writeUInt32LE(large ? 0xffffffff : start, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  if (!large) return Buffer.concat([end, Buffer.from(comment)]);
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(entries), 24);
  record.writeBigUInt64LE(BigInt(entries), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(start), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50);
  locator.writeBigUInt64LE(BigInt(start + size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator, end, Buffer.from(comment)]);
}
