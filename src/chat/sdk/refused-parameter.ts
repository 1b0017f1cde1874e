import type { ChatParameter, ChatRequest } from "../port/chat-model.ts";

/** As providers spell them. What a message names first may stand beside others, so the less wanted come first. */
const spellings: readonly (readonly [name: ChatParameter, spelling: RegExp])[] = [
  ["topP", /\btop_?p\b/i],
  ["temperature", /\btemperature\b/i],
  ["seed", /\bseed\b/i],
  ["stop", /\bstop(?:_?sequences)?\b/i],
  ["schema", /\b(?:response_?format|response_?(?:json_?)?schema|output_?(?:format|config)|text\.format|json_schema)\b/i],
];
const refusal = /unsupported|not supported|not support|deprecated|only the default|not allowed|unrecognized|unknown (?:name|parameter|field)|cannot both/i;

/** The parameter of a request that a provider says its model does not take. */
export function refusedParameter(error: unknown, request: ChatRequest): ChatParameter | undefined {
  const { statusCode, message, data } = error as { statusCode?: unknown; message?: unknown; data?: { error?: { param?: unknown } } };
  if ((statusCode !== 400 && statusCode !== 422) || typeof message !== "string" || !refusal.test(message)) return undefined;
  const asked = spellings.filter(([name]) => request[name] !== undefined);
  const parameter = data?.error?.param;
  const named = typeof parameter === "string" ? asked.find(([, spelling]) => spelling.test(parameter)) : undefined;
  return (named ?? asked.find(([, spelling]) => spelling.test(message)))?.[0];
}
