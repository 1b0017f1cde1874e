import { type ErrorKind, SteadfastError } from "../../base/index.ts";

/** Whether the same call may succeed when it is made again. */
export type Retry = "never" | "once" | "always";

interface Nature {
  readonly kind: ErrorKind;
  readonly retry: Retry;
  /** Says that fewer calls at once would do better. */
  readonly slows: boolean;
  /** The provider may have done the work, and ask for its price. */
  readonly billed: boolean;
}

/** @see ChatFailure */
export type ChatFailureCode =
  | "rate-limited"
  | "overloaded"
  | "server-failed"
  | "connection-failed"
  | "connection-cut"
  | "timed-out"
  | "bad-response"
  | "quota-exhausted"
  | "budget-exceeded"
  | "replay-missing"
  | "unauthorized"
  | "model-missing"
  | "request-refused";

const natures: Readonly<Record<ChatFailureCode, Nature>> = {
  "rate-limited": { kind: "incomplete", retry: "always", slows: true, billed: false },
  overloaded: { kind: "incomplete", retry: "always", slows: true, billed: false },
  "server-failed": { kind: "incomplete", retry: "always", slows: false, billed: false },
  "connection-failed": { kind: "incomplete", retry: "always", slows: false, billed: false },
  "connection-cut": { kind: "incomplete", retry: "always", slows: false, billed: true },
  "timed-out": { kind: "incomplete", retry: "always", slows: false, billed: true },
  "bad-response": { kind: "incomplete", retry: "once", slows: false, billed: true },
  "quota-exhausted": { kind: "incomplete", retry: "never", slows: false, billed: false },
  "budget-exceeded": { kind: "incomplete", retry: "never", slows: false, billed: false },
  "replay-missing": { kind: "incomplete", retry: "never", slows: false, billed: false },
  unauthorized: { kind: "misuse", retry: "never", slows: false, billed: false },
  "model-missing": { kind: "misuse", retry: "never", slows: false, billed: false },
  "request-refused": { kind: "misuse", retry: "never", slows: false, billed: false },
};

/** @see ChatFailure */
export interface ChatFailureOptions {
  readonly code: ChatFailureCode;
  readonly sentence: string;
  readonly hint?: string;
  /** How long the provider asks to wait. */
  readonly delayMilliseconds?: number;
  /** Where this one differs from others of its code. */
  readonly retry?: Retry;
}

/**
 * Why a model gave no answer. It carries no cause: what lies below may hold keys and headers.
 *
 * @example
 * throw new ChatFailure({ code: "rate-limited", sentence: "openai takes no more calls for now.", delayMilliseconds: 20_000 });
 */
export class ChatFailure extends SteadfastError {
  declare readonly code: ChatFailureCode;
  readonly retry: Retry;
  readonly slows: boolean;
  readonly billed: boolean;
  readonly delayMilliseconds: number | undefined;

  constructor({ code, sentence, hint, delayMilliseconds, retry }: ChatFailureOptions) {
    const nature = natures[code];
    super({ code, sentence, kind: nature.kind, ...(hint === undefined ? {} : { hint }) });
    this.name = "ChatFailure";
    this.retry = retry ?? nature.retry;
    this.slows = nature.slows;
    this.billed = nature.billed;
    this.delayMilliseconds = delayMilliseconds;
  }
}

/**
 * Whether a code is one of a `ChatFailure`.
 *
 * @example
 * isChatFailureCode("rate-limited"); // true
 * isChatFailureCode("file-missing"); // false
 */
export function isChatFailureCode(code: unknown): code is ChatFailureCode {
  return typeof code === "string" && Object.hasOwn(natures, code);
}
