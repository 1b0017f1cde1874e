import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canonicalJson } from "../../base/index.ts";
import type { ChatModel, ChatRequest, ChatResponse } from "../port/chat-model.ts";

/** One implementation, with questions whose answers are known beforehand. */
export interface ChatModelCase {
  readonly model: ChatModel;
  /** Questions of their own kinds, with their whole answers. */
  readonly questions: readonly { readonly request: ChatRequest; readonly response: Partial<ChatResponse> }[];
  /** A question whose answer is cut at `maxTokens`. */
  readonly long: ChatRequest;
  /** A question whose answer takes at least a second. */
  readonly slow: ChatRequest;
  close(): Promise<void>;
}

const ask = (text: string, rest: Partial<ChatRequest> = {}): ChatRequest => ({ messages: [{ role: "user", text }], maxTokens: 8, ...rest });

const malformed: readonly [name: string, request: unknown][] = [
  ["nothing", null],
  ["no messages", { messages: [], maxTokens: 1 }],
  ["a last message of the assistant's", { messages: [{ role: "assistant", text: "a" }], maxTokens: 1 }],
  ["a system message in the middle", { messages: [{ role: "user", text: "a" }, { role: "system", text: "b" }, { role: "user", text: "c" }], maxTokens: 1 }],
  ["an unknown role", { messages: [{ role: "tool", text: "a" }], maxTokens: 1 }],
  ["a message without text", { messages: [{ role: "user" }], maxTokens: 1 }],
  ["no tokens", ask("a", { maxTokens: 0 })],
  ["half a token", ask("a", { maxTokens: 1.5 })],
  ["endless tokens", ask("a", { maxTokens: Infinity })],
  ["a temperature that is no number", ask("a", { temperature: NaN })],
  ["a topP of 0", ask("a", { topP: 0 })],
  ["a broken seed", ask("a", { seed: 0.5 })],
  ["an empty stop", ask("a", { stop: [""] })],
  ["a schema that is a list", ask("a", { schema: [] as never })],
  ["an unknown parameter", ask("a", { tools: [] } as never)],
];

/** What every `ChatModel` has to keep, as tests. */
export function chatModelContract(name: string, open: () => Promise<ChatModelCase>): void {
  describe(`${name} keeps the chat model's contract`, () => {
    let opened: ChatModelCase;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    test("gives each question its own answer, however many are asked at once", async () => {
      const asked = Array.from({ length: 3 }, () => opened.questions).flat();
      const responses = await Promise.all(asked.map(({ request }) => opened.model.generate(request)));
      for (const [index, response] of responses.entries()) {
        expect(response).toMatchObject(asked[index]!.response);
        // What is stored must be storable.
        expect(JSON.parse(canonicalJson(response))).toEqual(response);
        if (response.usage !== null) expect(response.usage.cached).toBeLessThanOrEqual(response.usage.input);
      }
    });

    test("tells what it is, as JSON", () => {
      const { reference, details } = opened.model;
      expect(reference).not.toBe("");
      expect(details).toMatchObject({ provider: expect.any(String) });
      expect(JSON.parse(canonicalJson(details))).toEqual(details);
    });

    test("says that an answer was cut", async () => {
      expect(await opened.model.generate(opened.long)).toMatchObject({ finish: "length", text: expect.any(String) });
    });

    test("takes a request that cannot be changed", async () => {
      const { request, response } = opened.questions[0]!;
      expect(await opened.model.generate(deepFrozen(structuredClone(request)))).toMatchObject(response);
    });

    test.each(malformed)("refuses %s", async (_, request) => {
      await expect(opened.model.generate(request as ChatRequest)).rejects.toMatchObject({ name: "SteadfastError", code: "request-malformed" });
    });

    test("ends at once with the signal's own reason, before and while it works", async () => {
      const reason = new Error("enough");
      await expect(opened.model.generate(opened.slow, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
      const controller = new AbortController();
      const waiting = opened.model.generate(opened.slow, { signal: controller.signal });
      await new Promise((resolve) => void setTimeout(resolve, 100));
      const before = performance.now();
      controller.abort(reason);
      await expect(waiting).rejects.toBe(reason);
      expect(performance.now() - before).toBeLessThan(100);
    });

    test("answers further questions after one was ended", async () => {
      const { request, response } = opened.questions.at(-1)!;
      expect(await opened.model.generate(request)).toMatchObject(response);
    });

    test("once closed fails what is under way, and takes nothing more", async () => {
      const { model, questions, slow } = opened;
      const waiting = model.generate(slow);
      const failed = expect(waiting).rejects.toMatchObject({ code: "model-closed" });
      await new Promise((resolve) => void setTimeout(resolve, 30));
      await model.close();
      await model.close();
      await failed;
      await expect(model.generate(questions[0]!.request)).rejects.toMatchObject({ name: "SteadfastError", code: "model-closed" });
    });
  });
}

function deepFrozen<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) for (const member of Object.values(value)) deepFrozen(member);
  return Object.freeze(value);
}
