import { afterEach, describe, expect, test } from "vitest";
import { openChatModel } from "../open-chat-model.ts";
import type { ChatModel, ChatRequest } from "../port/chat-model.ts";
import { chatModelContract } from "../testing/chat-model.contract.ts";
import { type Answer, type LoopbackServer, type SeenRequest, startServer } from "../testing/loopback-server.ts";
import { type WireAnswer, type WireFormat, wireFormats } from "../testing/wire-formats.ts";

const key = "sk-marker-0123456789abcdefghij";
const texts = ["plain", "üñíçødé 語 🙂 \u0000\u001f\u2028 {{ }} ${x} </input>", "  spaces\n\tkept  ", "\ud800 alone \udc00", "\ufeffmark", "\r\n\r", '"\\"'];
const ask = (text: string, rest: Partial<ChatRequest> = {}): ChatRequest => ({ messages: [{ role: "user", text }], maxTokens: 50, ...rest });

const [openai, anthropic, , compatible] = wireFormats as [WireFormat, WireFormat, WireFormat, WireFormat];

const opened: (ChatModel | LoopbackServer)[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

for (const format of wireFormats) {
  const start = async (answer: (request: SeenRequest, index: number) => Answer): Promise<{ server: LoopbackServer; model: ChatModel; events: unknown[] }> => {
    const server = await startServer(answer);
    const events: unknown[] = [];
    const model = await openChatModel(format.reference(server.url), { environment: format.environment(server.url, key), maxRetries: 0, sink: (event) => events.push(event) });
    opened.push(server, model);
    return { server, model, events };
  };
  const answering = (answer: WireAnswer): (() => Answer) => () => ({ body: format.write(answer) });

  chatModelContract(`a model of ${format.name}`, async () => {
    const server = await startServer(({ body }) => {
      const text = format.question(body);
      return text === "slow" ? { end: "hang" } : { body: format.write(text === "long" ? { text: "cut", finish: "length" } : { text: `You said: ${text}` }) };
    });
    const model = await openChatModel(format.reference(server.url), { environment: format.environment(server.url, key) });
    return {
      model,
      questions: texts.map((text) => ({ request: ask(text), response: { text: `You said: ${text}`, finish: "stop" } })),
      long: ask("long"),
      slow: ask("slow"),
      close: async () => {
        await model.close();
        await server.close();
      },
    };
  });

  describe(`a model of ${format.name}`, () => {
    test("sends what was asked, and nothing else, to the one path", async () => {
      const { server, model } = await start(answering({ text: "yes" }));
      const schema = { type: "object", properties: { verdict: { type: "string", enum: ["pass", "fail"] } }, required: ["verdict"], additionalProperties: false } as const;
      await model.generate({ messages: [{ role: "system", text: "Be brief." }, ...ask("Why?").messages], maxTokens: 123, temperature: 0, schema });
      const [request] = server.seen;
      expect(server.seen).toHaveLength(1);
      expect(request!.path).toBe(format.path);
      expect(format.keyOf(request!)).toBe(key);
      expect(format.systemText(request!.body)).toBe("Be brief.");
      expect(format.question(request!.body)).toBe("Why?");
      expect(format.limitOf(request!.body)).toBe(123);
      expect(format.schemaOf(request!.body)).toMatchObject({ type: "object", required: ["verdict"] });
      expect(request!.body).not.toHaveProperty("stream", true);
    });

    test("sends every text as JSON writes it, lone surrogates as their escapes", async () => {
      const { server, model } = await start(answering({ text: "yes" }));
      for (const text of texts) await model.generate(ask(text));
      expect(server.seen.map(({ body }) => format.question(body))).toEqual(texts);
      expect(server.seen[3]!.bytes.includes("\\ud800 alone \\udc00")).toBe(true);
    });

    test("keeps reasoning apart, the provider's word for the end, and the raw usage with fields that nobody knows yet", async () => {
      const usage = { input: 100, output: 30, cached: 64 };
      const sent = JSON.parse(format.write({ text: "42", reasoning: "six times seven", usage })) as Record<string, Record<string, unknown>>;
      const raw = (sent.usage ?? sent.usageMetadata)!;
      raw.later_field = { depth: [1, "a"] };
      const { model } = await start(() => ({ body: JSON.stringify(sent) }));
      const response = await model.generate(ask("?"));
      expect(response).toMatchObject({ text: "42", reasoning: "six times seven", finish: "stop", usage });
      expect(response.usage!.raw).toEqual(raw);
      if (format.name !== "openai") expect(response.rawFinish).toMatch(/^(?:end_turn|STOP|stop)$/);
    });

    // Anthropic's answers always have one.
    test.skipIf(format.name === "anthropic")("has no usage where the provider says none", async () => {
      const { model } = await start(answering({ text: "yes", usage: null }));
      expect(await model.generate(ask("?"))).toMatchObject({ text: "yes", usage: null });
    });

    test("tells reasoning that is written before the answer from it", async () => {
      const { model } = await start(answering({ text: "<think>\nsix times seven\n</think>\n\n42 </think>" }));
      expect(await model.generate(ask("?"))).toMatchObject({ text: "42 </think>", reasoning: "six times seven" });
    });

    test.each(["stop", "length", "filter"] as const)("passes on that an answer ended by %s, empty or not", async (finish) => {
      const { model } = await start((_, index) => ({ body: format.write({ text: index === 0 ? "some" : "", finish }) }));
      expect(await model.generate(ask("?"))).toMatchObject({ text: "some", finish });
      expect(await model.generate(ask("?"))).toMatchObject({ text: "", finish });
    });

    test("takes a prompt that the provider's filter declines as an answer", async () => {
      const { model } = await start(() => ({ status: 400, body: JSON.stringify({ error: { message: "The prompt was filtered.", type: "content_filter", param: null, code: "content_filter", status: "content_filter" } }) }));
      expect(await model.generate(ask("?"))).toEqual({ text: "", finish: "filter", rawFinish: "content_filter", usage: null });
    });

    test("reports parameters that the API does not have, once, and records them in each answer", async () => {
      const { model, events } = await start(answering({ text: "yes" }));
      for (let call = 0; call < 2; call += 1) {
        const { dropped = [] } = await model.generate(ask("?", { seed: 3, stop: ["END"], topP: 0.9 }));
        expect(dropped.toSorted()).toEqual(format.lacks);
      }
      expect(events).toHaveLength(format.lacks.length);
      for (const event of events) expect(event).toMatchObject({ type: "message", level: "warning" });
    });

    test("asks again without a parameter that the model refuses, and remembers it", async () => {
      const { server, model, events } = await start(({ body }) =>
        JSON.stringify(body).includes('"temperature"') ? { status: 400, body: format.error("Unsupported value: 'temperature' does not support 0 with this model.", "unsupported_value") } : { body: format.write({ text: "yes" }) },
      );
      for (let call = 0; call < 3; call += 1) expect(await model.generate(ask("?", { temperature: 0 }))).toMatchObject({ text: "yes", dropped: ["temperature"] });
      expect(server.seen).toHaveLength(4);
      expect(events).toHaveLength(1);
    });
  });
}

test("anthropic: an answer to a schema that comes as the input of a tool is the text", async () => {
  const input = { verdict: "pass", why: 'it "is" ü' };
  const server = await startServer(() => ({ body: JSON.stringify({ ...(JSON.parse(anthropic.write({})) as object), content: [{ type: "tool_use", id: "toolu_1", name: "json", input }], stop_reason: "tool_use" }) }));
  const model = await openChatModel(anthropic.reference(server.url), { environment: anthropic.environment(server.url, key) });
  opened.push(server, model);
  const { text, finish } = await model.generate(ask("?", { schema: { type: "object", properties: { verdict: { type: "string" } } } }));
  expect({ value: JSON.parse(text), finish }).toEqual({ value: input, finish: "stop" });
});

test("openai: a refusal of the model's own is an answer that was declined, with its words", async () => {
  const server = await startServer(() => ({ body: openai.write({}).replace(/"content":\[.*?\]\}\]/, '"content":[{"type":"refusal","refusal":"I cannot."}]') }));
  const model = await openChatModel(openai.reference(server.url), { environment: openai.environment(server.url, key) });
  opened.push(server, model);
  expect(await model.generate(ask("?"))).toMatchObject({ text: "I cannot.", finish: "filter" });
  expect(server.seen[0]!.body).toMatchObject({ store: false });
});

test.each([
  ["an unknown end", "novel_reason", "the reason \"novel_reason\""],
  ["no end", null, "no reason that it tells"],
])("an answer with %s may be cut, so it is none", async (_, reason, told) => {
  const server = await startServer(() => ({ body: compatible.write({ text: "some" }).replace('"finish_reason":"stop"', `"finish_reason":${JSON.stringify(reason)}`) }));
  const model = await openChatModel(compatible.reference(server.url), { environment: {}, maxRetries: 0 });
  opened.push(server, model);
  await expect(model.generate(ask("?"))).rejects.toMatchObject({ code: "bad-response", message: expect.stringContaining(told) });
});

test("a server without a key is asked without one", async () => {
  const server = await startServer(() => ({ body: compatible.write({ text: "yes" }) }));
  const model = await openChatModel(compatible.reference(server.url), { environment: {} });
  opened.push(server, model);
  await model.generate(ask("?"));
  expect(server.seen[0]!.headers).not.toHaveProperty("authorization");
});

test("thousands of calls that wait together disturb nobody with warnings", async () => {
  const warnings: Error[] = [];
  const listen = (warning: Error): void => void warnings.push(warning);
  process.on("warning", listen);
  const server = await startServer(() => ({ body: compatible.write({ text: "yes" }) }), { keep: false });
  const model = await openChatModel(compatible.reference(server.url), { environment: {} });
  opened.push(server, model);
  const { signal } = new AbortController();
  await Promise.all(Array.from({ length: 1000 }, (_, index) => model.generate(ask("?"), index % 2 === 0 ? { signal } : {})));
  await new Promise((resolve) => void setTimeout(resolve, 20));
  process.off("warning", listen);
  expect(warnings).toEqual([]);
});

test("google: a blocked prompt, which has no candidate, is declined", async () => {
  const server = await startServer(() => ({ body: JSON.stringify({ promptFeedback: { blockReason: "PROHIBITED_CONTENT" }, usageMetadata: { promptTokenCount: 9, totalTokenCount: 9 } }) }));
  const model = await openChatModel("google:gemini-2.5-flash", { environment: { GOOGLE_GENERATIVE_AI_API_KEY: key, GOOGLE_GEMINI_BASE_URL: server.url }, maxRetries: 0 });
  opened.push(server, model);
  expect(await model.generate(ask("?"))).toMatchObject({ text: "", finish: "filter", usage: { input: 9, output: 0 } });
});
