/** A stretch of two compared texts: in both, only in the second, or only in the first. */
export interface DiffPart {
  kind: "same" | "added" | "removed";
  text: string;
}

/** Gathers stretches into as few parts as there can be: between two that are the same, one removed and one added at most. */
export class PartList {
  readonly #parts: DiffPart[] = [];
  #same = "";
  #removed = "";
  #added = "";

  same(text: string): void {
    if (text === "") return;
    this.#flushChange();
    this.#same += text;
  }

  changed({ removed, added }: { removed: string; added: string }): void {
    if (removed === "" && added === "") return;
    this.#flushSame();
    this.#removed += removed;
    this.#added += added;
  }

  end(): DiffPart[] {
    this.#flushChange();
    this.#flushSame();
    return this.#parts;
  }

  #flushSame(): void {
    if (this.#same === "") return;
    const last = this.#parts.at(-1);
    if (last?.kind === "same") last.text += this.#same;
    else this.#parts.push({ kind: "same", text: this.#same });
    this.#same = "";
  }

  #flushChange(): void {
    if (this.#removed === "" && this.#added === "") return;
    // White space that both sides end with was not changed.
    const shared = commonSpaceAtEnd(this.#removed, this.#added);
    const [removed, added] = [this.#removed, this.#added].map((text) => text.slice(0, text.length - shared.length)) as [string, string];
    if (removed !== "") this.#parts.push({ kind: "removed", text: removed });
    if (added !== "") this.#parts.push({ kind: "added", text: added });
    [this.#removed, this.#added, this.#same] = ["", "", shared];
  }
}

function commonSpaceAtEnd(first: string, second: string): string {
  let length = 0;
  while (length < first.length && length < second.length && first.at(-1 - length) === second.at(-1 - length) && /\s/.test(first.at(-1 - length)!)) length++;
  return first.slice(first.length - length);
}
