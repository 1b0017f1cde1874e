import type { ChatBackend, ChatRequest, ChatResponse } from "../port/chat-model.ts";
import { checkResponse } from "../port/check-response.ts";
import type { OpenBackend } from "./open-backend.ts";

/** What a script says: a text, or a whole answer. Throw for a failure. */
export type Script = (request: ChatRequest, options: { readonly call: number; readonly signal: AbortSignal }) => ScriptedAnswer | Promise<ScriptedAnswer>;

/** @see Script */
export type ScriptedAnswer = string | ChatResponse;

/** Tokens of a scripted model: words with the white space before them. */
const words = (text: string): string[] => text.match(/\s*\S+|\s+$/g) ?? [];

/** A model that says what a function says: for tests, for baselines. `name` tells one script from another. A plain text is held to `maxTokens` and `stop` as a model's own would be. */
export function scriptedBackend(script: Script, name?: string): ChatBackend {
  let calls = 0;
  return {
    provider: "scripted",
    // Each is a lane of its own.
    lane: `scripted ${(backends += 1)}`,
    details: { provider: "scripted", ...(name === undefined ? {} : { script: name }) },
    price: { input: 0, output: 0, cached: 0 },
    limits: { initialConcurrency: 1024, maximumConcurrency: 1024 },
    ask: async (request, { signal }) => {
      const call = calls;
      calls += 1;
      const answer = await script(request, { call, signal });
      return typeof answer === "string" ? answerOf(answer, request) : checkResponse(answer, "The script");
    },
    close: async () => {},
  };
}

let backends = 0;

function answerOf(text: string, { messages, maxTokens, stop = [] }: ChatRequest): ChatResponse {
  const ends = stop.map((each) => text.indexOf(each)).filter((index) => index >= 0);
  const whole = words(ends.length === 0 ? text : text.slice(0, Math.min(...ends)));
  const kept = whole.slice(0, maxTokens);
  const input = messages.reduce((sum, message) => sum + words(message.text).length, 0);
  return { text: kept.join(""), finish: kept.length < whole.length ? "length" : "stop", usage: { input, output: kept.length, cached: 0, raw: { words: [input, kept.length] } } };
}

/** `scripted:echo` says the user's last message again; `scripted:constant:TEXT` always says the same: the baselines of tasks and judges. */
export const open: OpenBackend<"scripted"> = async ({ script }) => {
  const constant = script.slice("constant:".length);
  return scriptedBackend(script === "echo" ? ({ messages }) => messages.at(-1)!.text : () => constant, script);
};
