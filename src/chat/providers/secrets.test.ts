import * as fc from "fast-check";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Socket } from "node:net";
import { openChatModel } from "../open-chat-model.ts";
import type { ChatRequest } from "../port/chat-model.ts";
import { type Answer, type LoopbackServer, type SeenRequest, startServer } from "../testing/loopback-server.ts";
import { wireFormats } from "../testing/wire-formats.ts";

const key = 'marker-Kq7/"\\+=0123456789';
const request: ChatRequest = { messages: [{ role: "user", text: "?" }], maxTokens: 50, temperature: 0 };

/** Everything that can be seen of a value, by any of the ways in which it may be printed or stored. */
function everythingOf(value: unknown): string {
  const error = value as Error | undefined;
  return [inspect(value, { depth: null, showHidden: true, maxStringLength: null, maxArrayLength: null }), String(value), error?.stack ?? "", JSON.stringify(value) ?? ""].join("\n");
}

const forms = [key, JSON.stringify(key).slice(1, -1), encodeURIComponent(key), key.slice(0, 14)];

describe.each(wireFormats)("$name: the key", (format) => {
  let server: LoopbackServer;
  let answer: (request: SeenRequest) => Answer = () => ({});
  beforeAll(async () => {
    server = await startServer((request) => answer(request), { keep: false });
  });
  afterAll(() => server.close());

  test("is in nothing that comes out, though the server says it wherever it can", async () => {
    const status = fc.constantFrom(200, 200, 200, 301, 400, 401, 403, 404, 408, 422, 429, 500, 503);
    const said = fc.constantFrom(key, encodeURIComponent(key), `Bearer ${key}`, `Incorrect API key provided: ${key}.`);
    const shape = fc.constantFrom("answer", "reasoning", "error", "code", "text", "cut", "usage");
    const property = fc.asyncProperty(status, said, shape, fc.boolean(), async (status, said, shape, inHeaders) => {
      const quoted = JSON.stringify(said);
      const bodies: Record<string, string> = {
        answer: format.write({ text: said }),
        reasoning: format.write({ text: "yes", reasoning: said }),
        error: format.error(said),
        code: format.error("no", said),
        text: said,
        cut: `{"text":${quoted}`,
        usage: format.write({ text: "yes" }).replace(/"usage(Metadata)?":\{/, `"usage$1":{"key":${quoted},`),
      };
      answer = () => ({ status, body: bodies[shape]!, headers: { "content-type": "application/json", ...(inHeaders ? { "retry-after": encodeURIComponent(said), "x-key": encodeURIComponent(said), "set-cookie": `key=${encodeURIComponent(said)}`, location: `http://127.0.0.1/?key=${encodeURIComponent(said)}` } : {}) } });
      const out: unknown[] = [];
      const model = await openChatModel(format.reference(server.url), { environment: format.environment(server.url, key), maxRetries: 0, sink: (event) => out.push(event) });
      out.push(model, await model.generate(request).catch((error: unknown) => error));
      await model.close();
      const seen = everythingOf(out) + out.map(everythingOf).join("\n");
      for (const form of forms) expect(seen).not.toContain(form);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  test("would be found there: the check above can fail", async () => {
    answer = () => ({ body: format.write({ text: "another marker, no key" }) });
    const model = await openChatModel(format.reference(server.url), { environment: format.environment(server.url, key) });
    expect(everythingOf(await model.generate(request))).toContain("another marker");
    await model.close();
  });

  test("goes with no redirect, and no socket is opened to anything but the configured address", async () => {
    const elsewhere = await startServer(() => ({ body: format.write({ text: "stolen" }) }));
    const opened: unknown[] = [];
    const connect = Socket.prototype.connect;
    const spy = vi.spyOn(Socket.prototype, "connect").mockImplementation(function (this: Socket, ...given: unknown[]) {
      const [options] = (Array.isArray(given[0]) ? given[0] : given) as [{ host?: string; port?: number }];
      opened.push(`${options.host}:${options.port}`);
      return connect.apply(this, given as never);
    });
    try {
      const answers: Answer[] = [{ body: format.write({ text: "yes" }) }, { status: 307, headers: { location: `${elsewhere.url}/v1` } }, { status: 500 }, { end: "cut" }, { status: 429 }];
      let index = 0;
      answer = () => answers[index++]!;
      const model = await openChatModel(format.reference(server.url), { environment: format.environment(server.url, key), maxRetries: 0 });
      expect(opened).toEqual([]);
      for (let call = 0; call < answers.length; call += 1) await model.generate(request).catch(() => {});
      await model.close();
      expect(index).toBe(answers.length);
      expect(elsewhere.seen).toEqual([]);
      expect(new Set(opened)).toEqual(new Set([`127.0.0.1:${server.port}`]));
    } finally {
      spy.mockRestore();
      await elsewhere.close();
    }
  });
});
