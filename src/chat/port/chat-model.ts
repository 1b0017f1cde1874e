import type { EventSink, Json } from "../../base/index.ts";

/** One message of a conversation. */
export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  /** Any string. JSON carries a lone surrogate as its escape; a model in this process reads U+FFFD for it. */
  readonly text: string;
}

/** What is asked of a model. System messages come first, and the last message is the user's. */
export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  /** The most tokens that the answer may have, reasoning included where the provider counts it. */
  readonly maxTokens: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly seed?: number;
  /** Strings that end the answer. */
  readonly stop?: readonly string[];
  /** A JSON Schema that the answer is to fit. */
  readonly schema?: { readonly [key: string]: Json };
}

/** A parameter of a request that is not needed for the question itself. */
export type ChatParameter = "temperature" | "topP" | "seed" | "stop" | "schema";

/** Tokens of one call. */
export interface ChatUsage {
  readonly input: number;
  /** Reasoning included. */
  readonly output: number;
  /** How many of `input` came from the provider's cache. */
  readonly cached: number;
  /** As the provider sent it. */
  readonly raw: Json;
}

/** What a model answered. */
export interface ChatResponse {
  /** Without reasoning. Empty where the model said nothing. */
  readonly text: string;
  /** What the model wrote before its answer, where that is told apart. */
  readonly reasoning?: string;
  /** `length`: cut at `maxTokens`; `filter`: the provider, or the model by its refusal field, declined. */
  readonly finish: "stop" | "length" | "filter";
  /** The provider's own word for `finish`. */
  readonly rawFinish?: string;
  /** Null where the provider does not say. */
  readonly usage: ChatUsage | null;
  /** Parameters that the model does not take as they were asked for. */
  readonly dropped?: readonly ChatParameter[];
}

/** Who listens to a call, and who may end it. */
export interface ChatCallOptions {
  /** Ends the call at once, with the signal's own reason. */
  readonly signal?: AbortSignal;
  /** Called whenever a try begins: before it, a call may wait for its turn. */
  readonly onTry?: () => void;
}

/** A model that answers conversations. */
export interface ChatModel {
  /** As it was asked for; holds no key. */
  readonly reference: string;
  /** What a run should keep of it, so that it can be repeated: address, name, revision. */
  readonly details: ChatModelDetails;
  /** What its calls are counted with: US dollars for a million tokens; null where it is not known. */
  readonly price: Price | null;
  /**
   * @throws ChatFailure; SteadfastError `request-malformed` or `model-closed`; the signal's reason when it is aborted
   */
  generate(request: ChatRequest, options?: ChatCallOptions): Promise<ChatResponse>;
  /** Frees what the model holds. Calls that are under way fail. */
  close(): Promise<void>;
}

/** Of the provider's own choice, and without secrets. */
export type ChatModelDetails = { readonly [name: string]: Json };

/** What a provider's file makes: one model, asked once, without retries. */
export interface ChatBackend {
  /** For people: `openai`, `localhost:8000`. */
  readonly provider: string;
  /** Calls of one lane share limits: provider, address, key and model. */
  readonly lane: string;
  readonly details: ChatModelDetails;
  /** Where the model wants other limits than the scheduler's. */
  readonly limits?: LaneLimits;
  /** US dollars for a million tokens; null where it is not known. */
  readonly price: Price | null;
  ask(request: ChatRequest, options: { readonly signal: AbortSignal; readonly sink: EventSink }): Promise<ChatResponse>;
  close(): Promise<void>;
}

/** How many calls at once, and for how long. */
export interface LaneLimits {
  readonly initialConcurrency?: number;
  readonly maximumConcurrency?: number;
  /** Null is no limit. */
  readonly timeoutMilliseconds?: number | null;
}

/** US dollars for a million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** Input from the provider's cache; null where it is not known. */
  readonly cached: number | null;
}
