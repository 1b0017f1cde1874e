import { Heap } from "./heap.ts";
import type { TokenModel, UnknownPolicy } from "./model.ts";
import { PairTable } from "./pair-table.ts";
import { WordCache } from "./word-cache.ts";

/** Two neighbours that become one piece; of all that are possible, the lowest rank is done first, then the leftmost. */
export interface Merge {
  readonly left: number;
  readonly right: number;
  readonly rank: number;
  readonly result: number;
}

/** @see bytePairModel */
export interface BytePairSettings {
  /** Every piece that text may become: spelling → id. */
  readonly pieces: ReadonlyMap<string, number>;
  readonly merges: readonly Merge[];
  readonly unknown: UnknownPolicy;
  /** A text that is a piece as a whole becomes it, whether merges lead there or not. */
  readonly wholeFirst: boolean;
  /**
   * Characters that are no piece, though pieces contain them: ids of this model alone, from `size` on. They merge, and are
   * unknown where they do not.
   */
  readonly strays?: { readonly size: number; readonly ids: ReadonlyMap<string, number> };
}

/**
 * Byte-pair encoding (Sennrich et al. 2016) in n log n steps: pairs wait in a heap, ordered by rank and then position, and a
 * pair that has changed since is passed over when it comes up.
 */
export function bytePairModel(settings: BytePairSettings): TokenModel {
  const { pieces, unknown, wholeFirst, strays } = settings;
  const merges = settings.merges;
  const table = new PairTable(merges.length);
  merges.forEach(({ left, right }, at) => table.set(left, right, at));
  const firstStray = strays?.size ?? Infinity;
  const encoder = new TextEncoder();
  const cache = new WordCache();

  const encodeWord = (word: string): number[] => {
    const whole = wholeFirst ? pieces.get(word) : undefined;
    if (whole !== undefined) return [whole];
    const characters = Array.from(word);
    const out: number[] = [];
    let afterUnknown = false;
    mergeAll(Int32Array.from(characters, (character) => pieces.get(character) ?? strays?.ids.get(character) ?? -1), (id, at) => {
      const known = id >= 0 && id < firstStray;
      if (known) out.push(id);
      else if (unknown.bytes !== undefined) for (const byte of encoder.encode(characters[at])) out.push(unknown.bytes[byte]!);
      else if (unknown.id !== undefined && !(afterUnknown && unknown.fused)) out.push(unknown.id);
      afterUnknown = !known;
    });
    return out;
  };

  /** `ids` is used up; `emit` gets each remaining id with the place where it began. */
  const mergeAll = (ids: Int32Array, emit: (id: number, at: number) => void): void => {
    const count = ids.length;
    const next = Int32Array.from(ids, (_, at) => at + 1);
    const previous = Int32Array.from(ids, (_, at) => at - 1);
    const heap = new Heap();
    const consider = (at: number): void => {
      if (at < 0 || next[at]! >= count) return;
      const merge = table.get(ids[at]!, ids[next[at]!]!);
      // One number that sorts by rank, then position: exact, for ranks stay below 2²² and positions below 2³⁰.
      if (merge !== -1) heap.push(merges[merge]!.rank * count + at);
    };
    for (let at = 0; at < count; at++) consider(at);
    for (let key = heap.pop(); key !== undefined; key = heap.pop()) {
      const at = key % count;
      const right = next[at]!;
      if (ids[at] === gone || right >= count) continue;
      const merge = table.get(ids[at]!, ids[right]!);
      if (merge === -1 || merges[merge]!.rank * count + at !== key) continue;
      ids[at] = merges[merge]!.result;
      ids[right] = gone;
      next[at] = next[right]!;
      if (next[at]! < count) previous[next[at]!] = at;
      consider(previous[at]!);
      consider(at);
    }
    for (let at = 0; at < count; at = next[at]!) emit(ids[at]!, at);
  };

  return { encode: (text, into) => cache.encode(text, into, encodeWord) };
}

const gone = -2;
