/**
 * The table of a precompiled character map, as SentencePiece stores it: the size of a double-array trie in bytes, the trie
 * (32-bit units, little-endian, in the layout of darts-clone), then the replacements, each ended by a zero byte. The trie
 * maps UTF-8 to the place of a replacement.
 */
export class CharacterMap {
  readonly #units: Uint32Array;
  readonly #replacements: Uint8Array;
  readonly #read = new Map<number, string>();

  /** @throws RangeError where the sizes contradict each other. */
  constructor(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const size = bytes.length < 4 ? -1 : view.getUint32(0, true);
    if (size < 4 || size % 4 !== 0 || size > bytes.length - 4) throw new RangeError("the character map's trie does not fit into it");
    this.#units = Uint32Array.from({ length: size / 4 }, (_, at) => view.getUint32(4 + at * 4, true));
    this.#replacements = bytes.subarray(4 + size);
  }

  /** The shortest or the longest key that the bytes go on with: its length in bytes and what replaces it. */
  match(bytes: Uint8Array, start: number, wanted: "shortest" | "longest"): { length: number; replacement: string } | undefined {
    const units = this.#units;
    let node = offsetOf(units[0]!);
    let length = 0;
    let place = -1;
    for (let at = start; at < bytes.length && bytes[at] !== 0; at++) {
      node ^= bytes[at]!;
      const unit = units[node];
      if (unit === undefined || labelOf(unit) !== bytes[at]) break;
      node ^= offsetOf(unit);
      if (!hasLeaf(unit)) continue;
      place = (units[node] ?? 0) & 0x7fffffff;
      length = at + 1 - start;
      if (wanted === "shortest") break;
    }
    return place === -1 ? undefined : { length, replacement: this.#replacement(place) };
  }

  #replacement(place: number): string {
    let text = this.#read.get(place);
    if (text === undefined) {
      const end = this.#replacements.indexOf(0, place);
      text = Buffer.from(this.#replacements.subarray(place, end === -1 ? undefined : end)).toString("utf8");
      this.#read.set(place, text);
    }
    return text;
  }
}

const offsetOf = (unit: number): number => (unit >>> 10) << ((unit & 0x200) >>> 6);
const labelOf = (unit: number): number => unit & 0x800000ff;
const hasLeaf = (unit: number): boolean => (unit & 0x100) !== 0;
