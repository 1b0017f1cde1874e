import { messageOf } from "../../base/index.ts";
import { ChatFailure } from "../port/chat-failure.ts";
import { readRetryAfter } from "./retry-after.ts";
import { TransportFailure } from "./transport.ts";

/** Whom a failure is about. */
export interface FailureContext {
  /** For people: `openai`. */
  readonly provider: string;
  readonly model: string;
  /** The environment variable that holds the key. */
  readonly keyVariable: string;
  /** Milliseconds since 1970, for dates in headers. */
  readonly now: number;
}

/** The fields of the SDK's error for an answer that is no result; told by its name, for there may be several copies of the class. */
interface CallError extends Error {
  readonly statusCode?: number;
  readonly responseHeaders?: Record<string, string>;
  readonly responseBody?: unknown;
}

/** What an SDK's model threw, as a failure of the port. It keeps nothing of the SDK's error, which holds request, address and headers. */
export function readFailure(error: unknown, context: FailureContext): ChatFailure {
  const transport = findTransportFailure(error);
  if (transport !== undefined) return ofTransport(transport, context);
  if (!isCallError(error)) return badResponse(context, messageOf(error));
  const { statusCode } = error;
  // The SDK gives the body of a failure that it found within an answer as an object, and a status that nobody sent.
  const isWithin = statusCode === undefined || statusCode < 300 || typeof error.responseBody === "object";
  if (isWithin) return ofFailureWithin(error, context) ?? badResponse(context, "it is not what its API promises");
  if (statusCode < 400) return new ChatFailure({ code: "bad-response", retry: "never", sentence: `${context.provider} sends to another address (status ${statusCode}), which is not followed.`, hint: "Check the base URL." });
  return ofStatus(statusCode, error, context);
}

/** Whether a provider declined a request for what it says. */
export function isFiltered(error: unknown): boolean {
  if (!isCallError(error) || error.statusCode !== 400) return false;
  const { code, type } = errorFields(error.responseBody);
  return [code, type].some((word) => /^(?:content_filter|content_policy_violation|moderation_blocked|ResponsibleAIPolicyViolation|data_inspection_failed)$/.test(word));
}

function ofStatus(status: number, error: CallError, context: FailureContext): ChatFailure {
  const { provider, model, keyVariable, now } = context;
  const body = typeof error.responseBody === "string" ? error.responseBody : undefined;
  const told = `status ${status}${toldBy(error)}`;
  const delayMilliseconds = readRetryAfter({ headers: error.responseHeaders, body, now });
  const delay = delayMilliseconds === undefined ? {} : { delayMilliseconds };
  if (status === 401 || status === 403) return new ChatFailure({ code: "unauthorized", sentence: `${provider} does not accept the key, or not for this (${told}).`, hint: `Check ${keyVariable}.` });
  if (status === 404) return new ChatFailure({ code: "model-missing", sentence: `${provider} has no model ${JSON.stringify(model)} at this address (${told}).`, hint: "Check the model's name and the base URL." });
  if (status === 402 || (status === 429 && isQuota(error))) return new ChatFailure({ code: "quota-exhausted", sentence: `The account at ${provider} has nothing left (${told}).`, hint: "Raise its limit and run the same command again." });
  if (status === 429) return new ChatFailure({ code: "rate-limited", sentence: `${provider} takes no more calls for now (${told}).`, hint: "Wait, or allow fewer calls at once.", ...delay });
  if (status === 503 || status === 529) return new ChatFailure({ code: "overloaded", sentence: `${provider} is overloaded (${told}).`, hint: "Try again later.", ...delay });
  if (status >= 500 || status === 408 || status === 409 || status === 425) return new ChatFailure({ code: "server-failed", sentence: `${provider} failed (${told}).`, hint: "Try again later.", ...delay });
  return new ChatFailure({ code: "request-refused", sentence: `${provider} refuses the request (${told}).` });
}

function ofTransport({ what, systemCode }: TransportFailure, { provider }: FailureContext): ChatFailure {
  const told = systemCode === undefined ? "" : ` (${systemCode})`;
  switch (what) {
    case "unreachable":
      return new ChatFailure({ code: "connection-failed", sentence: `${provider} cannot be reached${told}.`, hint: "Check the network and the base URL." });
    case "insecure":
      return new ChatFailure({ code: "connection-failed", retry: "never", sentence: `${provider} has no secure connection${told}.`, hint: "Check whether the base URL begins with http or https, and the server's certificate (NODE_EXTRA_CA_CERTS)." });
    case "no-http":
      return badResponse({ provider }, `it is no HTTP${told}`);
    case "cut-before":
      return new ChatFailure({ code: "connection-cut", sentence: `${provider} cut the connection before it answered${told}.` });
    case "cut-within":
      return new ChatFailure({ code: "bad-response", retry: "always", sentence: `The answer of ${provider} was cut off${told}.` });
    case "too-large":
      return badResponse({ provider }, "it is too large");
  }
}

/** Responses of OpenAI, and servers that stand before others, tell of failures within an answer of status 200. */
function ofFailureWithin({ responseBody }: CallError, context: FailureContext): ChatFailure | undefined {
  const body = typeof responseBody === "string" ? parsed(responseBody) : responseBody;
  const told = (body as { error?: { code?: unknown; message?: unknown } | null } | null)?.error;
  if (typeof told?.message !== "string") return undefined;
  const inner: CallError = Object.assign(new Error(told.message), { responseBody: JSON.stringify(body) });
  const status = statusByCode[String(told.code)] ?? Number(told.code);
  return ofStatus(Number.isInteger(status) && status >= 400 && status < 600 ? status : 400, inner, context);
}

const statusByCode: Readonly<Record<string, number>> = { server_error: 500, rate_limit_exceeded: 429, vector_store_timeout: 500 };

function badResponse({ provider }: Pick<FailureContext, "provider">, why: string): ChatFailure {
  return new ChatFailure({ code: "bad-response", sentence: `The answer of ${provider} cannot be used: ${oneLine(why)}.`, hint: "Check that the base URL is that of the API." });
}

function isCallError(error: unknown): error is CallError {
  return error instanceof Error && error.name === "AI_APICallError";
}

function findTransportFailure(error: unknown): TransportFailure | undefined {
  let current = error;
  for (let depth = 0; depth < 8 && current instanceof Error; depth += 1) {
    if (current instanceof TransportFailure) return current;
    current = current.cause;
  }
  return undefined;
}

const isQuota = ({ responseBody }: CallError): boolean => {
  const { code, type } = errorFields(responseBody);
  return code === "insufficient_quota" || type === "insufficient_quota" || code === "billing_hard_limit_reached";
};

/** `error.code` and `error.type` of a body, as texts. */
function errorFields(body: unknown): { code: string; type: string } {
  const found = (typeof body === "string" ? parsed(body) : body) as { error?: { code?: unknown; type?: unknown } | null } | null;
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  return { code: text(found?.error?.code), type: text(found?.error?.type) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function toldBy({ message }: CallError): string {
  const words = oneLine(message);
  return words === "" ? "" : `: ${words}`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim().replace(/\.$/, "").slice(0, 300);
