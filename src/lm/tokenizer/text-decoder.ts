import { SteadfastError } from "../../base/index.ts";
import { bytesOfPiece, type SpellingRules } from "./spelling.ts";
import type { DecodeOptions, TextStream } from "./tokenizer.ts";

/** Ids to text, one after the other. */
export class IdDecoder {
  readonly #spellings: readonly (string | undefined)[];
  readonly #special: ReadonlySet<number>;
  readonly #rules: SpellingRules;
  readonly #bytes: (Uint8Array | undefined)[] = [];

  constructor(options: { spellings: readonly (string | undefined)[]; special: ReadonlySet<number>; rules: SpellingRules }) {
    this.#spellings = options.spellings;
    this.#special = options.special;
    this.#rules = options.rules;
  }

  /** The vocabulary's own spelling; empty for an id that the vocabulary leaves out. */
  spelling(id: number): string {
    if (!Number.isInteger(id) || id < 0 || id >= this.#spellings.length) {
      throw new SteadfastError({
        code: "token-unknown",
        sentence: `There is no token ${id}: this tokenizer's ids are 0 to ${this.#spellings.length - 1}.`,
        hint: "Take the tokenizer that belongs to the model, and cut logits beyond its size: vocabularies of models may be padded.",
      });
    }
    return this.#spellings[id] ?? "";
  }

  stream({ skipSpecial = true, continuing = false }: DecodeOptions = {}): TextStream {
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    const separator = this.#rules.separator;
    let leading = continuing ? 0 : this.#rules.leadingSpaces;
    let begun = continuing;
    const trimmed = (text: string): string => {
      if (leading === 0 || text === "") return text;
      let cut = 0;
      while (cut < leading && text[cut] === " ") cut += 1;
      // Only what stands at the very start counts: the first other character ends it.
      leading = cut === text.length ? leading - cut : 0;
      return text.slice(cut);
    };
    return {
      push: (id) => {
        const bytes = this.#bytesOf(id);
        if (skipSpecial && this.#special.has(id)) return "";
        const before = begun ? separator : "";
        begun = true;
        return trimmed((before === "" ? "" : decoder.decode(Buffer.from(before, "utf8"), { stream: true })) + decoder.decode(bytes, { stream: true }));
      },
      end: () => trimmed(decoder.decode()),
    };
  }

  #bytesOf(id: number): Uint8Array {
    return (this.#bytes[id] ??= bytesOfPiece(this.#rules, this.spelling(id)));
  }
}
