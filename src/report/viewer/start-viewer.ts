import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { SteadfastError, systemCodeOf } from "../../base/index.ts";
import type { Ledger } from "../../ledger/index.ts";
import { openRun } from "../data/open-run.ts";
import { readRoundEndingWith } from "../data/round/read-round.ts";
import { loadPage } from "../page/load-page.ts";
import { answer, type AnswerContext } from "./answer.ts";
import { checkRequest } from "./check-request.ts";
import { RunCache } from "./run-cache.ts";

/** @see startViewer */
export interface ViewerOptions {
  readonly ledger: Ledger;
  /** By default the system chooses one. */
  readonly port?: number;
  /** Told what is no fault of who asks. */
  readonly onError?: (error: unknown) => void;
}

/** A viewer that is running. */
export interface Viewer {
  /** With the token that it answers to. */
  readonly address: string;
  close(): Promise<void>;
}

const compress = promisify(gzip);
const compressedFrom = 2048;

const commonHeaders = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "X-Frame-Options": "DENY",
} as const;

/**
 * Serves the pages live from a ledger, on loopback, to whoever has the token of the address. It only reads.
 *
 * @throws SteadfastError `port-taken`; `report-build` in a clone without Vite
 * @example
 * const viewer = await startViewer({ ledger });
 * console.log(viewer.address);
 */
export async function startViewer({ ledger, port = 0, onError = () => {} }: ViewerOptions): Promise<Viewer> {
  const page = await loadPage();
  const context: AnswerContext = { ledger, cache: new RunCache(ledger, openRun), rounds: new RunCache(ledger, readRoundEndingWith) };
  const token = randomBytes(18).toString("base64url");
  const server = createServer({ maxHeaderSize: 16_384 }, (request, response) => {
    respond(request, response, { page, context, token, port: (server.address() as AddressInfo).port }).catch((error: unknown) => {
      onError(error);
      if (!response.headersSent) void send(request, response, { status: 500, type: "application/json", body: JSON.stringify({ error: "Something went wrong in the viewer: its terminal says what." }) });
      else response.destroy();
    });
  });
  await listen(server, port);
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${token}/`,
    close: async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => {
      const sentence = systemCodeOf(cause) === "EADDRINUSE" ? `The port ${port} is taken.` : `The viewer cannot listen on the port ${port}: ${cause.message}.`;
      reject(new SteadfastError({ code: "port-taken", sentence, hint: "Choose another --port, or leave it out.", cause }));
    });
    server.listen({ host: "127.0.0.1", port }, resolve);
  });
}

async function respond(request: IncomingMessage, response: ServerResponse, { page, context, token, port }: { readonly page: string; readonly context: AnswerContext; readonly token: string; readonly port: number }): Promise<void> {
  const refused = checkRequest(request, { port, token });
  if (refused !== null) {
    await send(request, response, { status: refused.status, type: "application/json", body: JSON.stringify({ error: refused.sentence }) });
    return;
  }
  const { pathname, searchParams } = new URL(request.url ?? "/", `http://127.0.0.1:${port}`);
  const place = pathname.slice(token.length + 1);
  if (place === "/") {
    await send(request, response, { status: 200, type: "text/html; charset=utf-8", body: page });
    return;
  }
  const found = place.startsWith("/api/") ? await answer(context, place.slice("/api/".length), searchParams).catch(sentenceOf) : undefined;
  if (found === undefined) await send(request, response, { status: 404, type: "application/json", body: JSON.stringify({ error: "There is nothing here." }) });
  else if (found instanceof SteadfastError) await send(request, response, { status: 404, type: "application/json", body: JSON.stringify({ error: found.message }) });
  else await send(request, response, { status: 200, type: "application/json", body: JSON.stringify(found) });
}

function sentenceOf(error: unknown): SteadfastError {
  if (error instanceof SteadfastError) return error;
  throw error;
}

async function send(request: IncomingMessage, response: ServerResponse, { status, type, body }: { readonly status: number; readonly type: string; readonly body: string }): Promise<void> {
  const isCompressed = body.length >= compressedFrom && /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
  const bytes = isCompressed ? await compress(body, { level: 1 }) : Buffer.from(body);
  response.writeHead(status, { ...commonHeaders, "Content-Type": type, "Content-Length": bytes.length, ...(isCompressed ? { "Content-Encoding": "gzip" } : {}) });
  response.end(request.method === "HEAD" ? undefined : bytes);
}
