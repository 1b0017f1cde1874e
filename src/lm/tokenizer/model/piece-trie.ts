import { PairTable } from "./pair-table.ts";

/** The pieces of a vocabulary by their beginnings, in UTF-16 units. */
export class PieceTrie {
  readonly #children: PairTable;
  /** By node: the piece that ends there, −1 where none does. */
  readonly #pieces: number[] = [-1];

  constructor(pieces: Iterable<readonly [spelling: string, piece: number]>) {
    this.#children = new PairTable(1024);
    for (const [spelling, piece] of pieces) {
      let node = 0;
      for (let at = 0; at < spelling.length; at++) {
        let child = this.#children.get(node, spelling.charCodeAt(at));
        if (child === -1) {
          child = this.#pieces.push(-1) - 1;
          this.#children.set(node, spelling.charCodeAt(at), child);
        }
        node = child;
      }
      if (node !== 0) this.#pieces[node] = piece;
    }
  }

  /** Calls `found` for each piece that the text goes on with at a place, the shortest first, with where it ends. */
  match(text: string, start: number, found: (piece: number, end: number) => void): void {
    let node = 0;
    for (let at = start; at < text.length; at++) {
      node = this.#children.get(node, text.charCodeAt(at));
      if (node === -1) return;
      if (this.#pieces[node] !== -1) found(this.#pieces[node]!, at + 1);
    }
  }
}
