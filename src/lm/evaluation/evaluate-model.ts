import { join } from "node:path";
import { type EventSink, silent, SteadfastError } from "../../base/index.ts";
import { sum } from "../../stats/index.ts";
import type { OpenModel } from "../open-model.ts";
import type { DataResult } from "./evaluation.ts";
import { type EvaluationData, folderOfData } from "./evaluation-data.ts";
import { EvaluationProgress } from "./evaluation-progress.ts";
import { measureResponse, type Measures } from "./measure-response.ts";
import type { PreparedPrompts } from "./prepare-prompts.ts";
import type { Protocol } from "./protocol.ts";
import { reportPrompt, reportResponse, reportSeed } from "./report.ts";
import type { RespondInput, Response } from "./respond.ts";
import { openResponseStore, type ResponseStore, type StoreKey } from "./response-store.ts";
import { type MeasuredResponse, summarize } from "./summarize.ts";

/** What of an open model is needed here. */
export type EvaluatedModel = Pick<OpenModel, "information" | "fingerprint" | "preparePrompts" | "respond">;

/** @see evaluateModel */
export interface EvaluateModelOptions {
  readonly model: EvaluatedModel;
  readonly data: readonly EvaluationData[];
  readonly protocol: Protocol;
  /** Keeps responses here, a folder for each data set, so that an evaluation that was ended goes on where it was. */
  readonly folder?: string;
  /** Responses written at once. */
  readonly rows?: number;
  /** What keys and values may take in memory; by default 4 GiB. */
  readonly cacheBytes?: number;
  /** For the bootstrap. */
  readonly seed?: number;
  readonly sink?: EventSink;
  readonly signal?: AbortSignal;
}

/** @see evaluateModel */
export interface ModelEvaluation {
  readonly data: readonly DataResult[];
  /** SHA-256 of the model. */
  readonly fingerprint: string;
  /** Responses that the folder had already. */
  readonly resumed: number;
}

interface Part {
  readonly data: EvaluationData;
  readonly prepared: PreparedPrompts;
  readonly store: ResponseStore | undefined;
  /** What the store has already, by seed and record. */
  readonly known: ReadonlyMap<number, ReadonlyMap<number, Response>>;
}

/**
 * Lets a model answer all records under all seeds and scores what it says, by the papers' protocol. Every response is recorded; with a
 * folder it is on disk before it counts.
 *
 * @throws SteadfastError `context-exceeded`; those of `preparePrompts`, `openResponseStore` and generation
 * @example
 * const model = await openModel({ reference: "lab:student" });
 * const data = await readEvaluationData(["dolly/valid.jsonl"]);
 * const { data: [dolly] } = await evaluateModel({ model, data, protocol: completeProtocol(), folder: "evaluation" });
 * console.log(dolly.summary.rougeL.mean);
 */
export async function evaluateModel({ model, data, protocol, folder, rows, cacheBytes, seed: bootstrapSeed = 0, sink = silent, signal }: EvaluateModelOptions): Promise<ModelEvaluation> {
  const call = signal === undefined ? {} : { signal };
  const fingerprint = await model.fingerprint(call);
  const parts: Part[] = [];
  const results: DataResult[] = [];
  try {
    for (const each of data) {
      const prepared = await model.preparePrompts({ records: each.records, template: protocol.template, maximumPrompt: protocol.maximumPrompt }, call);
      checkContext(model, prepared, protocol);
      const store = folder === undefined ? undefined : await openResponseStore({ folder: join(folder, folderOfData(each.name)), key: storeKey(fingerprint, each, protocol), records: each.records.length });
      const known = new Map<number, ReadonlyMap<number, Response>>();
      parts.push({ data: each, prepared, store, known });
      for (const seed of protocol.seeds) known.set(seed, (await store?.read(seed)) ?? new Map());
    }
    const resumed = sum(parts.flatMap(({ known }) => [...known.values()].map(({ size }) => size)));
    const progress = new EvaluationProgress(sink, { done: resumed, total: sum(parts.map(({ prepared }) => prepared.prompts.length * protocol.seeds.length)) });
    for (const part of parts) results.push(await evaluatePart(part, { model, protocol, progress, memory: { ...(rows === undefined ? {} : { rows }), ...(cacheBytes === undefined ? {} : { cacheBytes }) }, bootstrapSeed, sink, call }));
    return { data: results, fingerprint, resumed };
  } finally {
    for (const { store } of parts) store?.close();
  }
}

interface Work {
  readonly model: EvaluatedModel;
  readonly protocol: Protocol;
  readonly progress: EvaluationProgress;
  readonly memory: Pick<RespondInput, "rows" | "cacheBytes">;
  readonly bootstrapSeed: number;
  readonly sink: EventSink;
  readonly call: { readonly signal?: AbortSignal };
}

async function evaluatePart({ data, prepared, store, known }: Part, { model, protocol, progress, memory, bootstrapSeed, sink, call }: Work): Promise<DataResult> {
  const { name, path, hash, records, problems } = data;
  const { prompts, dropped } = prepared;
  for (const prompt of prompts) reportPrompt(sink, { data: name, record: prompt.record, task: records[prompt.record]!, prompt });
  const measured: MeasuredResponse[] = [];
  for (const seed of protocol.seeds) {
    const responses = new Map<number, Response>();
    const measures = new Map<number, Measures>();
    const take = (response: Response): void => {
      const { record, text } = response;
      responses.set(record, response);
      measures.set(record, measureResponse(response, records[record]!.outputs));
      reportResponse(sink, { data: name, seed, record, text, measures: measures.get(record)! });
    };
    for (const response of known.get(seed)!.values()) take(response);
    progress.begin(`${name}, seed ${seed}`);
    const { temperature, noRepeatNgram, maximumNewTokens } = protocol;
    const pending = prompts.filter(({ record }) => !responses.has(record)).map(({ record, ids }) => ({ record, ids }));
    if (pending.length > 0) {
      await model.respond(
        { prompts: pending, sampling: { seed, temperature, noRepeatNgram }, maximumNewTokens, ...memory },
        {
          ...call,
          onNotice(notice) {
            if ("response" in notice) {
              store?.append(seed, notice.response);
              take(notice.response);
            }
            progress.hear(notice);
          },
        },
      );
    }
    await store?.complete(seed, prompts.map(({ record }) => responses.get(record)!));
    const own = prompts.map(({ record }): MeasuredResponse => ({ record, seed, measures: measures.get(record)! }));
    reportSeed(sink, name, own);
    measured.push(...own);
  }
  const referenceLengths = new Map(prompts.map(({ record, referenceTokens }) => [record, referenceTokens]));
  return {
    name,
    path,
    hash,
    leftOut: [...problems, ...dropped].map(({ line, reason }) => ({ line, reason })),
    cutPrompts: prompts.filter(({ isCut }) => isCut).length,
    lengthUnit: "tokens",
    summary: summarize(measured, { referenceLengths, seed: bootstrapSeed }),
  };
}

function storeKey(fingerprint: string, { hash }: EvaluationData, { preset, template, maximumPrompt, maximumNewTokens, temperature, noRepeatNgram }: Protocol): StoreKey {
  return { format: "steadfast-evaluation-1", model: fingerprint, data: hash, preset, template, maximumPrompt, maximumNewTokens, temperature, noRepeatNgram };
}

/** Refused before the first response is written, not at the first long prompt. */
function checkContext({ information: { context, isEncoderDecoder } }: EvaluatedModel, { prompts }: PreparedPrompts, { maximumNewTokens }: Protocol): void {
  if (context === undefined) return;
  const longest = isEncoderDecoder ? 1 : prompts.reduce((length, { ids }) => Math.max(length, ids.length), 0);
  // The last new token is never read.
  if (longest + maximumNewTokens <= context + 1) return;
  throw new SteadfastError({
    code: "context-exceeded",
    sentence: `The longest prompt has ${longest} tokens, which with ${maximumNewTokens} new ones are more than the ${context} that the model allows.`,
    hint: "Cut prompts shorter (--max-prompt) or allow fewer new tokens (--max-new-tokens); the numbers then say so.",
  });
}
