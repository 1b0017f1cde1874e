import { canonicalJson } from "../../base/index.ts";
import { ChatFailure } from "./chat-failure.ts";
import type { ChatResponse } from "./chat-model.ts";

const finishes: ReadonlySet<unknown> = new Set(["stop", "length", "filter"]);
const parameters: ReadonlySet<unknown> = new Set(["temperature", "topP", "seed", "stop", "schema"]);

/**
 * Holds an answer that comes from a file or from code of the user's to the port.
 *
 * @param source the sentence's subject: `The script`
 * @throws ChatFailure `bad-response`, which is not tried again
 */
export function checkResponse(answer: unknown, source: string): ChatResponse {
  const wrong = problemOf(answer);
  if (wrong === undefined) return answer as ChatResponse;
  throw new ChatFailure({ code: "bad-response", retry: "never", sentence: `${source} gave what is no answer: ${wrong}.`, hint: 'An answer is { text, finish: "stop" | "length" | "filter", usage: { input, output, cached, raw } | null }.' });
}

function problemOf(answer: unknown): string | undefined {
  if (typeof answer !== "object" || answer === null) return "it is no object";
  const { text, reasoning, finish, rawFinish, usage, dropped } = answer as { [Name in keyof ChatResponse]: unknown };
  if (typeof text !== "string") return "its text is no text";
  if (reasoning !== undefined && typeof reasoning !== "string") return "its reasoning is no text";
  if (!finishes.has(finish)) return "its finish is none of stop, length and filter";
  if (rawFinish !== undefined && typeof rawFinish !== "string") return "its rawFinish is no text";
  if (usage !== null && !isUsage(usage)) return "its usage is neither null nor counts of tokens";
  if (dropped !== undefined && !(Array.isArray(dropped) && dropped.every((name) => parameters.has(name)))) return "dropped is no list of parameters";
  return undefined;
}

function isUsage(usage: unknown): boolean {
  if (typeof usage !== "object" || usage === null) return false;
  const { input, output, cached, raw } = usage as Record<string, unknown>;
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  return isCount(input) && isCount(output) && isCount(cached) && cached <= input && isJson(raw);
}

function isJson(value: unknown): boolean {
  try {
    canonicalJson(value);
    return true;
  } catch {
    return false;
  }
}
