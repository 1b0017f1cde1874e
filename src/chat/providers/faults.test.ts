import { afterEach, describe, expect, test } from "vitest";
import { openChatModel, type OpenChatOptions } from "../open-chat-model.ts";
import type { ChatModel, ChatRequest } from "../port/chat-model.ts";
import { type Answer, type LoopbackServer, type SeenRequest, startServer } from "../testing/loopback-server.ts";
import { wireFormats } from "../testing/wire-formats.ts";

const key = "sk-marker-0123456789abcdefghij";
const request: ChatRequest = { messages: [{ role: "user", text: "?" }], maxTokens: 50, temperature: 0 };

const opened: (ChatModel | LoopbackServer)[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

for (const format of wireFormats) {
  const start = async (answer: (request: SeenRequest, index: number) => Answer, options: OpenChatOptions = { maxRetries: 0 }): Promise<{ server: LoopbackServer; model: ChatModel }> => {
    const server = await startServer(answer);
    const model = await openChatModel(format.reference(server.url), { environment: format.environment(server.url, key), ...options });
    opened.push(server, model);
    return { server, model };
  };
  const good = format.write({ text: "yes" });
  const html = { headers: { "content-type": "text/html" }, body: "<!doctype html><title>Bad gateway</title>" };

  describe(`${format.name}: a fault of the server becomes a typed failure`, () => {
    test.each<[name: string, answer: Answer, failure: object]>([
      ["429 with seconds", { status: 429, headers: { "retry-after": "20" }, body: format.error("slow down") }, { code: "rate-limited", delayMilliseconds: 20_000, kind: "incomplete" }],
      ["429 with milliseconds", { status: 429, headers: { "retry-after": "3", "retry-after-ms": "2500" }, body: format.error("slow down") }, { code: "rate-limited", delayMilliseconds: 2500 }],
      ["429 without", { status: 429, body: format.error("slow down") }, { code: "rate-limited", delayMilliseconds: undefined }],
      ["429 with a delay that cannot be read", { status: 429, headers: { "retry-after": "-1" }, body: "" }, { code: "rate-limited", delayMilliseconds: undefined }],
      ["429 for want of money", { status: 429, body: format.error("You exceeded your current quota", "insufficient_quota") }, format.name === "google" ? { code: "rate-limited" } : { code: "quota-exhausted", retry: "never" }],
      ["401", { status: 401, body: format.error("no") }, { code: "unauthorized", kind: "misuse", retry: "never", hint: `Check ${Object.keys(format.environment("", "")).find((name) => name.endsWith("KEY"))}.` }],
      ["403", { status: 403, body: format.error("no") }, { code: "unauthorized", retry: "never" }],
      ["404", { status: 404, body: format.error("no") }, { code: "model-missing", kind: "misuse", retry: "never" }],
      ["400", { status: 400, body: format.error("what?") }, { code: "request-refused", retry: "never", message: expect.stringContaining("what?") }],
      ["422", { status: 422, body: format.error("what?") }, { code: "request-refused", retry: "never" }],
      ["413", { status: 413, body: "" }, { code: "request-refused", retry: "never" }],
      ["408", { status: 408, body: "" }, { code: "server-failed", retry: "always" }],
      ["409", { status: 409, body: "" }, { code: "server-failed", retry: "always" }],
      ["425", { status: 425, body: "" }, { code: "server-failed", retry: "always" }],
      ["500", { status: 500, body: format.error("oops") }, { code: "server-failed", kind: "incomplete", retry: "always" }],
      ["502 as a page", { status: 502, ...html }, { code: "server-failed", retry: "always" }],
      ["503 with seconds", { status: 503, headers: { "retry-after": "7" } }, { code: "overloaded", delayMilliseconds: 7000 }],
      ["529", { status: 529, body: format.error("Overloaded", "overloaded_error") }, { code: "overloaded" }],
      ["a redirect", { status: 307, headers: { location: "http://192.0.2.1/elsewhere" } }, { code: "bad-response", retry: "never" }],
      ["a cut before the answer", { end: "cut" }, { code: "connection-cut", retry: "always" }],
      ["a cut within the answer", { body: good.slice(0, -20), end: "cut" }, { code: "bad-response", retry: "always" }],
      ["a whole answer that was cut", { body: good, end: "cut" }, { code: "bad-response", retry: "always" }],
      ["half an answer", { body: good.slice(0, good.length / 2) }, { code: "bad-response", retry: "once" }],
      ["no answer", { body: "" }, { code: "bad-response" }],
      ["nothing at all", { status: 204 }, { code: "bad-response" }],
      ["a page", html, { code: "bad-response", retry: "once", hint: expect.stringContaining("base URL") }],
      ["an image", { headers: { "content-type": "image/png" }, body: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0]) }, { code: "bad-response" }],
      ["a stream", { headers: { "content-type": "text/event-stream" }, body: `data: ${good}\n\ndata: [DONE]\n\n` }, { code: "bad-response" }],
      ["null", { body: "null" }, { code: "bad-response" }],
      ["a number", { body: "3" }, { code: "bad-response" }],
      ["an empty list", { body: "[]" }, { code: "bad-response" }],
      ["an empty object", { body: "{}" }, { code: expect.stringMatching(/^(?:bad-response|server-failed)$/) }],
      ["another provider's answer", { body: wireFormats.find(({ name }) => name !== format.name)!.write({ text: "yes" }) }, { code: expect.stringMatching(/^(?:bad-response|server-failed)$/) }],
      ["a prototype in it", { body: `{"__proto__":{"x":1},${good.slice(1)}` }, { code: "bad-response" }],
    ])("%s", async (_, answer, failure) => {
      const { server, model } = await start(() => answer);
      await expect(model.generate(request)).rejects.toMatchObject({ name: "ChatFailure", ...failure });
      expect(server.seen).toHaveLength(1);
    });

    test("nobody at the address", async () => {
      const { server, model } = await start(() => ({}));
      await server.close();
      opened.splice(opened.indexOf(server), 1);
      await expect(model.generate(request)).rejects.toMatchObject({ code: "connection-failed", retry: "always", message: expect.stringContaining("ECONNREFUSED") });
    });

    test("a server that hangs, before or within its answer, is left after the time-out", async () => {
      const { server, model } = await start((_, index) => ({ body: index === 0 ? "" : good.slice(0, 10), end: "hang" }), { maxRetries: 0, timeoutMilliseconds: 150 });
      for (let call = 0; call < 2; call += 1) {
        const before = performance.now();
        await expect(model.generate(request)).rejects.toMatchObject({ code: "timed-out", kind: "incomplete", message: expect.stringContaining("0.15 s") });
        expect(performance.now() - before).toBeLessThan(400);
      }
      await expect.poll(() => server.abandoned).toBe(2);
    });

    test("is tried again until it passes", async () => {
      const answers: Answer[] = [{ status: 500 }, { status: 429, headers: { "retry-after-ms": "30" } }, { end: "cut" }, { body: good.slice(0, 30), end: "cut" }, { body: good }];
      const { server, model } = await start((_, index) => answers[index]!, { clock: impatient });
      expect(await model.generate(request)).toMatchObject({ text: "yes" });
      expect(server.seen).toHaveLength(5);
      // Every try says the same.
      expect(new Set(server.seen.map(({ bytes }) => bytes.toString())).size).toBe(1);
    });

    test("what cannot be read is tried again only once", async () => {
      const { server, model } = await start(() => html, { clock: impatient });
      await expect(model.generate(request)).rejects.toMatchObject({ code: "bad-response" });
      expect(server.seen).toHaveLength(2);
    });
  });
}

/** A clock whose waits are short. */
const impatient = { now: () => performance.now(), wait: (milliseconds: number, signal?: AbortSignal): Promise<void> => new Promise((resolve) => void (milliseconds < 100_000 ? setTimeout(resolve, 5) : signal?.addEventListener("abort", () => resolve()))) };

test("openai: a failure within an answer of status 200 is told by its code", async () => {
  const answers = ["server_error", "rate_limit_exceeded", "invalid_prompt"].map((code): Answer => ({ body: JSON.stringify({ id: "resp_1", object: "response", status: "failed", error: { code, message: "It failed." }, output: [] }) }));
  const server = await startServer((_, index) => answers[index]!);
  const model = await openChatModel("openai:gpt-5-mini", { environment: { OPENAI_API_KEY: key, OPENAI_BASE_URL: server.url }, maxRetries: 0 });
  opened.push(server, model);
  for (const code of ["server-failed", "rate-limited", "request-refused"]) await expect(model.generate(request)).rejects.toMatchObject({ code, message: expect.stringContaining("It failed") });
});

test("google: the delay in the body of an error is honoured", async () => {
  const body = JSON.stringify({ error: { code: 429, message: "Quota exceeded", status: "RESOURCE_EXHAUSTED", details: [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "34.07s" }] } });
  const server = await startServer(() => ({ status: 429, body }));
  const model = await openChatModel("google:gemini-2.5-flash", { environment: { GOOGLE_GENERATIVE_AI_API_KEY: key, GOOGLE_GEMINI_BASE_URL: server.url }, maxRetries: 0 });
  opened.push(server, model);
  await expect(model.generate(request)).rejects.toMatchObject({ code: "rate-limited", delayMilliseconds: 34_070 });
});
