import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { type EventSink, silent, SteadfastError } from "../../base/index.ts";
import { type Request, type Response, receiveError, sendError } from "./messages.ts";

/** A service that runs in a thread of its own, so that this one stays free: the engine blocks the thread it runs in. */
export interface RemoteService {
  /**
   * Calls a method. Its events come to the sink. An abort reaches the worker between two runs of the engine.
   *
   * @throws what the method throws; the signal's own reason when it was aborted; `worker-ended` where the thread is gone
   */
  call<Output>(method: string, input: unknown, options?: CallOptions): Promise<Output>;
  /** Aborts what is running, waits until it has ended, and ends the thread: ended within a run of the engine, it would take the process with it. */
  close(): Promise<void>;
}

/** Who listens to a call. */
export interface CallOptions {
  sink?: EventSink;
  signal?: AbortSignal;
  /** Takes what the method sends of its own. */
  onNotice?: (notice: unknown) => void;
}

interface Call {
  /** Fulfilled when the thread is through with it, which may be after it was rejected. */
  ended: Promise<void>;
  markEnded(): void;
  resolve(output: unknown): void;
  reject(error: unknown): void;
  sink: EventSink;
  onNotice: (notice: unknown) => void;
  signal: AbortSignal | undefined;
}

/**
 * Starts a thread with the service of a module.
 *
 * @param module from `siblingModule`
 * @example
 * const service = startWorker(siblingModule(import.meta.url, "model-service"));
 * const { texts } = await service.call<{ texts: string[] }>("generate", { prompts }, { sink, signal });
 */
export function startWorker(module: URL): RemoteService {
  const worker = new Worker(siblingModule(import.meta.url, "worker-thread"), { workerData: { module: module.href } });
  const calls = new Map<number, Call>();
  let next = 0;
  let ended: unknown;
  let closing: unknown;
  const end = (id: number, call: Call): void => {
    calls.delete(id);
    if (calls.size === 0) worker.unref();
    call.markEnded();
  };
  const endAll = (error: unknown): void => {
    ended ??= error;
    for (const [id, call] of calls) {
      call.reject(ended);
      end(id, call);
    }
  };
  const abort = (id: number, reason: unknown): void => worker.postMessage({ type: "abort", id, reason: sendError(reason) } satisfies Request);
  worker.on("message", (response: Response) => {
    const call = calls.get(response.id);
    if (call === undefined) return;
    if (response.type === "event" || response.type === "notice") {
      try {
        if (response.type === "event") call.sink(response.event);
        else call.onNotice(response.notice);
      } catch (error) {
        // Who cannot take what happens cannot want more of it.
        call.sink = silent;
        call.onNotice = () => {};
        call.reject(error);
        abort(response.id, error);
      }
      return;
    }
    if (response.type === "result") call.resolve(response.output);
    else call.reject(response.aborted ? (call.signal?.aborted ? call.signal.reason : closing) : receiveError(response.error));
    end(response.id, call);
  });
  worker.on("error", endAll);
  worker.on("exit", (code) => endAll(new SteadfastError({ code: "worker-ended", kind: "incomplete", sentence: `The thread that runs the model has ended (code ${code}).`, hint: "A lack of memory is the usual cause." })));
  // A thread that nobody waits for does not keep the process alive.
  worker.unref();

  return {
    call: (method, input, { sink = silent, signal, onNotice = () => {} } = {}) =>
      new Promise((resolve, reject) => {
        if ((ended ?? closing) !== undefined) return reject(ended ?? closing);
        if (signal?.aborted) return reject(signal.reason);
        const id = next;
        next += 1;
        const { promise, resolve: markEnded } = Promise.withResolvers<void>();
        const heard = (): void => abort(id, signal!.reason);
        const settle = <Value>(then: (value: Value) => void) => (value: Value): void => {
          signal?.removeEventListener("abort", heard);
          then(value);
        };
        signal?.addEventListener("abort", heard, { once: true });
        const call: Call = { ended: promise, markEnded, resolve: settle(resolve as (output: unknown) => void), reject: settle(reject), sink, onNotice, signal };
        calls.set(id, call);
        worker.ref();
        try {
          worker.postMessage({ type: "call", id, method, input } satisfies Request);
        } catch (error) {
          call.reject(error);
          end(id, call);
        }
      }),
    close: async () => {
      closing ??= closed();
      for (const id of calls.keys()) abort(id, closing);
      await Promise.all([...calls.values()].map((call) => call.ended));
      ended ??= closing;
      await worker.terminate();
    },
  };
}

function closed(): SteadfastError {
  return new SteadfastError({ code: "worker-ended", kind: "incomplete", sentence: "The thread that runs the model was closed.", hint: "Open the model again." });
}

/**
 * A module beside another one, in the form in which it is running: TypeScript here, JavaScript once published.
 *
 * @example
 * const module = siblingModule(import.meta.url, "my-service");
 */
export function siblingModule(url: string, name: string): URL {
  return new URL(`./${name}${extname(url)}`, url);
}
