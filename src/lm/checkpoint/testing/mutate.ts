import type { RandomStream } from "../../../stats/index.ts";

/** Numbers at which programs that trust lengths break. */
const interesting = [0, 1, 2, 3, 4, 7, 8, 24, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff];
const interestingTexts = ["0", "-1", "1", "4", "1e3", "1.5", "9007199254740991", "9007199254740993", "1e400", "null", "true", '""', "[]", "{}", '"F16"', '"F64"', '"__metadata__"', '"__proto__"', "\u0000", "\\", '"'];

/** A copy with one to four changes: bytes, numbers, pieces left out, doubled, moved or cut off, and for text other words. */
export function mutate(bytes: Uint8Array, random: RandomStream, { text = false }: { text?: boolean } = {}): Buffer {
  let result: Buffer = Buffer.from(bytes);
  const changes = random.integer(4) > 0 ? 1 : 2 + random.integer(3);
  for (let change = 0; change < changes; change++) result = text && random.integer(3) > 0 ? replaceWord(result, random) : changeOnce(result, random);
  return result;
}

function changeOnce(bytes: Buffer, random: RandomStream): Buffer {
  if (bytes.length === 0) return Buffer.of(random.integer(256));
  const at = random.integer(bytes.length);
  const length = 1 + random.integer(Math.min(64, bytes.length - at));
  switch (random.integer(12)) {
    case 0:
    case 8:
    case 9:
      bytes[at]! ^= 1 << random.integer(8);
      return bytes;
    case 1:
    case 10:
      bytes[at] = random.integer(256);
      return bytes;
    case 2:
    case 11:
      return writeNumber(bytes, at, random);
    case 3:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 4:
      return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
    case 5:
      return bytes.subarray(0, at);
    case 6: {
      const from = random.integer(bytes.length);
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(from, from + length), bytes.subarray(at + length)]);
    }
    default:
      return Buffer.concat([bytes.subarray(0, at), Buffer.of(random.integer(256)), bytes.subarray(at)]);
  }
}

function writeNumber(bytes: Buffer, at: number, random: RandomStream): Buffer {
  const value = interesting[random.integer(interesting.length)]!;
  const width = [1, 2, 4, 8][random.integer(4)]!;
  const number = Buffer.alloc(8);
  number.writeBigUInt64LE(BigInt(value) << BigInt(random.integer(3) === 0 ? 32 : 0));
  number.copy(bytes, at, 0, Math.min(width, bytes.length - at));
  return bytes;
}

/** Replaces a number or a quoted word by another of the text or by an interesting one. */
function replaceWord(bytes: Buffer, random: RandomStream): Buffer {
  const text = bytes.toString("latin1");
  const words = [...text.matchAll(/\d+|"[^"]*"|[[\]{},:]/g)];
  if (words.length === 0) return bytes;
  const word = words[random.integer(words.length)]!;
  const other = random.integer(2) === 0 ? interestingTexts[random.integer(interestingTexts.length)]! : words[random.integer(words.length)]![0];
  return Buffer.from(text.slice(0, word.index) + other + text.slice(word.index + word[0].length), "latin1");
}
