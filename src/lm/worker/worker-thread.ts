import { parentPort, workerData } from "node:worker_threads";
import { SteadfastError } from "../../base/index.ts";
import { type Request, type Response, receiveError, sendError } from "./messages.ts";
import type { ServiceModule } from "./service.ts";

const port = parentPort!;
const { createService } = (await import((workerData as { module: string }).module)) as ServiceModule;
const service = createService();
const running = new Map<number, AbortController>();

const answer = (response: Response): void => port.postMessage(response);

port.on("message", (request: Request) => {
  if (request.type === "abort") running.get(request.id)?.abort(receiveError(request.reason));
  else void call(request);
});

async function call({ id, method, input }: Extract<Request, { type: "call" }>): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const found = Object.hasOwn(service, method) ? service[method] : undefined;
    if (found === undefined) throw new SteadfastError({ code: "method-missing", kind: "bug", sentence: `The worker has no method "${method}".` });
    const output = await found(input as never, {
      sink: (event) => answer({ type: "event", id, event }),
      notify: (notice) => answer({ type: "notice", id, notice }),
      signal: controller.signal,
    });
    answer({ type: "result", id, output });
  } catch (error) {
    answer({ type: "error", id, error: sendError(error), aborted: controller.signal.aborted && error === controller.signal.reason });
  } finally {
    running.delete(id);
  }
}
