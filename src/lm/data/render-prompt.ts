import { SteadfastError } from "../../base/index.ts";
import type { ChatTemplate } from "../tokenizer/chat-template.ts";
import { fillSlots } from "./fill-slots.ts";
import { type PromptTemplate, promptTemplates } from "./prompt-templates.ts";
import type { InstructionRecord } from "./record.ts";
import { separateData } from "./separate-data.ts";
import type { TextPart } from "./text-part.ts";

/** @see renderPrompt */
export interface PromptOptions {
  /** `alpaca`, `plain`, `chat` (the model's own), or a text of your own with `{instruction}` and `{input}` in it. */
  readonly template: string;
  /** Needed for `chat`. */
  readonly chatTemplate?: ChatTemplate | undefined;
  /** Which to take where a record has both. By default `instruction`, which is rendered; a prompt is taken as it is. */
  readonly prefer?: "instruction" | "prompt";
}

/** A prompt that still knows where its text comes from. */
export interface RenderedPrompt {
  readonly text: string;
  /** Whether a chat template wrote it: then what models put around a text is there already. */
  readonly isChat: boolean;
  /** What was put in. */
  readonly data: readonly string[];
  /** Its stretches; undefined where the chat template leaves no telling. */
  parts(): readonly TextPart[] | undefined;
}

/**
 * The prompt of a record as text. Data is put in as it is, whatever it looks like.
 *
 * @throws SteadfastError `prompt-template` (no such name and no `{instruction}`, or no `{input}` for a record that has
 * one), `prompt-missing` (nothing to render), `chat-template-missing`, `prompt-conversation` (several messages, and a
 * template for one instruction), and what the chat template throws.
 * @example
 * renderPrompt({ line: 1, instruction: "Name a colour.", outputs: ["Blue"] }, { template: "alpaca" });
 */
export function renderPrompt(record: InstructionRecord, options: PromptOptions): string {
  return renderWithSource(record, options).text;
}

/** @see renderPrompt */
export function renderWithSource(record: InstructionRecord, options: PromptOptions): RenderedPrompt {
  const { prefer = "instruction" } = options;
  const template = options.template === "chat" ? undefined : templateOf(options.template);
  const { instruction, input = "", prompt } = record;
  if (record.messages === undefined && prompt !== undefined && (instruction === undefined || prefer === "prompt")) return joined([{ text: prompt, isData: true }]);
  if (record.messages === undefined && instruction === undefined) throw new SteadfastError({ code: "prompt-missing", sentence: `The record of line ${record.line} has neither instruction, prompt nor messages.` });
  if (template === undefined) {
    const messages = record.messages ?? [{ role: "user", content: input === "" ? instruction! : `${instruction}\n\n${input}` }];
    const chatTemplate = chatTemplateOf(options);
    const text = chatTemplate.render(messages, { addGenerationPrompt: true });
    return { text, isChat: true, data: messages.map(({ content }) => content), parts: () => separateData(text, messages, chatTemplate) };
  }
  if (input !== "" && !template.withInput.includes("{input}")) {
    throw new SteadfastError({ code: "prompt-template", sentence: `The prompt template has no {input}, but the record of line ${record.line} has one.`, hint: "Put {input} where it belongs." });
  }
  return joined(fillSlots(input === "" ? template.withoutInput : template.withInput, { instruction: instruction ?? onlyQuestion(record), input }));
}

function joined(parts: readonly TextPart[]): RenderedPrompt {
  return { text: parts.map(({ text }) => text).join(""), isChat: false, data: parts.filter(({ isData }) => isData).map(({ text }) => text), parts: () => parts };
}

function templateOf(name: string): PromptTemplate {
  const named = promptTemplates.get(name);
  if (named !== undefined) return named;
  if (!name.includes("{instruction}")) {
    throw new SteadfastError({ code: "prompt-template", sentence: `There is no prompt template ${JSON.stringify(name.slice(0, 80))}.`, hint: `Take ${[...promptTemplates.keys()].join(", ")} or chat, or write a text with {instruction} and {input} in it.` });
  }
  return { withInput: name, withoutInput: name };
}

function chatTemplateOf({ chatTemplate }: PromptOptions): ChatTemplate {
  if (chatTemplate !== undefined) return chatTemplate;
  throw new SteadfastError({ code: "chat-template-missing", sentence: "The model has no chat template.", hint: "Take the template alpaca or plain, or a chat model." });
}

function onlyQuestion({ messages = [], line }: InstructionRecord): string {
  const [only] = messages;
  if (messages.length === 1 && only!.role === "user") return only!.content;
  throw new SteadfastError({ code: "prompt-conversation", sentence: `The record of line ${line} is a conversation of several messages, which only the template chat can write.`, hint: "Take the template chat with a model that has one." });
}
