import { SteadfastError } from "../../base/index.ts";
import { type Interrupted, malformedAnswer, networkFailure, refusalOf, stalled, type Subject } from "./hub-failures.ts";
import { type Pace, withRetries } from "./pace.ts";
import { createStallWatch, type StallWatch } from "./stall-watch.ts";

/** An answer whose body is still to come. */
export interface OpenAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Throws `Interrupted` when the body breaks off or stalls. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Ends an answer whose body is not wanted. */
  discard(): Promise<void>;
}

/** The one way to the hub: token, redirects, time-outs and errors are dealt with here. */
export interface HubClient {
  readonly subject: Subject;
  readonly pace: Pace;
  readonly signal: AbortSignal | undefined;
  /** One try; a refusal is thrown. The body must be read or discarded. */
  open(url: URL, headers: Record<string, string>): Promise<OpenAnswer>;
  /** For the hub's library: whole answers, with retries where a second request does no harm; a refusal is thrown. */
  readonly fetch: typeof fetch;
  /** The same, for work that another signal ends too. */
  endedBy(signal: AbortSignal): HubClient;
}

/** More than any answer about files or revisions has. */
const longestAnswer = 64 * 1024 * 1024;
const mostRedirects = 10;

/** A string, or something that can be streamed once more when a try fails. */
type Body = string | Blob | undefined;

interface Sending {
  method: string;
  headers: Headers;
  body: Body;
}

/** @see createHubClient */
export interface HubClientOptions {
  subject: Subject;
  token: string | undefined;
  pace: Pace;
  signal: AbortSignal | undefined;
  /** Bytes of bodies that went out, or less than none when they have to go again. */
  onUpload?: (bytes: number) => void;
}

export function createHubClient(options: HubClientOptions): HubClient {
  const { subject, token, pace, signal, onUpload = () => {} } = options;
  const home = new URL(subject.endpoint).origin;
  let reached = false;

  async function send(url: URL, request: Sending & { signals: AbortSignal[] }): Promise<OpenAnswer> {
    // Storage may take its time to answer once it has all of an upload.
    const limit = request.body === undefined ? pace.stall : 5 * pace.stall;
    const watch = createStallWatch(limit);
    let answered = false;
    // Where redirects have led so far.
    let at = url;
    let sent = 0;
    let over = false;
    const onSent = (bytes: number): void => {
      if (over) return;
      watch.touch();
      sent += bytes;
      onUpload(bytes);
    };
    const asFailure = (error: unknown): unknown => {
      for (const aborted of request.signals) aborted.throwIfAborted();
      return watch.signal.aborted ? stalled(at, limit) : networkFailure({ url: at, error, answered, reachedBefore: reached });
    };
    try {
      const response = await follow(url, { ...request, signal: AbortSignal.any([...request.signals, watch.signal]), onSent, onHop: (next) => (at = next) });
      answered = true;
      reached = true;
      if (!response.ok) {
        await discard(response);
        throw refusalOf(response, subject);
      }
      const close = async (): Promise<void> => {
        watch.stop();
        await discard(response);
      };
      return { status: response.status, headers: response.headers, body: watched(response, watch, asFailure), discard: close };
    } catch (error) {
      over = true;
      if (sent > 0) onUpload(-sent);
      try {
        throw error instanceof SteadfastError ? error : asFailure(error);
      } finally {
        // A refusal may come while an upload still goes out.
        watch.abort();
      }
    }
  }

  async function follow(start: URL, request: Sending & { signal: AbortSignal; onSent: (bytes: number) => void; onHop: (url: URL) => void }): Promise<Response> {
    let url = start;
    for (let hop = 0; hop <= mostRedirects; hop++) {
      const headers = new Headers(request.headers);
      headers.delete("authorization");
      // Decided anew at each hop: storage that the hub redirects to must never see the token.
      if (token !== undefined && url.origin === home) headers.set("authorization", `Bearer ${token}`);
      const response = await fetch(url, { method: request.method, headers, signal: request.signal, redirect: "manual", ...streamed(request.body, headers, request.onSent) });
      const location = response.headers.get("location");
      if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return response;
      await discard(response);
      const next = URL.parse(location, url.href);
      if (next === null || !["http:", "https:"].includes(next.protocol) || (url.protocol === "https:" && next.protocol === "http:")) {
        throw malformedAnswer(subject.endpoint, "it redirects to an address that is not safe");
      }
      if (request.body !== undefined && response.status < 307) throw malformedAnswer(subject.endpoint, `it redirects an upload with status ${response.status}`);
      url = next;
      request.onHop(url);
    }
    throw malformedAnswer(subject.endpoint, "it redirects without end");
  }

  function streamed(body: Body, headers: Headers, onSent: (bytes: number) => void): { body?: ReadableStream<Uint8Array> | string; duplex?: "half" } {
    if (body === undefined) return {};
    if (typeof body === "string") return { body };
    // Storage refuses uploads whose length is not said beforehand.
    headers.set("content-length", String(body.size));
    const counted = new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        onSent(piece.byteLength);
        controller.enqueue(piece);
      },
    });
    return { body: body.stream().pipeThrough(counted), duplex: "half" };
  }

  const fetchWhole: typeof fetch = async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const method = init.method ?? "GET";
    const signals = [signal, init.signal].filter((each) => each instanceof AbortSignal);
    const request = { method, headers: new Headers(init.headers), body: readBody(init.body), signals };
    const work = async (): Promise<Response> => {
      const answer = await send(url, request);
      const bytes = await collect(answer.body, subject.endpoint);
      return new Response(answer.status === 204 ? null : bytes, { status: answer.status, headers: answer.headers });
    };
    // A POST whose answer is lost may have done its work, and a second one would do it again.
    const retryable = (interrupted: Interrupted): boolean => method !== "POST" || interrupted.refused;
    return withRetries({ pace, signal, work, retryable });
  };

  return {
    subject,
    pace,
    signal,
    open: (url, headers) => send(url, { method: "GET", headers: new Headers({ ...headers, "accept-encoding": "identity" }), body: undefined, signals: signal === undefined ? [] : [signal] }),
    fetch: fetchWhole,
    endedBy: (other) => createHubClient({ ...options, signal: signal === undefined ? other : AbortSignal.any([signal, other]) }),
  };
}

function readBody(body: unknown): Body {
  if (body === undefined || body === null) return undefined;
  if (typeof body === "string" || body instanceof Blob) return body;
  throw new TypeError("A request to the hub has a body of an unexpected kind.");
}

async function collect(body: AsyncIterable<Uint8Array>, endpoint: string): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    length += piece.byteLength;
    if (length > longestAnswer) throw malformedAnswer(endpoint, `an answer is longer than ${longestAnswer} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

async function* watched(response: Response, watch: StallWatch, asFailure: (error: unknown) => unknown): AsyncGenerator<Uint8Array> {
  try {
    const reader = response.body?.getReader();
    try {
      for (;;) {
        watch.touch();
        const next = await reader?.read().catch((error: unknown) => {
          throw asFailure(error);
        });
        if (next === undefined || next.done) return;
        watch.stop();
        yield next.value;
      }
    } finally {
      await reader?.cancel().catch(() => {});
    }
  } finally {
    watch.stop();
  }
}

async function discard(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => {});
}
