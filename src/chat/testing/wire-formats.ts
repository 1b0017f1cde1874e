import type { SeenRequest } from "./loopback-server.ts";

/** What a test wants a model to have said. */
export interface WireAnswer {
  readonly text?: string;
  readonly reasoning?: string;
  readonly finish?: "stop" | "length" | "filter";
  readonly usage?: { readonly input: number; readonly output: number; readonly cached: number } | null;
}

/** How one provider writes its requests and answers, by its published reference. */
export interface WireFormat {
  readonly name: string;
  /** The reference of a model at a server's address. */
  reference(url: string): string;
  environment(url: string, key: string): Record<string, string>;
  readonly path: string;
  /** Where the key stands. */
  keyOf(request: SeenRequest): string | undefined;
  /** The user's last message, as the body holds it. */
  question(body: Record<string, unknown>): string;
  systemText(body: Record<string, unknown>): string | undefined;
  limitOf(body: Record<string, unknown>): unknown;
  schemaOf(body: Record<string, unknown>): unknown;
  write(answer: WireAnswer): string;
  /** An error's body. */
  error(message: string, code?: string): string;
  /** Parameters that this API does not have. */
  readonly lacks: readonly string[];
}

type Body = Record<string, unknown>;
const at = (value: unknown, ...path: (string | number)[]): unknown => path.reduce<unknown>((found, key) => (Array.isArray(found) && key === -1 ? found.at(-1) : (found as Record<string | number, unknown> | undefined)?.[key]), value);
const standard = { input: 21, output: 7, cached: 5 };

const openaiResponses: WireFormat = {
  name: "openai",
  reference: () => "openai:gpt-4o-mini",
  environment: (url, key) => ({ OPENAI_API_KEY: key, OPENAI_BASE_URL: `${url}/v1` }),
  path: "/v1/responses",
  keyOf: ({ headers }) => headers.authorization?.replace("Bearer ", ""),
  question: (body) => at(body, "input", -1, "content", 0, "text") as string,
  systemText: (body) => at(body, "input", 0, "role") === "system" ? (at(body, "input", 0, "content") as string) : undefined,
  limitOf: (body) => body.max_output_tokens,
  schemaOf: (body) => at(body, "text", "format", "schema"),
  write: ({ text = "", reasoning, finish = "stop", usage = standard }) =>
    JSON.stringify({
      id: "resp_67ccd2bed1ec8190b14f964abc054267",
      object: "response",
      created_at: 1741476542,
      status: finish === "length" ? "incomplete" : "completed",
      error: null,
      incomplete_details: finish === "length" ? { reason: "max_output_tokens" } : finish === "filter" ? { reason: "content_filter" } : null,
      model: "gpt-4o-mini-2024-07-18",
      output: [
        ...(reasoning === undefined ? [] : [{ type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: reasoning }] }]),
        { type: "message", id: "msg_67ccd2bf17f0819081ff3bb2cf6508e6", status: "completed", role: "assistant", content: [{ type: "output_text", text, annotations: [] }] },
      ],
      ...(usage === null ? {} : { usage: { input_tokens: usage.input, input_tokens_details: { cached_tokens: usage.cached }, output_tokens: usage.output, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: usage.input + usage.output } }),
    }),
  error: (message, code) => JSON.stringify({ error: { message, type: "invalid_request_error", param: null, code: code ?? null } }),
  lacks: ["seed", "stop"],
};

const anthropicMessages: WireFormat = {
  name: "anthropic",
  reference: () => "anthropic:claude-sonnet-4-20250514",
  environment: (url, key) => ({ ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: url }),
  path: "/v1/messages",
  keyOf: ({ headers }) => headers["x-api-key"] as string | undefined,
  question: (body) => at(body, "messages", -1, "content", 0, "text") as string,
  systemText: (body) => at(body, "system", 0, "text") as string | undefined,
  limitOf: (body) => body.max_tokens,
  schemaOf: (body) => at(body, "tools", 0, "input_schema") ?? at(body, "output_config", "format", "schema"),
  write: ({ text = "", reasoning, finish = "stop", usage = standard }) =>
    JSON.stringify({
      id: "msg_013Zva2CMHLNnXjNJJKqJ2EF",
      type: "message",
      role: "assistant",
      model: "claude-sonnet-4-20250514",
      content: [...(reasoning === undefined ? [] : [{ type: "thinking", thinking: reasoning, signature: "EqQBCg" }]), { type: "text", text }],
      stop_reason: { stop: "end_turn", length: "max_tokens", filter: "refusal" }[finish],
      stop_sequence: null,
      usage: usage === null ? { input_tokens: 0, output_tokens: 0 } : { input_tokens: usage.input - usage.cached, cache_creation_input_tokens: 0, cache_read_input_tokens: usage.cached, output_tokens: usage.output },
    }),
  error: (message, code) => JSON.stringify({ type: "error", error: { type: code ?? "invalid_request_error", message } }),
  lacks: ["seed"],
};

const googleGenerateContent: WireFormat = {
  name: "google",
  reference: () => "google:gemini-2.5-flash",
  environment: (url, key) => ({ GOOGLE_GENERATIVE_AI_API_KEY: key, GOOGLE_GENERATIVE_AI_BASE_URL: url }),
  path: "/v1beta/models/gemini-2.5-flash:generateContent",
  keyOf: ({ headers }) => headers["x-goog-api-key"] as string | undefined,
  question: (body) => at(body, "contents", -1, "parts", 0, "text") as string,
  systemText: (body) => at(body, "systemInstruction", "parts", 0, "text") as string | undefined,
  limitOf: (body) => at(body, "generationConfig", "maxOutputTokens"),
  schemaOf: (body) => at(body, "generationConfig", "responseJsonSchema"),
  write: ({ text = "", reasoning, finish = "stop", usage = standard }) =>
    JSON.stringify({
      candidates: [
        {
          content: { parts: [...(reasoning === undefined ? [] : [{ text: reasoning, thought: true }]), { text }], role: "model" },
          finishReason: { stop: "STOP", length: "MAX_TOKENS", filter: "SAFETY" }[finish],
          index: 0,
        },
      ],
      ...(usage === null ? {} : { usageMetadata: { promptTokenCount: usage.input, candidatesTokenCount: usage.output, totalTokenCount: usage.input + usage.output, cachedContentTokenCount: usage.cached } }),
      modelVersion: "gemini-2.5-flash",
      responseId: "Zm9v",
    }),
  error: (message, code) => JSON.stringify({ error: { code: 400, message, status: code ?? "INVALID_ARGUMENT" } }),
  lacks: [],
};

const chatCompletions: WireFormat = {
  name: "OpenAI-compatible",
  reference: (url) => `${url}/v1#qwen3:8b`,
  environment: (_url, key) => ({ OPENAI_COMPATIBLE_API_KEY: key }),
  path: "/v1/chat/completions",
  keyOf: ({ headers }) => headers.authorization?.replace("Bearer ", ""),
  question: (body) => at(body, "messages", -1, "content") as string,
  systemText: (body) => (at(body, "messages", 0, "role") === "system" ? (at(body, "messages", 0, "content") as string) : undefined),
  limitOf: (body) => body.max_tokens,
  schemaOf: (body) => at(body, "response_format", "json_schema", "schema"),
  write: ({ text = "", reasoning, finish = "stop", usage = standard }) =>
    JSON.stringify({
      id: "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT",
      object: "chat.completion",
      created: 1741569952,
      model: "qwen3:8b",
      choices: [{ index: 0, message: { role: "assistant", content: text, ...(reasoning === undefined ? {} : { reasoning_content: reasoning }) }, logprobs: null, finish_reason: { stop: "stop", length: "length", filter: "content_filter" }[finish] }],
      ...(usage === null ? {} : { usage: { prompt_tokens: usage.input, completion_tokens: usage.output, total_tokens: usage.input + usage.output, prompt_tokens_details: { cached_tokens: usage.cached } } }),
      system_fingerprint: "b5000",
    } satisfies Body),
  error: (message, code) => JSON.stringify({ error: { message, type: "invalid_request_error", param: null, code: code ?? null } }),
  lacks: [],
};

/** Every hosted provider's format. */
export const wireFormats: readonly WireFormat[] = [openaiResponses, anthropicMessages, googleGenerateContent, chatCompletions];
