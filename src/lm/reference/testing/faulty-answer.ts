import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

/** What a server does wrong, once, on the next request that it is meant for. */
export type Fault =
  /** Cuts the connection after some bytes of the body. */
  | { kind: "cut"; after: number }
  /** Sends some bytes of the body and then nothing more. */
  | { kind: "stall"; after: number }
  | { kind: "status"; status: number; headers?: Record<string, string> }
  /** Changes the byte at this place of the body. */
  | { kind: "wrong-byte"; at: number }
  /** Ends the body early, and says that this is its length; with more than there is, adds bytes. */
  | { kind: "wrong-length"; length: number }
  /** Sends the whole file though a part was asked for. */
  | { kind: "ignore-range" }
  /** Sends another part than was asked for, and says so. */
  | { kind: "other-range" }
  /** Answers with a page, as the login page of a network does. */
  | { kind: "page" };

/** How fast bodies go out: pieces of some bytes with waits between them. */
export interface Flow {
  piece: number;
  wait: number;
}

/** Sends content as a server of files does, in parts where asked, with a fault or none. `onBytes` counts what went out of the body. */
export async function answerWithContent(options: {
  request: IncomingMessage;
  response: ServerResponse;
  content: Uint8Array;
  headers: Record<string, string>;
  fault: Fault | undefined;
  flow: Flow;
  onBytes: (bytes: number) => void;
}): Promise<void> {
  const { request, response, headers, fault, flow, onBytes } = options;
  const range = fault?.kind === "ignore-range" ? null : /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  const size = options.content.byteLength;
  let start = range === null ? 0 : Number(range[1]);
  const end = range?.[2] ? Math.min(Number(range[2]) + 1, size) : size;
  if (start >= size && range !== null) {
    response.writeHead(416, { "content-range": `bytes */${size}` }).end();
    return;
  }
  if (fault?.kind === "other-range") start = Math.max(0, start - 5);
  let body = Uint8Array.from(options.content.subarray(start, end));
  if (fault?.kind === "wrong-byte") body[Math.max(0, fault.at - start)]! ^= 1;
  if (fault?.kind === "wrong-length") body = Buffer.concat([body, Buffer.alloc(Math.max(0, fault.length - body.byteLength))]).subarray(0, fault.length);
  response.writeHead(range === null ? 200 : 206, {
    ...headers,
    "accept-ranges": "bytes",
    "content-length": String(body.byteLength),
    ...(range === null ? {} : { "content-range": `bytes ${start}-${end - 1}/${size}` }),
  });
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  const stop = fault?.kind === "cut" || fault?.kind === "stall" ? Math.min(fault.after, body.byteLength) : body.byteLength;
  for (let at = 0; at < stop && !response.destroyed; at += flow.piece) {
    const piece = body.subarray(at, Math.min(stop, at + flow.piece));
    await new Promise((resolve) => response.write(piece, resolve));
    onBytes(piece.byteLength);
    if (flow.wait > 0) await wait(flow.wait);
  }
  if (fault?.kind === "cut") {
    // Time for what was written to leave, so that the cut comes after it.
    await wait(20);
    response.destroy();
  } else if (fault?.kind !== "stall") response.end();
}
