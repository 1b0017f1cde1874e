import { createHash } from "node:crypto";
import type { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { Json } from "../../base/index.ts";
import { ChatFailure } from "../port/chat-failure.ts";
import type { ChatBackend, ChatParameter, ChatRequest, ChatResponse, ChatUsage, Price } from "../port/chat-model.ts";
import { splitReasoning } from "../split-reasoning.ts";
import { isFiltered, readFailure } from "./read-failure.ts";
import { refusedParameter } from "./refused-parameter.ts";

/** The interface that the models of all the SDK's providers have. */
export type SdkModel = ReturnType<ReturnType<typeof createOpenAICompatible>["chatModel"]>;
type SdkResult = Awaited<ReturnType<SdkModel["doGenerate"]>>;
type SdkCall = Parameters<SdkModel["doGenerate"]>[0];

/** What a provider's file declares. */
export interface SdkBackendOptions {
  readonly provider: string;
  readonly baseURL: string;
  readonly modelName: string;
  readonly model: SdkModel;
  readonly key: string | undefined;
  /** The environment variable of the key. */
  readonly keyVariable: string;
  readonly price: Price | null;
  /** What only this provider knows, beside the request. */
  readonly providerOptions?: SdkCall["providerOptions"];
  /** Where the body of an answer holds the usage; by default `usage`. */
  readonly usageField?: string;
  /** Whether a result without a known reason to end was declined. */
  readonly isDeclined?: (result: SdkResult) => boolean;
}

/** A model of the SDK as a backend: its own `doGenerate`, which tries once. */
export function createSdkBackend({ provider, baseURL, modelName, model, key, keyVariable, price, providerOptions, usageField = "usage", isDeclined = () => false }: SdkBackendOptions): ChatBackend {
  /** Learnt from refusals, so that each costs one call and not one for every call. */
  const refused = new Set<ChatParameter>();
  const warned = new Set<ChatParameter>();
  return {
    provider,
    lane: JSON.stringify([provider, baseURL, key === undefined ? null : createHash("sha256").update(key).digest("hex"), modelName]),
    details: { provider, baseURL, model: modelName },
    price,
    ask: async (request, { signal, sink }) => {
      for (;;) {
        const left = [...refused].filter((name) => request[name] !== undefined);
        try {
          const result = await model.doGenerate({ ...sdkCall(request, refused), abortSignal: signal, ...(providerOptions === undefined ? {} : { providerOptions }) });
          const dropped = [...new Set([...left, ...unsupported(result, request)])];
          for (const name of dropped) {
            if (warned.has(name)) continue;
            warned.add(name);
            sink({ type: "message", level: "warning", text: `${provider} does not take ${name} for ${modelName} as it was asked for; it answers without.` });
          }
          return toResponse(result, { dropped, provider, usageField, isDeclined });
        } catch (error) {
          if (signal.aborted) throw signal.reason;
          if (error instanceof ChatFailure) throw error;
          if (isFiltered(error)) return { text: "", finish: "filter", rawFinish: "content_filter", usage: null };
          const name = refusedParameter(error, request);
          if (name === undefined || left.includes(name)) throw readFailure(error, { provider, model: modelName, keyVariable, now: Date.now() });
          refused.add(name);
        }
      }
    },
    close: async () => {},
  };
}

function sdkCall({ messages, maxTokens, ...parameters }: ChatRequest, refused: ReadonlySet<ChatParameter>): SdkCall {
  const { temperature, topP, seed, stop, schema } = Object.fromEntries(Object.entries(parameters).filter(([name]) => !refused.has(name as ChatParameter))) as typeof parameters;
  return {
    prompt: messages.map(({ role, text }) => (role === "system" ? { role, content: text } : { role, content: [{ type: "text", text }] })),
    maxOutputTokens: maxTokens,
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(seed === undefined ? {} : { seed }),
    ...(stop === undefined || stop.length === 0 ? {} : { stopSequences: [...stop] }),
    ...(schema === undefined ? {} : { responseFormat: { type: "json", name: "answer", schema: schema as object } }),
  };
}

const parametersByFeature: Readonly<Record<string, ChatParameter>> = { temperature: "temperature", topP: "topP", seed: "seed", stopSequences: "stop", responseFormat: "schema" };

function unsupported({ warnings }: SdkResult, request: ChatRequest): ChatParameter[] {
  return warnings.flatMap((warning): ChatParameter[] => {
    const name = warning.type === "unsupported" && Object.hasOwn(parametersByFeature, warning.feature) ? parametersByFeature[warning.feature] : undefined;
    return name === undefined || request[name] === undefined ? [] : [name];
  });
}

function toResponse(result: SdkResult, { dropped, provider, usageField, isDeclined }: Required<Pick<SdkBackendOptions, "provider" | "usageField" | "isDeclined">> & { dropped: readonly ChatParameter[] }): ChatResponse {
  const { content, finishReason, structuredOutputText } = result;
  const written = content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("");
  const thought = content.flatMap((part) => (part.type === "reasoning" && part.text !== "" ? [part.text] : [])).join("\n\n");
  const { text, reasoning } = thought === "" ? splitReasoning(structuredOutputText ?? written) : { text: structuredOutputText ?? written, reasoning: thought };
  return {
    text,
    ...(reasoning === undefined ? {} : { reasoning }),
    finish: finishOf(result, provider, isDeclined),
    ...(finishReason.raw === undefined ? {} : { rawFinish: finishReason.raw }),
    usage: usageOf(result, usageField),
    ...(dropped.length === 0 ? {} : { dropped }),
  };
}

function finishOf(result: SdkResult, provider: string, isDeclined: (result: SdkResult) => boolean): ChatResponse["finish"] {
  const { unified, raw } = result.finishReason;
  if (unified === "stop" || unified === "length") return unified;
  if (unified === "content-filter" || isDeclined(result)) return "filter";
  // Whether such an answer is whole is not known, so it must not pass for one.
  throw new ChatFailure({ code: "bad-response", sentence: `The answer of ${provider} ended for ${raw === undefined ? "no reason that it tells" : `the reason ${JSON.stringify(raw.slice(0, 60))}, which is not known here`}.` });
}

function usageOf({ usage, response }: SdkResult, field: string): ChatUsage | null {
  const { inputTokens, outputTokens } = usage;
  const [input, output, cached] = [inputTokens.total, outputTokens.total, inputTokens.cacheRead ?? 0];
  // From the body: the SDK's own copy lacks fields that it does not know.
  const raw = (response?.body as Readonly<Record<string, Json>> | undefined)?.[field];
  if (raw === undefined || raw === null || !isCount(input) || !isCount(output) || !isCount(cached)) return null;
  return { input, output, cached: Math.min(cached, input), raw };
}

const isCount = (value: number | undefined): value is number => Number.isSafeInteger(value) && value! >= 0;
