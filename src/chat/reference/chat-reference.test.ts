import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SteadfastError } from "../../base/index.ts";
import { openChatModel } from "../open-chat-model.ts";
import { priceOf } from "../prices.ts";
import { parseChatReference } from "./chat-reference.ts";

const drive = ["C", ""].join(":");

describe("parseChatReference", () => {
  test.each([
    ["openai:gpt-5-mini", { kind: "openai", model: "gpt-5-mini" }],
    ["OpenAI:ft:gpt-4o:org::id", { kind: "openai", model: "ft:gpt-4o:org::id" }],
    ["anthropic:claude-sonnet-4-5", { kind: "anthropic", model: "claude-sonnet-4-5" }],
    ["google:models/gemini-2.5-flash", { kind: "google", model: "models/gemini-2.5-flash" }],
    ["http://localhost:8000/v1#Qwen/Qwen3-8B", { kind: "server", baseURL: "http://localhost:8000/v1", model: "Qwen/Qwen3-8B" }],
    ["http://[::1]:8080/#a#b", { kind: "server", baseURL: "http://[::1]:8080", model: "a#b" }],
    ["https://example.org/llm/v1/#llama3.2:3b", { kind: "server", baseURL: "https://example.org/llm/v1", model: "llama3.2:3b" }],
    ["hf:org/name@main", { kind: "local", reference: "hf:org/name@main" }],
    ["lab:teacher", { kind: "local", reference: "lab:teacher" }],
    ["./folder", { kind: "local", reference: "./folder" }],
    [`${drive}\\a`, { kind: "local", reference: `${drive}\\a` }],
    ["./model.ts", { kind: "module", path: "./model.ts" }],
    ["~/model.mjs", { kind: "module", path: "~/model.mjs" }],
    ["replay:out/answers.jsonl", { kind: "replay", path: "out/answers.jsonl" }],
    ["scripted:echo", { kind: "scripted", script: "echo" }],
    ["scripted:constant:yes: no", { kind: "scripted", script: "constant:yes: no" }],
  ])("reads %s", (text, reference) => expect(parseChatReference(text)).toEqual(reference));

  test.each(["", "gpt-5", "openai:", "openai:a b", "google:../files", "http://localhost:8000/v1", "http://localhost:8000/v1#", "http://#a", "http:/#a".replace("/", ""), "ftp://host/#a", "replay:", "scripted:", "scripted:shout", "./a\0b"])("refuses %j", (text) => {
    expect(() => parseChatReference(text)).toThrow(expect.objectContaining({ name: "SteadfastError", code: "reference-malformed", hint: expect.stringContaining("http://host:port/v1#NAME") }));
  });

  test.each(["http://user:secret@host/v1#a", "https://secret@host/v1#a", "http://host/v1?key=secret#a"])("refuses secrets in %s, without saying them", (text) => {
    expect(() => parseChatReference(text)).toThrow(expect.objectContaining({ code: "address-secret", message: expect.not.stringContaining("secret") }));
  });

  test("has a sentence for any text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.webUrl({ withFragments: true, withQueryParameters: true })), (text) => {
        try {
          parseChatReference(text);
        } catch (error) {
          expect(error).toBeInstanceOf(SteadfastError);
        }
      }),
    );
  });
});

describe("what is missing is said before anything is sent", () => {
  test.each<[string, Record<string, string>, object]>([
    ["openai:a", {}, { code: "key-missing", hint: "Set the environment variable OPENAI_API_KEY." }],
    ["anthropic:a", { ANTHROPIC_API_KEY: "  " }, { code: "key-missing", hint: "Set the environment variable ANTHROPIC_API_KEY." }],
    ["google:a", { GOOGLE_API_KEY: "a" }, { code: "key-missing", hint: "Set the environment variable GOOGLE_GENERATIVE_AI_API_KEY." }],
    ["openai:a", { OPENAI_API_KEY: "sk-secret\r\nx: y" }, { code: "key-malformed", message: expect.not.stringContaining("secret") }],
    ["openai:a", { OPENAI_API_KEY: "sk-a", OPENAI_BASE_URL: "localhost" }, { code: "base-url-malformed" }],
    ["openai:a", { OPENAI_API_KEY: "sk-a", OPENAI_BASE_URL: "http://a:secret@localhost" }, { code: "address-secret", message: expect.not.stringContaining("secret") }],
    ["./nowhere.ts", {}, { code: "module-missing" }],
    ["./nowhere", {}, { code: "folder-missing" }],
    ["replay:nowhere.jsonl", {}, { code: "replay-unreadable", message: expect.stringContaining("nowhere.jsonl") }],
  ])("%s with %o", async (reference, environment, failure) => {
    await expect(openChatModel(reference, { environment })).rejects.toMatchObject({ name: "SteadfastError", ...failure });
  });

  test("a price that is none", async () => {
    for (const price of [{ input: NaN, output: 1, cached: null }, { input: 1, output: -1, cached: null }, { input: 1, output: 1, cached: Infinity }]) await expect(openChatModel("openai:a", { environment: { OPENAI_API_KEY: "sk-a" }, price })).rejects.toMatchObject({ code: "price-wrong" });
  });

  test("the price of a model in the table, however its provider is written", async () => {
    await (await openChatModel("OpenAI:gpt-5-mini", { environment: { OPENAI_API_KEY: "sk-a" }, budget: 1 })).close();
    expect(priceOf("openai:gpt-5-mini")).toEqual({ input: 0.25, cached: 0.025, output: 2 });
    expect(priceOf("openai:gpt-5-mini-2")).toBeNull();
    expect(priceOf("constructor")).toBeNull();
  });

  test("a budget without a price", async () => {
    await expect(openChatModel("openai:some-new-model", { environment: { OPENAI_API_KEY: "sk-a" }, budget: 1 })).rejects.toMatchObject({ code: "price-unknown" });
    await (await openChatModel("openai:some-new-model", { environment: { OPENAI_API_KEY: "sk-a" }, budget: 1, price: { input: 1, output: 1, cached: null } })).close();
  });
});
