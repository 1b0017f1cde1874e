import { type ErrorKind, type Event, messageOf, SteadfastError } from "../../base/index.ts";

/** From the main thread to the worker. */
export type Request = { type: "call"; id: number; method: string; input: unknown } | { type: "abort"; id: number; reason: SentError };

/** From the worker to the main thread. */
export type Response = { type: "event"; id: number; event: Event } | { type: "notice"; id: number; notice: unknown } | { type: "result"; id: number; output: unknown } | { type: "error"; id: number; error: SentError; aborted: boolean };

/** An error between threads: structured cloning would lose its class and its fields. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly known?: { readonly code: string; readonly kind: ErrorKind; readonly hint?: string };
}

export function sendError(thrown: unknown): SentError {
  const error = thrown instanceof Error ? thrown : new Error(messageOf(thrown));
  return {
    name: error.name,
    message: error.message,
    ...(error.stack === undefined ? {} : { stack: error.stack }),
    ...(error instanceof SteadfastError ? { known: { code: error.code, kind: error.kind, ...(error.hint === undefined ? {} : { hint: error.hint }) } } : {}),
  };
}

export function receiveError({ name, message, stack, known }: SentError): Error {
  const error = known === undefined ? Object.assign(new Error(message), { name }) : new SteadfastError({ sentence: message, ...known });
  if (stack !== undefined) error.stack = stack;
  return error;
}
