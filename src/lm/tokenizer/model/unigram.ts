import type { TokenModel, UnknownPolicy } from "./model.ts";
import { PieceTrie } from "./piece-trie.ts";
import { WordCache } from "./word-cache.ts";

/** @see unigramModel */
export interface UnigramSettings {
  /** Every piece that text may become, with its log-probability. */
  readonly pieces: readonly { readonly id: number; readonly spelling: string; readonly score: number }[];
  readonly unknown: UnknownPolicy;
  /** Of one character that is no piece. */
  readonly unknownScore: number;
  /** The arithmetic of the implementation that is followed: it decides between splits of nearly the same score. */
  readonly precision: "single" | "double";
}

/**
 * The most probable split into pieces (Kudo 2018), by Viterbi over the characters; of equals, the one whose last piece is
 * longer.
 */
export function unigramModel({ pieces, unknown, unknownScore, precision }: UnigramSettings): TokenModel {
  const trie = new PieceTrie(pieces.map(({ spelling }, at) => [spelling, at]));
  const rounded = precision === "single" ? Math.fround : (value: number): number => value;
  const scores = Float64Array.from(pieces, ({ score }) => rounded(score));
  const encoder = new TextEncoder();
  const cache = new WordCache();

  const encodeWord = (text: string): number[] => {
    const length = text.length;
    const best = new Float64Array(length + 1).fill(-Infinity);
    /** Where the best split's piece that ends here begins, and which piece it is: −1 an unknown character, −2 none ends here. */
    const begins = new Int32Array(length + 1);
    const chosen = new Int32Array(length + 1).fill(-2);
    best[0] = 0;
    for (let at = 0; at < length; ) {
      const step = text.codePointAt(at)! > 0xffff ? 2 : 1;
      const single = at + step;
      let covered = false;
      const offer = (end: number, score: number, piece: number): void => {
        const total = rounded(best[at]! + score);
        if (chosen[end] !== -2 && total <= best[end]!) return;
        best[end] = total;
        begins[end] = at;
        chosen[end] = piece;
      };
      trie.match(text, at, (piece, end) => {
        if (end === single) covered = true;
        offer(end, scores[piece]!, piece);
      });
      if (!covered) offer(single, rounded(unknownScore), -1);
      at = single;
    }
    const backwards: number[] = [];
    for (let end = length; end > 0; end = begins[end]!) backwards.push(end);
    const ids: number[] = [];
    let afterUnknown = false;
    for (const end of backwards.reverse()) {
      const piece = chosen[end]!;
      if (piece >= 0) ids.push(pieces[piece]!.id);
      else if (unknown.bytes !== undefined) for (const byte of encoder.encode(text.slice(begins[end], end))) ids.push(unknown.bytes[byte]!);
      else if (unknown.id !== undefined && !(afterUnknown && unknown.fused)) ids.push(unknown.id);
      afterUnknown = piece < 0;
    }
    return ids;
  };
  return { encode: (text, into) => cache.encode(text, into, encodeWord) };
}
