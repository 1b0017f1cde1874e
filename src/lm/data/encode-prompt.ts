import type { ChatMessage } from "../tokenizer/chat-template.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { RenderedPrompt } from "./render-prompt.ts";

/** What is needed of a tokenizer here. */
export type ExampleTokenizer = Pick<Tokenizer, "encode" | "special" | "chatTemplate">;

/**
 * The ids of a prompt, with what the model puts around a text. A chat's template writes its control tokens itself, and
 * its messages cannot: a message that is spelled like one is plain text.
 *
 * @returns undefined where a chat holds such a message and the template rewrote it, so that it cannot be told apart.
 */
export function encodePrompt(prompt: RenderedPrompt, tokenizer: ExampleTokenizer): number[] | undefined {
  if (prompt.messages === undefined) return tokenizer.encode(prompt.text, { parseSpecial: false });
  const forging = prompt.messages.some(({ content }) => looksSpecial(content, tokenizer));
  if (!forging) return tokenizer.encode(prompt.text, { addSpecial: false });
  const parts = separate(prompt.text, prompt.messages);
  return parts?.flatMap(({ text, isData }) => tokenizer.encode(text, { addSpecial: false, parseSpecial: !isData }));
}

/** How many ids the tokenizer puts behind a text, as T5's does with `</s>`. */
export function idsBehind(tokenizer: ExampleTokenizer): number {
  const bare = tokenizer.encode("a", { addSpecial: false });
  const whole = tokenizer.encode("a");
  for (let before = whole.length - bare.length; before >= 0; before--) {
    if (bare.every((id, at) => whole[before + at] === id)) return whole.length - bare.length - before;
  }
  return 0;
}

function looksSpecial(text: string, tokenizer: ExampleTokenizer): boolean {
  const parsed = tokenizer.encode(text, { addSpecial: false });
  const plain = tokenizer.encode(text, { addSpecial: false, parseSpecial: false });
  return parsed.length !== plain.length || parsed.some((id, at) => id !== plain[at]);
}

// Templates may trim what they are given.
function separate(text: string, messages: readonly ChatMessage[]): { text: string; isData: boolean }[] | undefined {
  const parts: { text: string; isData: boolean }[] = [];
  let from = 0;
  for (const { content } of messages) {
    const data = content.trim();
    const at = text.indexOf(data, from);
    if (at < 0) return undefined;
    parts.push({ text: text.slice(from, at), isData: false }, { text: data, isData: true });
    from = at + data.length;
  }
  parts.push({ text: text.slice(from), isData: false });
  return parts.filter((part) => part.text !== "");
}
