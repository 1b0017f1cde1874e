/** Ends a request on which nothing moves. */
export interface StallWatch {
  readonly signal: AbortSignal;
  /** Starts the time anew. */
  touch(): void;
  /** Lets the time stand still. */
  stop(): void;
  /** Ends the request now. */
  abort(): void;
}

export function createStallWatch(milliseconds: number): StallWatch {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => clearTimeout(timer);
  const touch = (): void => {
    stop();
    timer = setTimeout(() => controller.abort(), milliseconds);
  };
  touch();
  const abort = (): void => {
    stop();
    controller.abort();
  };
  return { signal: controller.signal, touch, stop, abort };
}
