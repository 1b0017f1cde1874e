import { SteadfastError } from "../../base/index.ts";
import { encodePrompt, type ExampleTokenizer, idsAround } from "./encode-prompt.ts";
import type { InstructionRecord } from "./record.ts";
import { type PromptOptions, type RenderedPrompt, renderWithSource } from "./render-prompt.ts";

/** How records become the ids of prompts. */
export interface PromptEncoderOptions extends Omit<PromptOptions, "chatTemplate"> {
  readonly tokenizer: ExampleTokenizer;
  /**
   * What the prompt is read by: the decoder, which goes on behind it, or an encoder, which reads it to its end and so
   * keeps the end token that the tokenizer puts behind a text. By default `decoder`.
   */
  readonly reader?: "decoder" | "encoder";
}

/** The ids of a prompt. */
export interface PromptIds {
  readonly ids: readonly number[];
  /** How many of the last ids close the prompt and stay when it is cut. */
  readonly closing: number;
}

/**
 * One way from a record to its prompt's ids, for training and for generation; a record without gives the reason, as a clause.
 *
 * @example
 * const encode = promptEncoder({ tokenizer, template: "alpaca" });
 * const prompt = encode({ line: 1, instruction: "Name a colour.", outputs: ["Blue"] });
 */
export function promptEncoder({ tokenizer, reader = "decoder", template, prefer = "instruction" }: PromptEncoderOptions): (record: InstructionRecord) => PromptIds | string {
  const behind = idsAround(tokenizer).behind.length;
  return (record) => {
    const rendered = render(record, { template, prefer, chatTemplate: tokenizer.chatTemplate });
    if (typeof rendered === "string") return rendered;
    const ids = encodePrompt(rendered, tokenizer);
    if (ids === undefined) return "a message of it is spelled like a control token, and the chat template rewrites it";
    const closing = rendered.isChat ? 0 : behind;
    const read = reader === "encoder" ? { ids, closing } : { ids: ids.slice(0, ids.length - closing), closing: 0 };
    return read.ids.length === 0 ? "its prompt has no token" : read;
  };
}

/** The first ids of a prompt, and those that close it. */
export function cutPrompt({ ids, closing }: PromptIds, length: number): number[] {
  const kept = Math.min(closing, length);
  return [...ids.slice(0, length - kept), ...ids.slice(ids.length - kept)];
}

function render(record: InstructionRecord, options: PromptOptions): RenderedPrompt | string {
  try {
    return renderWithSource(record, options);
  } catch (error) {
    if (!(error instanceof SteadfastError)) throw error;
    if (error.code === "prompt-conversation") return "it is a conversation, which only the template chat can write";
    if (error.code === "chat-refused") return `the chat template refuses it (${error.message})`;
    throw error;
  }
}
