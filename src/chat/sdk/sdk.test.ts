import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { splitReasoning } from "../split-reasoning.ts";
import { startServer } from "../testing/loopback-server.ts";
import { redact } from "./redact.ts";
import { refusedParameter } from "./refused-parameter.ts";
import { readRetryAfter } from "./retry-after.ts";
import { createTransport } from "./transport.ts";

describe("readRetryAfter", () => {
  const now = Date.parse("2026-03-01T12:00:00Z");
  test.each<[string, Record<string, string>, number | undefined]>([
    ["seconds", { "retry-after": "42" }, 42_000],
    ["parts of seconds", { "retry-after": "0.5" }, 500],
    ["no seconds", { "retry-after": "0" }, 0],
    ["milliseconds before seconds", { "retry-after": "42", "retry-after-ms": "1500" }, 1500],
    ["a date", { "retry-after": "Sun, 01 Mar 2026 12:01:30 GMT" }, 90_000],
    ["an obsolete date", { "retry-after": "Sunday, 01-Mar-26 12:00:10 GMT" }, 10_000],
    ["a date that is over", { "retry-after": "Sun, 01 Mar 2026 11:00:00 GMT" }, 0],
    ["nothing", {}, undefined],
    ["a negative number", { "retry-after": "-5" }, undefined],
    ["a word", { "retry-after": "soon" }, undefined],
    ["an exponent", { "retry-after": "1e9" }, undefined],
    ["an endless number", { "retry-after": "9".repeat(400) }, undefined],
    ["two values", { "retry-after": "1, 2" }, undefined],
  ])("reads %s", (_, headers, milliseconds) => expect(readRetryAfter({ headers, now })).toBe(milliseconds));
});

describe("splitReasoning", () => {
  test.each([
    ["an answer", { text: "an answer" }],
    ["\n<think>\nhm\n</think>\n\n the answer\n", { text: "the answer\n", reasoning: "hm" }],
    ["<think></think>yes", { text: "yes" }],
    ["<think>cut", { text: "", reasoning: "cut" }],
    ["see <think>this</think>", { text: "see <think>this</think>" }],
    ["<think>a</think>b</think>", { text: "b</think>", reasoning: "a" }],
  ])("of %j", (text, parts) => expect(splitReasoning(text)).toEqual(parts));
});

describe("refusedParameter", () => {
  const asked = { messages: [], maxTokens: 1, temperature: 0, topP: 0.5, stop: ["a"] };
  test.each<[string, object, string | undefined]>([
    ["OpenAI's words", { statusCode: 400, message: "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported." }, "temperature"],
    ["OpenAI's field", { statusCode: 400, message: "Unsupported parameter.", data: { error: { param: "top_p" } } }, "topP"],
    ["Anthropic's words", { statusCode: 400, message: "`temperature` and `top_p` cannot both be specified for this model. Please use only one." }, "topP"],
    ["a deprecation", { statusCode: 400, message: "temperature is deprecated for this model" }, "temperature"],
    ["a parameter that was not sent", { statusCode: 400, message: "seed is not supported" }, undefined],
    ["another refusal", { statusCode: 400, message: "temperature must be at most 1" }, undefined],
    ["another failure", { statusCode: 500, message: "temperature is not supported" }, undefined],
    ["no message", {}, undefined],
  ])("reads %s", (_, error, name) => expect(refusedParameter(error, asked)).toBe(name));
});

test("redact leaves placeholders of keys alone, which are words", () => {
  expect(redact("The server is EMPTY and a key is not-needed.", ["EMPTY", "not-needed"])).toBe("The server is EMPTY and a key is not-needed.");
  expect(redact("a 0123456789abcdef b", ["0123456789abcdef"])).toBe("a [removed] b");
});

describe("the transport", () => {
  test("does not read more than it may", async () => {
    const server = await startServer(() => ({ body: "x".repeat(300_000) }));
    const transport = createTransport({ secrets: [], maximumBytes: 100_000 });
    await expect(transport(server.url, { method: "POST", body: "{}" })).rejects.toMatchObject({ what: "too-large" });
    expect(await (await createTransport({ secrets: [] })(server.url, { method: "POST", body: "{}" })).text()).toHaveLength(300_000);
    await server.close();
  });

  test("tells a name that nobody has", async () => {
    await expect(createTransport({ secrets: [] })("http://nobody.invalid/v1", { method: "POST", body: "{}" })).rejects.toMatchObject({ what: "unreachable", systemCode: expect.stringMatching(/^(?:ENOTFOUND|EAI_AGAIN)$/) });
  });

  test.each([
    ["a server that speaks no HTTP", "http", "no-http"],
    ["a server that speaks no TLS", "https", "insecure"],
  ])("tells %s", async (_, scheme, what) => {
    const server = createServer((socket) => void socket.on("error", () => {}).on("data", () => socket.end("SSH-2.0-mill\r\n")));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await expect(createTransport({ secrets: [] })(`${scheme}://127.0.0.1:${port}/v1`, { method: "POST", body: "{}" })).rejects.toMatchObject({ what });
    server.close();
  });

  test("asks for no compression, and takes bytes that are no text", async () => {
    const server = await startServer(() => ({ body: Buffer.from([0xff, 0x61]) }));
    const response = await createTransport({ secrets: [] })(server.url, { method: "POST", body: '{"a":"ü"}' });
    expect(await response.text()).toBe("\ufffda");
    expect(server.seen[0]!.headers).toMatchObject({ "accept-encoding": "identity", "content-length": "10" });
    await server.close();
  });
});
