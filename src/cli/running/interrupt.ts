import { SteadfastError } from "../../base/index.ts";

/** Where signals come from: the process, or a test's own emitter. */
export interface SignalSource {
  on(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  off(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
}

/** @see watchInterrupts */
export interface InterruptWatch {
  signal: AbortSignal;
  dispose(): void;
}

// `npm start` and `timeout` deliver one Ctrl-C twice: to the process group and by forwarding. That is not a second wish.
const sameWishSeconds = 0.5;

/**
 * The first Ctrl-C (or SIGTERM) aborts the signal that the command was given, so that it can keep what is done; the
 * second one quits at once.
 */
export function watchInterrupts(options: { source: SignalSource; onFirst: () => void; onSecond: () => void; now?: () => number }): InterruptWatch {
  const { source, onFirst, onSecond, now = () => performance.now() / 1000 } = options;
  const controller = new AbortController();
  let firstAt: number | null = null;
  const listener = (): void => {
    if (firstAt === null) {
      firstAt = now();
      onFirst();
      controller.abort(new SteadfastError({ code: "interrupted", kind: "incomplete", sentence: "Interrupted." }));
    } else if (now() - firstAt >= sameWishSeconds) {
      onSecond();
    }
  };
  source.on("SIGINT", listener);
  source.on("SIGTERM", listener);
  return {
    signal: controller.signal,
    dispose(): void {
      source.off("SIGINT", listener);
      source.off("SIGTERM", listener);
    },
  };
}

/** Whether a thrown thing came from an aborted signal rather than from a fault. */
export function isInterruption(thrown: unknown): boolean {
  return (thrown instanceof SteadfastError && thrown.code === "interrupted") || (thrown instanceof Error && thrown.name === "AbortError");
}
