import type { Price } from "./port/chat-model.ts";

/** The day on which the table was true. Providers change their prices: what is counted with it is an estimate. */
export const pricesDate = "2025-10-01";

/** Model → US dollars for a million tokens of input, of cached input, of output; standard tier, text, prompts below 200,000 tokens. */
const table: Readonly<Record<string, readonly [input: number, cached: number | null, output: number]>> = {
  "openai:gpt-4o": [2.5, 1.25, 10],
  "openai:gpt-4o-2024-08-06": [2.5, 1.25, 10],
  "openai:gpt-4o-2024-11-20": [2.5, 1.25, 10],
  "openai:gpt-4o-mini": [0.15, 0.075, 0.6],
  "openai:gpt-4o-mini-2024-07-18": [0.15, 0.075, 0.6],
  "openai:gpt-4.1": [2, 0.5, 8],
  "openai:gpt-4.1-mini": [0.4, 0.1, 1.6],
  "openai:gpt-4.1-nano": [0.1, 0.025, 0.4],
  "openai:gpt-5": [1.25, 0.125, 10],
  "openai:gpt-5-mini": [0.25, 0.025, 2],
  "openai:gpt-5-nano": [0.05, 0.005, 0.4],
  "anthropic:claude-sonnet-4-20250514": [3, 0.3, 15],
  "anthropic:claude-sonnet-4-5": [3, 0.3, 15],
  "anthropic:claude-sonnet-4-5-20250929": [3, 0.3, 15],
  "google:gemini-2.5-flash": [0.3, null, 2.5],
  "google:gemini-2.5-flash-lite": [0.1, null, 0.4],
  "google:gemini-2.5-pro": [1.25, null, 10],
};

/**
 * The price of a hosted model by its reference; null where the table has none. A name that is not in it is never guessed from another.
 *
 * @example
 * priceOf("openai:gpt-5-mini"); // { input: 0.25, cached: 0.025, output: 2 }
 */
export function priceOf(reference: string): Price | null {
  if (!Object.hasOwn(table, reference)) return null;
  const [input, cached, output] = table[reference]!;
  return { input, cached, output };
}
