import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** A request as the server saw it. */
export interface SeenCall {
  readonly model: string;
  /** The user's last message. */
  readonly question: string;
  readonly body: { readonly [name: string]: unknown };
  readonly authorization: string | undefined;
}

/** How the server answers: a text, or anything that servers do when they are ill. */
export type Reply =
  | string
  | { readonly text: string; readonly finish?: "stop" | "length" | "content_filter"; readonly reasoning?: string }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** Nothing more comes. */
  | "hang"
  /** The connection ends before, or within, the answer. */
  | "cut"
  | "cut-within";

/** A server of chat completions on loopback that keeps its own books. */
export interface CompletionServer {
  readonly url: string;
  /** The reference of a model of it. */
  reference(model?: string): string;
  /** How often each question was asked, by model and question. */
  readonly asked: ReadonlyMap<string, number>;
  /** How often each was answered in full with status 200. */
  readonly answered: ReadonlyMap<string, number>;
  readonly mostAtOnce: number;
  close(): Promise<void>;
}

export const nameOfCall = ({ model, question }: Pick<SeenCall, "model" | "question">): string => JSON.stringify([model, question]);

/** Starts one. `answer` is told how often the same was asked before. */
export async function startCompletionServer(answer: (call: SeenCall, before: number) => Reply | Promise<Reply>, { milliseconds = 0 }: { readonly milliseconds?: number } = {}): Promise<CompletionServer> {
  const asked = new Map<string, number>();
  const answered = new Map<string, number>();
  const sockets = new Set<Socket>();
  const load = { now: 0, most: 0 };
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("error", () => {});
    response.on("error", () => {});
    load.now += 1;
    load.most = Math.max(load.most, load.now);
    response.on("close", () => (load.now -= 1));
    request.on("end", async () => {
      const body = JSON.parse(Buffer.concat(pieces).toString()) as { model: string; messages: { content: string }[] };
      const call: SeenCall = { model: body.model, question: body.messages.at(-1)!.content, body, authorization: request.headers.authorization };
      const name = nameOfCall(call);
      const before = asked.get(name) ?? 0;
      asked.set(name, before + 1);
      if (milliseconds > 0) await new Promise((resolve) => void setTimeout(resolve, milliseconds));
      const reply = await answer(call, before);
      if (send(response, reply)) answered.set(name, (answered.get(name) ?? 0) + 1);
    });
  });
  server.keepAliveTimeout = 60_000;
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return {
    url,
    reference: (model = "parrot") => `${url}#${model}`,
    asked,
    answered,
    get mostAtOnce() {
      return load.most;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** True where a whole answer went out. */
function send(response: ServerResponse, reply: Reply): boolean {
  if (response.destroyed || reply === "hang") return false;
  if (reply === "cut") {
    response.socket?.destroy();
    return false;
  }
  if (typeof reply === "object" && "status" in reply) {
    const body = Buffer.from(reply.body ?? JSON.stringify({ error: { message: "It is ill.", type: "server_error", param: null, code: null } }));
    response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers, "content-length": body.byteLength }).end(body);
    return false;
  }
  const { text, finish = "stop", reasoning } = typeof reply === "string" ? { text: reply === "cut-within" ? "half of it" : reply } : reply;
  const body = Buffer.from(completion({ text, finish, reasoning }));
  response.writeHead(200, { "content-type": "application/json", "content-length": body.byteLength });
  if (reply === "cut-within") {
    response.write(body.subarray(0, body.byteLength - 10));
    setTimeout(() => response.socket?.destroy(), 5);
    return false;
  }
  response.end(body);
  return true;
}

function completion({ text, finish, reasoning }: { readonly text: string; readonly finish: string; readonly reasoning: string | undefined }): string {
  const output = Math.ceil(text.length / 4);
  return JSON.stringify({
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1741569952,
    model: "parrot",
    choices: [{ index: 0, message: { role: "assistant", content: text, ...(reasoning === undefined ? {} : { reasoning_content: reasoning }) }, finish_reason: finish }],
    usage: { prompt_tokens: 100, completion_tokens: output, total_tokens: 100 + output, prompt_tokens_details: { cached_tokens: 0 } },
  });
}
