import { silent, SteadfastError } from "../base/index.ts";
import type { ChatBackend, ChatModel, Price } from "./port/chat-model.ts";
import { checkRequest } from "./port/check-request.ts";
import { priceOf } from "./prices.ts";
import type { Environment } from "./providers/key.ts";
import { openBackend } from "./providers/open-backend.ts";
import { type Script, scriptedBackend } from "./providers/scripted.ts";
import { parseChatReference } from "./reference/chat-reference.ts";
import { createScheduler, type Scheduler, type SchedulerOptions } from "./scheduler/scheduler.ts";

/** @see openChatModel */
export interface OpenChatOptions extends SchedulerOptions {
  /** Shared with other models: its limits and budget hold instead of those given here. */
  readonly scheduler?: Scheduler;
  /** Whose account the calls are on; by default `target`. */
  readonly role?: string;
  /** US dollars for a million tokens, instead of the table's. */
  readonly price?: Price;
  /** Ends the opening: a download, the loading of weights. */
  readonly signal?: AbortSignal;
  /** Where keys and addresses are looked up; by default the process's. */
  readonly environment?: Environment;
  /** For models in this process: open no connection. */
  readonly offline?: boolean;
  /** For models in this process: by default one for each core. */
  readonly threads?: number;
}

/**
 * Opens any chat model behind the one port: `openai:NAME`, `anthropic:NAME`, `google:NAME`, `http://host:port/v1#NAME`, `hf:org/name`,
 * `./folder`, `lab:name`, `./model.ts`, `replay:FILE`, `scripted:echo`, `scripted:constant:TEXT`. Hosted models are not called until
 * they are asked something; models in this process are loaded.
 *
 * @throws SteadfastError `reference-malformed`, `address-secret`, `key-missing`, `key-malformed`, `base-url-malformed`, `price-unknown`, `price-wrong`,
 * `scheduler-options`, `budget-wrong`, `module-missing`, `module-failed`, `replay-unreadable`; for models in this process what
 * `openModel` of `steadfast/lm` throws
 * @example
 * const model = await openChatModel("openai:gpt-5-mini", { sink, budget: 1 });
 * const { text } = await model.generate({ messages: [{ role: "user", text: "Name a colour." }], maxTokens: 500 });
 * await model.close();
 */
export async function openChatModel(reference: string, options: OpenChatOptions = {}): Promise<ChatModel> {
  const parsed = parseChatReference(reference);
  const { sink = silent, signal, environment = process.env, offline = false, threads, price = "model" in parsed ? priceOf(`${parsed.kind}:${parsed.model}`) : null } = options;
  if (price !== null && ![price.input, price.output, price.cached ?? 0].every((each) => Number.isFinite(each) && each >= 0)) {
    throw new SteadfastError({ code: "price-wrong", sentence: "A price is { input, output, cached }: US dollars for a million tokens, of at least 0; cached may be null." });
  }
  const backend = await openBackend(parsed, { reference, environment, price, sink, signal, offline, threads });
  try {
    return scheduled(reference, backend, options);
  } catch (error) {
    await backend.close();
    throw error;
  }
}

/**
 * A model that says what a function says, under the same scheduler as all others: for tests, for baselines.
 *
 * @throws SteadfastError `scheduler-options`, `budget-wrong`
 * @example
 * const model = scriptedChatModel(({ messages }) => messages.at(-1)!.text.toUpperCase());
 */
export function scriptedChatModel(script: Script, options: OpenChatOptions = {}): ChatModel {
  return scheduled("scripted", scriptedBackend(script), options);
}

function scheduled(reference: string, backend: ChatBackend, options: OpenChatOptions): ChatModel {
  const { role = "target", sink = silent, scheduler = createScheduler(options) } = options;
  scheduler.check(backend);
  const closing = new AbortController();
  return {
    reference,
    details: backend.details,
    price: backend.price,
    generate: async (request, { signal, onTry } = {}) => {
      if (closing.signal.aborted) throw closed(reference);
      checkRequest(request);
      signal?.throwIfAborted();
      const { either, release } = eitherSignal(signal, closing.signal);
      try {
        return await scheduler.call({ backend, request, role, sink, signal: either, ...(onTry === undefined ? {} : { onTry }) });
      } finally {
        release();
      }
    },
    close: async () => {
      if (closing.signal.aborted) return;
      closing.abort(closed(reference));
      await backend.close();
    },
  };
}

/** Unlike `AbortSignal.any`, it lets go of signals that live on. */
function eitherSignal(first: AbortSignal | undefined, second: AbortSignal): { either: AbortSignal; release: () => void } {
  if (first === undefined) return { either: second, release: () => {} };
  const controller = new AbortController();
  const signals = [first, second];
  const abort = (): void => controller.abort(signals.find(({ aborted }) => aborted)?.reason);
  for (const signal of signals) signal.addEventListener("abort", abort, { once: true });
  return {
    either: controller.signal,
    release: () => {
      for (const signal of signals) signal.removeEventListener("abort", abort);
    },
  };
}

const closed = (reference: string): SteadfastError => new SteadfastError({ code: "model-closed", kind: "bug", sentence: `The model ${reference} is closed.` });
