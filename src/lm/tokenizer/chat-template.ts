import { Environment, Interpreter, Template } from "@huggingface/jinja";
import { messageOf, SteadfastError } from "../../base/index.ts";
import { shown } from "./failure.ts";
import { formatTime } from "./format-time.ts";

/** One message of a chat, as templates know it. */
export interface ChatMessage {
  readonly role: "system" | "user" | "assistant" | "tool";
  readonly content: string;
}

/** @see ChatTemplate.render */
export interface RenderOptions {
  /** Ends with the opening of the assistant's turn, so that the model answers. By default false. */
  addGenerationPrompt?: boolean;
  /** Further variables that the template knows, such as `enable_thinking`. */
  [extra: string]: unknown;
}

/** How one model wants a chat written as text. */
export interface ChatTemplate {
  /**
   * The chat as text, special tokens spelled out: to be encoded with `addSpecial: false`, and what users wrote in it with
   * `parseSpecial: false`, or they could forge the turns of others.
   *
   * @throws SteadfastError `chat-refused` with the template's own words, or `chat-template`.
   */
  render(messages: readonly ChatMessage[], options?: RenderOptions): string;
}

/** The most that a template may count to, as in the sandbox of Jinja. */
const longestRange = 100_000;

/** What the template threw of its own will. */
class Refusal extends Error {}

/**
 * Makes a Jinja template usable; `variables` are the model's own, such as `bos_token`.
 *
 * @throws SteadfastError `chat-template` where it cannot be read.
 */
export function compileChatTemplate(source: string, options: { file: string; variables?: Readonly<Record<string, string | undefined>>; now?: () => Date }): ChatTemplate {
  const { file, variables = {}, now = () => new Date() } = options;
  let parsed: Template["parsed"];
  try {
    parsed = new Template(source).parsed;
  } catch (cause) {
    throw new SteadfastError({ code: "chat-template", sentence: `The chat template of ${file} cannot be read: ${oneLine(cause)}.`, hint: "Take the template that was published with the model.", cause });
  }
  const globals = {
    true: true,
    false: false,
    none: null,
    True: true,
    False: false,
    None: null,
    range,
    raise_exception: (words: unknown) => {
      throw new Refusal(String(words));
    },
    strftime_now: (format: unknown) => formatTime(now(), String(format)),
    // Templates ask whether these are none, which something undefined is not.
    tools: null,
    documents: null,
  };
  return {
    render: (messages, { addGenerationPrompt = false, ...extra } = {}) => {
      const environment = new Environment();
      const given = Object.entries(variables).filter(([, value]) => value !== undefined);
      const all = { ...globals, ...Object.fromEntries(given), ...extra, messages: messages.map((message) => ({ ...message })), add_generation_prompt: addGenerationPrompt };
      try {
        for (const [name, value] of Object.entries(all)) environment.set(name, value);
        return String((new Interpreter(environment).run(parsed) as { value: unknown }).value);
      } catch (cause) {
        if (cause instanceof Refusal) throw new SteadfastError({ code: "chat-refused", sentence: `The model's chat template refuses these messages: ${shown(cause.message)}.`, hint: "Change the messages as the template asks: many models know no system message, or want user and assistant in turns.", cause });
        throw new SteadfastError({ code: "chat-template", sentence: `The chat template of ${file} failed: ${oneLine(cause)}.`, hint: "The template may use what is not known here; write the prompt without a template.", cause });
      }
    },
  };
}

const oneLine = (thrown: unknown): string => messageOf(thrown).replace(/\s+/g, " ").replace(/\.$/, "").slice(0, 300);

function range(from: number, to?: number, step = 1): number[] {
  const [start, end] = to === undefined ? [0, from] : [from, to];
  const length = Math.max(0, Math.ceil((end - start) / step));
  // Also for a step of 0, whose length is no number.
  if (!(length <= longestRange)) throw new RangeError(`a range of more than ${longestRange} numbers`);
  return Array.from({ length }, (_, at) => start + at * step);
}
