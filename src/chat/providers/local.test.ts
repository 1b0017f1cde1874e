import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openChatModel } from "../open-chat-model.ts";
import type { ChatModel, ChatRequest } from "../port/chat-model.ts";
import { continuation, writeAlphabetModel } from "../testing/alphabet-model.ts";
import { chatModelContract } from "../testing/chat-model.contract.ts";

const ask = (text: string, rest: Partial<ChatRequest> = {}): ChatRequest => ({ messages: [{ role: "user", text }], maxTokens: 40, temperature: 0, ...rest });
const prompts = ["Say q", "a", "the letter x", "y", "no {{ }} </input> w", "7"];
const template = "{% for message in messages %}[{{ message.role }}]{{ message.content }}{% endfor %}";

for (const [name, chatTemplate] of [["without a chat template", undefined], ["with a chat template", template]] as const) {
  chatModelContract(`a model in this process ${name}`, async () => {
    const folder = await writeAlphabetModel(chatTemplate === undefined ? {} : { chatTemplate });
    const model = await openChatModel(folder, { threads: 1 });
    return {
      model,
      questions: prompts.map((prompt) => {
        const { tokens, ...expected } = continuation(prompt, 40);
        const input = (chatTemplate === undefined ? "" : "[user]").length + prompt.length;
        return { request: ask(prompt), response: { ...expected, usage: { input, output: tokens, cached: 0, raw: { promptTokens: input, newTokens: tokens } } } };
      }),
      long: ask("5"),
      slow: ask("!", { maxTokens: 4000 }),
      close: async () => {
        await model.close();
        await rm(folder, { recursive: true });
      },
    };
  });
}

describe("a model in this process", () => {
  let folder: string;
  let model: ChatModel;
  beforeAll(async () => {
    folder = await writeAlphabetModel();
    model = await openChatModel(folder, { threads: 1 });
  });
  afterAll(async () => {
    await model.close();
    await rm(folder, { recursive: true });
  });

  test("reads a conversation in the plain frame, and stops at a stop string", async () => {
    const { text, usage, finish } = await model.generate({ messages: [{ role: "system", text: "Go on." }, { role: "user", text: "a" }], maxTokens: 5, temperature: 0 });
    const frame = "System: Go on.\n\nUser: a\n\nAssistant:";
    // The planted tokenizer has no line ends.
    expect({ text, finish }).toEqual({ text: ":::::", finish: "length" });
    expect(usage!.input).toBeGreaterThanOrEqual(frame.replaceAll("\n", "").length);
    expect(await model.generate(ask("a", { stop: ["hi", "k"] }))).toMatchObject({ text: "bcdefg", finish: "stop" });
  });

  test("tells the model's fingerprint, which its weights decide", async () => {
    const other = await writeAlphabetModel({ chatTemplate: template });
    const again = await writeAlphabetModel();
    const models = await Promise.all([other, again].map((path) => openChatModel(path, { threads: 1 })));
    expect(model.details).toMatchObject({ family: "llama", hasChatTemplate: false, fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(models[1]!.details).toEqual(model.details);
    expect(models[0]!.details.fingerprint).not.toBe(model.details.fingerprint);
    await Promise.all(models.map((each) => each.close()));
    await Promise.all([other, again].map((path) => rm(path, { recursive: true })));
  });

  test("says that it does not hold to a schema", async () => {
    expect(await model.generate(ask("x", { schema: { type: "object" } }))).toMatchObject({ text: "yz", dropped: ["schema"] });
  });

  test("a seeded answer does not depend on what is asked beside it; unseeded ones differ", async () => {
    const hot = ask("a", { temperature: 50, maxTokens: 20, seed: 7 });
    const alone = await model.generate(hot);
    const beside = await Promise.all([hot, hot, ask("b", { temperature: 50, maxTokens: 20, seed: 7 }), hot].map((request) => model.generate(request)));
    expect([beside[0]!.text, beside[1]!.text, beside[3]!.text]).toEqual([alone.text, alone.text, alone.text]);
    const { seed: _, ...unseeded } = hot;
    const different = await Promise.all(Array.from({ length: 4 }, () => model.generate(unseeded)));
    expect(new Set(different.map(({ text }) => text)).size).toBe(4);
  });

  test("an answer may be as long as the context holds, however much more is allowed", async () => {
    const prompt = "7".repeat(4000);
    expect(await model.generate(ask(prompt, { maxTokens: 1_000_000 }))).toMatchObject({ text: "7".repeat(97), finish: "length", usage: { input: 4000, output: 97 } });
    expect(await model.generate(ask("w", { maxTokens: 1_000_000 }))).toMatchObject({ text: "xyz", finish: "stop" });
  });

  test("one request that is too long does not take the others with it", async () => {
    const tooLong = model.generate(ask("a".repeat(5000)));
    const [refused, ...answered] = await Promise.allSettled([tooLong, ...["w", "x", "y"].map((text) => model.generate(ask(text)))]);
    expect(refused).toMatchObject({ status: "rejected", reason: { name: "SteadfastError", code: "context-exceeded" } });
    expect(answered).toMatchObject(["xyz", "yz", "z"].map((text) => ({ status: "fulfilled", value: { text } })));
  });
});
