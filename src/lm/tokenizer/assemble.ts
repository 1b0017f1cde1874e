import { type AddedToken, addedTokenFinder, type Part } from "./added-tokens.ts";
import type { ChatTemplate } from "./chat-template.ts";
import type { TokenModel } from "./model/model.ts";
import type { SpellingRules } from "./spelling.ts";
import type { Splitter } from "./split/pieces.ts";
import { IdDecoder } from "./text-decoder.ts";
import type { SpecialIds, Tokenizer } from "./tokenizer.ts";

/** What every file format of tokenizers is read into. */
export interface TokenizerParts {
  /** By id; a gap is an id that the vocabulary leaves out. */
  readonly spellings: readonly (string | undefined)[];
  readonly addedTokens: readonly AddedToken[];
  /** `first`: the text stands at the very start of what is encoded, not behind an added token. */
  readonly normalize: (text: string, first: boolean) => string;
  readonly split: Splitter;
  readonly model: TokenModel;
  /** What the post-processor puts around a text. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly rules: SpellingRules;
  readonly special: SpecialIds;
}

/** The steps of encoding put in a row: added tokens, normalisation, added tokens again, splitting, the model, what stands around. */
export function assembleTokenizer(parts: TokenizerParts, chatTemplate: ChatTemplate | undefined, files: ReadonlyMap<string, Uint8Array>): Tokenizer {
  const all = encoder(parts, parts.addedTokens);
  const plain = encoder(parts, parts.addedTokens.filter(({ special }) => !special));
  const decoder = new IdDecoder({ spellings: parts.spellings, special: new Set(parts.addedTokens.filter(({ special }) => special).map(({ id }) => id)), rules: parts.rules });
  return {
    size: parts.spellings.length,
    special: parts.special,
    encode: (text, { addSpecial = true, parseSpecial = true } = {}) => {
      const ids = addSpecial ? [...parts.before] : [];
      (parseSpecial ? all : plain)(text.toWellFormed(), ids);
      if (addSpecial) ids.push(...parts.after);
      return ids;
    },
    decode: (ids, options) => {
      const stream = decoder.stream(options);
      let text = "";
      for (const id of ids) text += stream.push(id);
      return text + stream.end();
    },
    stream: (options) => decoder.stream(options),
    tokenText: (id) => decoder.spelling(id),
    chatTemplate,
    files,
  };
}

function encoder({ normalize, split, model }: TokenizerParts, added: readonly AddedToken[]): (text: string, into: number[]) => void {
  const given = addedTokenFinder(added.filter(({ normalized }) => !normalized), (content) => content);
  const normalised = addedTokenFinder(added.filter(({ normalized }) => normalized), (content) => normalize(content, true));
  return (text, into) => {
    const eachText = (parts: readonly Part[], use: (text: string, first: boolean) => void): void => {
      for (const part of parts) {
        if ("id" in part) into.push(part.id);
        else use(part.text, part.start === 0);
      }
    };
    eachText(given(text), (stretch, first) =>
      eachText(normalised(normalize(stretch, first)), (section, sectionFirst) => {
        for (const piece of split({ text: section, first: first && sectionFirst })) model.encode(piece.text, into);
      }),
    );
  };
}
