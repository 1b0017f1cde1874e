import type { ChatRequest, ChatUsage, Price } from "../port/chat-model.ts";

/** What a chat template, or a provider, may put around a message, in tokens; generous. */
const aroundMessage = 16;
const aroundRequest = 256;

/**
 * US dollars of a call; null where a price is not known.
 *
 * @example
 * costOf({ input: 1000, output: 100, cached: 200, raw: null }, { input: 2, output: 10, cached: 1 }); // 0.0028
 */
export function costOf(usage: ChatUsage, price: Price): number | null {
  if (usage.cached > 0 && price.cached === null) return null;
  return ((usage.input - usage.cached) * price.input + usage.cached * (price.cached ?? 0) + usage.output * price.output) / 1e6;
}

/** As `costOf`, with cached input at the full price where its own is not known: never less than what is asked. */
export function costAtMost(usage: ChatUsage, price: Price): number {
  return costOf(usage, price) ?? (usage.input * price.input + usage.output * price.output) / 1e6;
}

/**
 * The most that a call can cost, in US dollars: a token has at least one byte of its text.
 *
 * @example
 * highestCost({ messages: [{ role: "user", text: "Why?" }], maxTokens: 100 }, { input: 2, output: 10, cached: 1 }); // 0.001552
 */
export function highestCost(request: ChatRequest, price: Price): number {
  const schema = request.schema === undefined ? "" : JSON.stringify(request.schema);
  const bytes = request.messages.reduce((sum, { text }) => sum + Buffer.byteLength(text) + aroundMessage, aroundRequest + 2 * Buffer.byteLength(schema));
  return (bytes * price.input + request.maxTokens * price.output) / 1e6;
}
