import { SteadfastError } from "../base/index.ts";
import { requireRuntime } from "../graph/index.ts";
import { promptEncoder } from "./data/prompt-encoder.ts";
import { fingerprintOf } from "./evaluation/fingerprint.ts";
import { type PreparedPrompts, preparePrompts, type PreparePromptsInput } from "./evaluation/prepare-prompts.ts";
import { respond, type RespondInput } from "./evaluation/respond.ts";
import { generateTexts, type GeneratedText, type TextRequest } from "./generation/generate-texts.ts";
import type { Sampling } from "./generation/sampling.ts";
import { createInferenceSession, type InferenceSession } from "./inference/inference-session.ts";
import { perplexity, score, type Score } from "./inference/score.ts";
import { type BareModel, endIds, loadBareModel, tokenizerOf } from "./local-model.ts";
import { parameterCount } from "./architecture/parameters.ts";
import type { ChatMessage } from "./tokenizer/chat-template.ts";
import type { CallContext, Method } from "./worker/service.ts";

/** @see openModel */
export interface OpenInput {
  reference: string;
  offline?: boolean;
  threads?: number;
}

/** What is known of an open model. */
export interface ModelInformation {
  reference: string;
  folder: string;
  revision?: string;
  family: string;
  parameters: number;
  vocabulary: number;
  context?: number;
  isEncoderDecoder: boolean;
  hasChatTemplate: boolean;
  endIds: number[];
}

/** A text to go on from, a conversation, or ids. */
export type ModelPrompt = { text: string } | { instruction: string; input?: string } | { messages: ChatMessage[] } | { ids: number[] };

/** @see OpenModel.generate */
export interface GenerateInput {
  prompts: ModelPrompt[];
  /** How instructions become prompts: `alpaca`, `plain`, `chat`, or a text with `{instruction}` and `{input}`; by default `chat` where the model has a template, else `plain`. */
  template?: string;
  sampling?: Sampling;
  maximumNewTokens?: number;
  /** Writes fewer new tokens where the context holds no more, instead of refusing. */
  cutAtContext?: boolean;
  stop?: string[];
  rows?: number;
  cacheBytes?: number;
  /** Numbers that address the random numbers of each prompt; by default their places. */
  sequences?: number[];
}

/** @see OpenModel.score */
export interface ScoreInput {
  sequences: (({ text: string } | { ids: number[] }) & { decoderIds?: number[] })[];
  logits?: boolean;
}

/** @see OpenModel.score */
export interface ScoreOutput {
  sequences: (Score & { ids: number[]; decoderIds?: number[] })[];
  perplexity?: number;
}

/** A piece of text of one of the prompts, as it is written. */
export interface TextNotice {
  prompt: number;
  piece: string;
}

/** One model, in the thread that runs it. */
export function createService(): Readonly<Record<string, Method>> {
  let opened: { local: BareModel; session: InferenceSession } | undefined;
  const model = (): { local: BareModel; session: InferenceSession } => {
    if (opened === undefined) throw new SteadfastError({ code: "model-not-open", kind: "bug", sentence: "No model is open." });
    return opened;
  };
  return {
    open: async ({ reference, offline = false, threads }: OpenInput, { sink, signal }: CallContext): Promise<ModelInformation> => {
      await requireRuntime();
      const local = await loadBareModel(reference, { offline, sink, signal });
      opened = { local, session: createInferenceSession(local.model, { ...(local.tokenizer === undefined ? {} : { vocabulary: local.tokenizer.size }), ...(threads === undefined ? {} : { threads }) }) };
      return informationOf(local);
    },
    generate: async ({ prompts, template, sequences, cutAtContext = false, ...options }: GenerateInput, { sink, signal, notify }: CallContext): Promise<GeneratedText[]> => {
      const { local, session } = model();
      const requests = prompts.map((prompt, index): TextRequest => {
        const ids = promptIds(local, prompt, template);
        return { ids, ...(sequences === undefined ? {} : { sequence: sequences[index]! }), ...(cutAtContext ? withinContext(local, ids, options.maximumNewTokens) : {}) };
      });
      return generateTexts(local, session, requests, { ...options, sink, signal, onText: (request, piece) => notify({ prompt: request, piece } satisfies TextNotice) });
    },
    score: async ({ sequences, logits = false }: ScoreInput, { signal }: CallContext): Promise<ScoreOutput> => {
      const { local, session } = model();
      const requests = sequences.map(({ decoderIds, ...sequence }) => ({
        ids: "ids" in sequence ? sequence.ids : tokenizerOf(local).encode(sequence.text),
        ...(decoderIds === undefined ? {} : { decoderIds }),
      }));
      const scores = await score(session, requests, { logits, signal });
      const overall = perplexity(scores);
      return { sequences: scores.map((result, index) => ({ ...requests[index]!, ...result })), ...(overall === undefined ? {} : { perplexity: overall }) };
    },
    fingerprint: async (): Promise<string> => fingerprintOf(model().local),
    preparePrompts: async (input: PreparePromptsInput): Promise<PreparedPrompts> => preparePrompts(model().local, input),
    respond: async (input: RespondInput, { signal, notify }: CallContext): Promise<void> => respond(model().local, model().session, input, { signal, notify }),
  };
}

function informationOf(local: BareModel): ModelInformation {
  const { model, tokenizer, folder, reference, revision } = local;
  const { architecture } = model;
  return {
    reference,
    folder,
    ...(revision === undefined ? {} : { revision }),
    family: architecture.family,
    parameters: parameterCount(architecture),
    vocabulary: tokenizer?.size ?? architecture.vocabulary,
    ...(architecture.context === undefined ? {} : { context: architecture.context }),
    isEncoderDecoder: architecture.encoder !== undefined,
    hasChatTemplate: tokenizer?.chatTemplate !== undefined,
    endIds: endIds(local),
  };
}

/** As many new tokens as the context holds; where it holds none, the prompt is refused as ever. */
function withinContext({ model: { architecture } }: BareModel, ids: readonly number[], maximumNewTokens: number | undefined): Pick<TextRequest, "maximumNewTokens"> {
  const { context, encoder } = architecture;
  if (context === undefined || maximumNewTokens === undefined) return {};
  // A decoder behind an encoder begins with one token of its own. The last token that is written is never read.
  const room = context + 1 - (encoder === undefined ? ids.length : 1);
  return room < 1 ? {} : { maximumNewTokens: Math.min(maximumNewTokens, room) };
}

function promptIds(local: BareModel, prompt: ModelPrompt, template?: string): readonly number[] {
  if ("ids" in prompt) return prompt.ids;
  const tokenizer = tokenizerOf(local);
  const reader = local.model.architecture.encoder === undefined ? "decoder" : "encoder";
  const chosen = "messages" in prompt ? "chat" : (template ?? (tokenizer.chatTemplate === undefined ? "plain" : "chat"));
  const encode = promptEncoder({ tokenizer, reader, template: chosen });
  const encoded = encode({ line: 1, outputs: [], ...("text" in prompt ? { prompt: prompt.text } : prompt) });
  if (typeof encoded === "string") throw new SteadfastError({ code: "prompt-unusable", sentence: `The prompt cannot be used: ${encoded}.` });
  return encoded.ids;
}
