const longestWord = 64;
const capacity = 50_000;

/** Remembers the ids of short words: most words of a text come again. Forgets everything once it is full. */
export class WordCache {
  readonly #known = new Map<string, readonly number[]>();

  /** Appends the ids of the word, as remembered or as `encode` gives them. */
  encode(word: string, into: number[], encode: (word: string) => readonly number[]): void {
    let ids = this.#known.get(word);
    if (ids === undefined) {
      ids = encode(word);
      if (word.length <= longestWord) {
        if (this.#known.size >= capacity) this.#known.clear();
        this.#known.set(word, ids);
      }
    }
    // Not spread into push: a word of a million ids would not fit on the stack.
    for (const id of ids) into.push(id);
  }
}
