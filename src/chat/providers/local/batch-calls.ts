import { SteadfastError } from "../../../base/index.ts";

/** @see batchCalls */
export interface BatchOptions<Request, Response> {
  /** The most requests of one batch. */
  readonly rows: number;
  /** Requests with the same key can be answered together. */
  readonly keyOf: (request: Request) => string;
  /** Answers in the order of the requests. */
  readonly answer: (requests: readonly Request[], signal: AbortSignal) => Promise<readonly Response[]>;
}

/** @see batchCalls */
export interface BatchedCalls<Request, Response> {
  ask(request: Request, signal: AbortSignal): Promise<Response>;
  /** Waits until no batch is being answered. */
  idle(): Promise<void>;
}

interface Call<Request, Response> {
  readonly request: Request;
  readonly signal: AbortSignal;
  resolve(response: Response): void;
  reject(error: unknown): void;
}

/**
 * Turns calls that come one by one into batches: while one batch is answered, those that come wait, and the next batch takes the
 * first that waits and others of its key. A batch is ended once nobody wants any answer of it.
 */
export function batchCalls<Request, Response>({ rows, keyOf, answer }: BatchOptions<Request, Response>): BatchedCalls<Request, Response> {
  const waiting = new Set<Call<Request, Response>>();
  let running: Promise<void> | undefined;

  const run = async (): Promise<void> => {
    // Calls of the same turn are to share the first batch.
    await new Promise((resolve) => void setImmediate(resolve));
    for (let [first] = waiting; first !== undefined; [first] = waiting) {
      const key = keyOf(first.request);
      const batch = [...waiting].filter(({ request }) => keyOf(request) === key).slice(0, rows);
      for (const call of batch) waiting.delete(call);
      await answerBatch(batch, answer);
    }
    running = undefined;
  };

  const ask = (request: Request, signal: AbortSignal): Promise<Response> =>
    new Promise((resolve, reject) => {
      const leave = (): void => {
        waiting.delete(call);
        reject(signal.reason);
      };
      const settled = <Value>(settle: (value: Value) => void) => (value: Value): void => {
        signal.removeEventListener("abort", leave);
        settle(value);
      };
      const call: Call<Request, Response> = { request, signal, resolve: settled(resolve), reject: settled(reject) };
      if (signal.aborted) {
        leave();
        return;
      }
      signal.addEventListener("abort", leave, { once: true });
      waiting.add(call);
      running ??= run();
    });
  return { ask, idle: async () => running };
}

async function answerBatch<Request, Response>(batch: readonly Call<Request, Response>[], answer: BatchOptions<Request, Response>["answer"]): Promise<void> {
  const controller = new AbortController();
  const check = (): void => {
    if (batch.every(({ signal }) => signal.aborted)) controller.abort(batch[0]!.signal.reason);
  };
  for (const { signal } of batch) signal.addEventListener("abort", check, { once: true });
  check();
  try {
    const responses = await answer(batch.map(({ request }) => request), controller.signal);
    for (const [index, call] of batch.entries()) call.resolve(responses[index]!);
  } catch (error) {
    // One request that cannot be answered must not take the others with it.
    if (batch.length > 1 && !controller.signal.aborted && error instanceof SteadfastError && error.kind === "misuse") {
      for (const call of batch) if (!call.signal.aborted) await answerBatch([call], answer);
    } else {
      for (const call of batch) call.reject(error);
    }
  } finally {
    for (const { signal } of batch) signal.removeEventListener("abort", check);
  }
}
