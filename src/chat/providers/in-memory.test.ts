import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openChatModel, scriptedChatModel } from "../open-chat-model.ts";
import { ChatFailure } from "../port/chat-failure.ts";
import type { ChatRequest, ChatResponse } from "../port/chat-model.ts";
import { chatModelContract } from "../testing/chat-model.contract.ts";
import { recordAnswers } from "./replay.ts";

const ask = (text: string, rest: Partial<ChatRequest> = {}): ChatRequest => ({ messages: [{ role: "user", text }], maxTokens: 8, ...rest });
const texts = ["one two", "\ud800 語 🙂", " \n", "{{ x }}"];
const response: ChatResponse = { text: "yes", finish: "stop", usage: null };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "steadfast-chat-"));
});
afterAll(() => rm(folder, { recursive: true }));

const source = `
export default {
  async generate({ messages }, { signal }) {
    const text = messages.at(-1).text;
    if (text === "slow") await new Promise(() => {});
    if (text === "long") return { text: "cut", finish: "length", usage: null };
    if (text === "limited") throw Object.assign(new Error("Later."), { name: "ChatFailure", code: "rate-limited", delayMilliseconds: 50 });
    if (text === "broken") throw new TypeError("oops");
    if (text === "wrong") return { content: "?" };
    return { text: "said " + text, finish: "stop", usage: { input: 1, output: 2, cached: 0, raw: { a: 1 } } };
  },
};`;

chatModelContract("a scripted model", async () => {
  const model = scriptedChatModel(async ({ messages }, { signal }) => {
    const { text } = messages.at(-1)!;
    if (text === "slow") await delay(60_000, undefined, { signal });
    return text;
  });
  return { model, questions: texts.map((text) => ({ request: ask(text), response: { text, finish: "stop" } })), long: ask("one two three", { maxTokens: 2 }), slow: ask("slow"), close: () => model.close() };
});

chatModelContract("a module of the user's own", async () => {
  const file = join(folder, "model.mjs");
  await writeFile(file, source);
  const model = await openChatModel(file);
  return { model, questions: texts.map((text) => ({ request: ask(text), response: { text: `said ${text}`, finish: "stop" } })), long: ask("long"), slow: ask("slow"), close: () => model.close() };
});

describe("a module of the user's own", () => {
  test("has its failures told as those of any model", async () => {
    const file = join(folder, "model.mts");
    await writeFile(file, `${source.replace("export default", "const made =")}\nexport const model = async (): Promise<typeof made> => made;\n`);
    const model = await openChatModel(file, { maxRetries: 0 });
    expect(await model.generate(ask("it"))).toMatchObject({ text: "said it" });
    const limited: unknown = await model.generate(ask("limited")).catch((error: unknown) => error);
    expect(limited).toBeInstanceOf(ChatFailure);
    expect(limited).toMatchObject({ code: "rate-limited", delayMilliseconds: 50, message: "Later.", slows: true });
    await expect(model.generate(ask("broken"))).rejects.toMatchObject({ name: "SteadfastError", code: "module-failed", message: expect.stringContaining("oops") });
    await expect(model.generate(ask("wrong"))).rejects.toMatchObject({ code: "bad-response", retry: "never", message: expect.stringContaining("its text is no text") });
    await model.close();
  });

  test.each([["nothing", "export const x = 1;"], ["a broken module", "throw new Error('no')"], ["no JavaScript", "export default {"], ["a number", "export default 3"]])("is refused with %s in it", async (name, text) => {
    const file = join(folder, `${name.replaceAll(" ", "-")}.mjs`);
    await writeFile(file, text);
    await expect(openChatModel(file)).rejects.toMatchObject({ name: "SteadfastError", code: "module-failed" });
  });
});

describe("replay", () => {
  test("answers as was recorded, each answer once, in its order; failures are not recorded", async () => {
    const file = join(folder, "answers.jsonl");
    const live = recordAnswers(
      scriptedChatModel(({ messages }, { call }) => {
        const { text } = messages.at(-1)!;
        if (text === "fail") throw new ChatFailure({ code: "request-refused", sentence: "No." });
        return { text: `${text} ${call}`, reasoning: "hm", finish: "length", usage: { input: 3, output: 4, cached: 1, raw: { x: [1] } }, dropped: ["seed"] };
      }),
      (recording) => appendFile(file, `${JSON.stringify(recording)}\n`),
    );
    const requests = [...texts.map((text) => ask(text)), ask(texts[0]!), ask(texts[0]!, { temperature: 0 })];
    const recorded: ChatResponse[] = [];
    for (const request of requests) recorded.push(await live.generate(request));
    await expect(live.generate(ask("fail"))).rejects.toMatchObject({ code: "request-refused" });
    expect((await readFile(file, "utf8")).trim().split("\n")).toHaveLength(requests.length);
    const model = await openChatModel(`replay:${file}`);
    for (const [index, request] of requests.entries()) expect(await model.generate(request)).toEqual(recorded[index]);
    await expect(model.generate(requests[0]!)).rejects.toMatchObject({ code: "replay-missing", message: expect.stringContaining("no further answer") });
    await expect(model.generate(ask(texts[1]!, { seed: 1 }))).rejects.toMatchObject({ code: "replay-missing", kind: "incomplete" });
    await model.close();
    await live.close();
  });

  test.each([
    ["no JSON", "{", "line 2"],
    ["no object", "null", "line 2"],
    ["a broken request", JSON.stringify({ request: { messages: [] }, response }), "line 2"],
    ["a broken answer", JSON.stringify({ request: ask("a"), response: { text: "a" } }), "line 2"],
  ])("refuses %s and says where", async (name, line, where) => {
    const file = join(folder, `${name.replaceAll(" ", "-")}.jsonl`);
    await writeFile(file, `${JSON.stringify({ request: ask("a"), response })}\n${line}\n`);
    await expect(openChatModel(`replay:${file}`)).rejects.toMatchObject({ name: "SteadfastError", code: "replay-unreadable", message: expect.stringContaining(where) });
  });
});

describe("scripted references", () => {
  test("echo and a constant: the baselines of tasks and judges, free of charge", async () => {
    const echo = await openChatModel("scripted:echo", { budget: 0 });
    expect(await echo.generate(ask(" as it is\n"))).toMatchObject({ text: " as it is\n", finish: "stop" });
    expect(await echo.generate(ask("one two three", { maxTokens: 2 }))).toMatchObject({ text: "one two", finish: "length", usage: { input: 3, output: 2 } });
    expect(await echo.generate(ask("one two three", { stop: ["two"] }))).toMatchObject({ text: "one ", finish: "stop" });
    const constant = await openChatModel("scripted:constant:yes: it is");
    expect(await constant.generate(ask("?"))).toMatchObject({ text: "yes: it is" });
  });

  test("a script's wrong answer is told", async () => {
    await expect(scriptedChatModel(() => ({ text: "a", finish: "done", usage: null }) as never).generate(ask("?"))).rejects.toMatchObject({ code: "bad-response" });
  });
});
