import { canonicalJson, SteadfastError } from "../../base/index.ts";
import type { ChatRequest } from "./chat-model.ts";

const roles: ReadonlySet<unknown> = new Set(["system", "user", "assistant"]);
const parameters: ReadonlySet<string> = new Set(["messages", "maxTokens", "temperature", "topP", "seed", "stop", "schema"]);

/**
 * Holds a request to the port before anything is sent.
 *
 * @throws SteadfastError `request-malformed`
 */
export function checkRequest(request: ChatRequest): void {
  if (typeof request !== "object" || request === null) throw malformed("it is no object");
  const unknown = Object.keys(request).find((name) => !parameters.has(name));
  if (unknown !== undefined) throw malformed(`it has the unknown parameter ${JSON.stringify(unknown.slice(0, 60))}`);
  const { maxTokens, temperature, topP, seed, stop, schema } = request;
  checkMessages(request);
  if (!Number.isSafeInteger(maxTokens) || maxTokens < 1) throw malformed("maxTokens is no whole number above 0");
  if (temperature !== undefined && !(Number.isFinite(temperature) && temperature >= 0)) throw malformed("its temperature is no number of at least 0");
  if (topP !== undefined && !(topP > 0 && topP <= 1)) throw malformed("topP is not above 0 and at most 1");
  if (seed !== undefined && !(Number.isSafeInteger(seed) && seed >= 0)) throw malformed("its seed is no whole number of at least 0");
  if (stop !== undefined && !(Array.isArray(stop) && stop.every((text) => typeof text === "string" && text !== ""))) throw malformed("stop is no list of texts that are not empty");
  if (schema !== undefined) checkSchema(schema);
}

function checkMessages({ messages }: ChatRequest): void {
  if (!Array.isArray(messages) || messages.length === 0) throw malformed("it has no messages");
  let isBeginning = true;
  for (const [index, message] of messages.entries()) {
    if (!roles.has(message?.role)) throw malformed(`message ${index + 1} is by none of system, user and assistant`);
    if (typeof message.text !== "string") throw malformed(`message ${index + 1} has no text`);
    if (message.role !== "system") isBeginning = false;
    else if (!isBeginning) throw malformed(`message ${index + 1} is the system's, which can only come first`);
  }
  if (messages.at(-1)!.role !== "user") throw malformed("its last message is not the user's");
}

function checkSchema(schema: unknown): void {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) throw malformed("its schema is no object");
  try {
    canonicalJson(schema);
  } catch {
    throw malformed("its schema is no JSON");
  }
}

const malformed = (why: string): SteadfastError => new SteadfastError({ code: "request-malformed", sentence: `The request cannot be sent: ${why}.` });
