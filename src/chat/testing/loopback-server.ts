import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** A request as it came over the wire. */
export interface SeenRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  /** The bytes as JSON. */
  readonly body: Record<string, unknown>;
}

/** How a server answers. `cut`: the connection ends there; `hang`: nothing more comes. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly end?: "cut" | "hang";
  /** Milliseconds before it. */
  readonly after?: number;
}

/** A real HTTP server on loopback that counts for itself. */
export interface LoopbackServer {
  readonly port: number;
  readonly url: string;
  readonly seen: SeenRequest[];
  /** The most requests that were under way at one moment. */
  readonly mostAtOnce: number;
  /** Requests whose sender went away before the answer. */
  readonly abandoned: number;
  close(): Promise<void>;
}

/** Starts a server whose every answer is made by `answer`. `keep: false` counts requests without keeping them. */
export async function startServer(answer: (request: SeenRequest, index: number) => Answer | Promise<Answer>, { keep = true }: { keep?: boolean } = {}): Promise<LoopbackServer> {
  const seen: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const counts = { index: 0, underWay: 0, mostAtOnce: 0, abandoned: 0 };
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("error", () => {});
    response.on("error", () => {});
    counts.underWay += 1;
    counts.mostAtOnce = Math.max(counts.mostAtOnce, counts.underWay);
    response.on("close", () => {
      counts.underWay -= 1;
      if (!response.writableEnded) counts.abandoned += 1;
    });
    request.on("end", () => {
      const bytes = Buffer.concat(pieces);
      const one: SeenRequest = { path: request.url ?? "", headers: request.headers, bytes, body: JSON.parse(bytes.toString() || "{}") as Record<string, unknown> };
      if (keep) seen.push(one);
      void Promise.resolve(answer(one, counts.index++)).then((answered) => send(response, answered));
    });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    seen,
    get mostAtOnce() {
      return counts.mostAtOnce;
    },
    get abandoned() {
      return counts.abandoned;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

async function send(response: ServerResponse, { status = 200, headers = { "content-type": "application/json" }, body = "", end, after = 0 }: Answer): Promise<void> {
  if (after > 0) await new Promise((resolve) => void setTimeout(resolve, after));
  if (response.destroyed) return;
  const bytes = Buffer.from(body as string);
  if (end === undefined) {
    response.writeHead(status, { ...headers, "content-length": bytes.byteLength }).end(bytes);
    return;
  }
  // One byte more is promised than is ever sent.
  if (bytes.byteLength > 0) response.writeHead(status, { ...headers, "content-length": bytes.byteLength + 1 }).write(bytes);
  if (end === "cut") setTimeout(() => response.socket?.destroy(), 5);
}
