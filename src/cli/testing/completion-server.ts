import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What a server is asked, and by whom. */
export interface Asked {
  readonly model: string;
  /** The user's last message. */
  readonly question: string;
  readonly system: string | undefined;
  readonly authorization: string | undefined;
}

/** A server of chat completions on loopback that counts what it is asked. */
export interface CompletionServer {
  readonly url: string;
  /** How often each question was asked, whoever answers. */
  readonly asked: ReadonlyMap<string, number>;
  readonly seen: readonly Asked[];
  close(): Promise<void>;
}

/** Starts one. A number is a status without an answer. */
export async function startCompletionServer(answer: (asked: Asked) => string | number | Promise<string | number>): Promise<CompletionServer> {
  const asked = new Map<string, number>();
  const seen: Asked[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    response.on("error", () => {});
    request.on("end", async () => {
      const { model, messages } = JSON.parse(Buffer.concat(pieces).toString()) as { model: string; messages: { role: string; content: string }[] };
      const one: Asked = { model, question: messages.at(-1)!.content, system: messages.find(({ role }) => role === "system")?.content, authorization: request.headers.authorization };
      seen.push(one);
      asked.set(one.question, (asked.get(one.question) ?? 0) + 1);
      const said = await answer(one);
      if (typeof said === "number") response.writeHead(said, { "content-type": "application/json" }).end(JSON.stringify({ error: { message: "It is ill.", type: "server_error" } }));
      else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ id: "1", object: "chat.completion", created: 1, model, choices: [{ index: 0, message: { role: "assistant", content: said }, finish_reason: "stop" }], usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 } }));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    seen,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
