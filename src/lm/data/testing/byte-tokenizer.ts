import type { ChatMessage, ChatTemplate } from "../../tokenizer/chat-template.ts";
import type { ExampleTokenizer } from "../encode-prompt.ts";

const [padding, begin, end, turn] = [0, 1, 2, 3];
const specials: Readonly<Record<string, number>> = { "<s>": begin, "</s>": end, "<|turn|>": turn };

/** The first id of a byte. */
export const firstByte = 4;

/**
 * A tokenizer small enough to know by heart: one id a byte of UTF-8, four special ids. `before` and `behind` are what its
 * post-processor adds.
 */
export function byteTokenizer({ before = [begin], behind = [], chat = true }: { before?: readonly number[]; behind?: readonly number[]; chat?: boolean } = {}): ExampleTokenizer {
  return {
    special: { begin, end, padding },
    chatTemplate: chat ? turnTemplate : undefined,
    encode(text, { addSpecial = true, parseSpecial = true } = {}) {
      const parts = parseSpecial ? text.split(/(<s>|<\/s>|<\|turn\|>)/) : [text];
      const ids = parts.flatMap((part) => (parseSpecial && Object.hasOwn(specials, part) ? [specials[part]!] : [...Buffer.from(part, "utf8")].map((byte) => byte + firstByte)));
      return addSpecial ? [...before, ...ids, ...behind] : ids;
    },
  };
}

/** `<|turn|>user:…</s>` for each message, trimmed as many templates do. */
const turnTemplate: ChatTemplate = {
  render(messages: readonly ChatMessage[], { addGenerationPrompt = false } = {}) {
    const turns = messages.map(({ role, content }) => `<|turn|>${role}:${content.trim()}</s>`);
    return turns.join("") + (addGenerationPrompt ? "<|turn|>assistant:" : "");
  },
};
