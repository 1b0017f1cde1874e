import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { RenderedPrompt } from "./render-prompt.ts";

/** What is needed of a tokenizer here. */
export type ExampleTokenizer = Pick<Tokenizer, "encode" | "special" | "chatTemplate">;

/**
 * The ids of a prompt, with what the model puts around a text (a chat's template writes that itself). Control tokens
 * that the template spells become control tokens; data that is spelled like one stays text.
 *
 * @returns undefined where a chat holds such data and its template leaves no telling where it stands.
 */
export function encodePrompt(prompt: RenderedPrompt, tokenizer: ExampleTokenizer): number[] | undefined {
  const addSpecial = !prompt.isChat;
  const plain = tokenizer.encode(prompt.text, { addSpecial, parseSpecial: false });
  const parsed = tokenizer.encode(prompt.text, { addSpecial });
  if (same(plain, parsed)) return plain;
  if (!prompt.data.some((text) => looksSpecial(text, tokenizer))) return parsed;
  const parts = prompt.parts();
  if (parts === undefined) return undefined;
  if (!parts.some(({ text, isData }) => !isData && looksSpecial(text, tokenizer))) return plain;
  const ids = parts.flatMap(({ text, isData }) => (text === "" ? [] : tokenizer.encode(text, { addSpecial: false, parseSpecial: !isData })));
  const { before, behind } = idsAround(tokenizer);
  return addSpecial ? [...before, ...ids, ...behind] : ids;
}

/** The ids that the tokenizer puts before and behind a text, as T5's does with `</s>`. */
export function idsAround(tokenizer: ExampleTokenizer): { readonly before: readonly number[]; readonly behind: readonly number[] } {
  const bare = tokenizer.encode("a", { addSpecial: false });
  const whole = tokenizer.encode("a");
  for (let start = whole.length - bare.length; start >= 0; start--) {
    const stop = start + bare.length;
    if (same(whole.slice(start, stop), bare)) return { before: whole.slice(0, start), behind: whole.slice(stop) };
  }
  return { before: [], behind: [] };
}

function looksSpecial(text: string, tokenizer: ExampleTokenizer): boolean {
  return !same(tokenizer.encode(text, { addSpecial: false }), tokenizer.encode(text, { addSpecial: false, parseSpecial: false }));
}

function same(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((id, at) => id === other[at]);
}
