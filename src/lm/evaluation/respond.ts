import type { CompleteSampling } from "../generation/sampling.ts";
import { generate, type GeneratedSequence } from "../generation/generate.ts";
import type { InferenceSession } from "../inference/inference-session.ts";
import { type BareModel, decoderStartId, endIds, tokenizerOf } from "../local-model.ts";

/** @see respond */
export interface RespondInput {
  /** `record` addresses the random numbers. */
  prompts: readonly { record: number; ids: readonly number[] }[];
  sampling: Pick<CompleteSampling, "seed" | "temperature" | "noRepeatNgram">;
  maximumNewTokens: number;
  /** Responses written at once. */
  rows?: number;
  /** What keys and values may take in memory. */
  cacheBytes?: number;
}

/** What a model answered. A type, not an interface: so it is JSON as it is. */
export type Response = {
  /** The record's place in its data. */
  readonly record: number;
  /** Up to the end of the text, without white space around it. */
  readonly text: string;
  /** That were generated, the end token among them. */
  readonly tokens: number;
  readonly finish: GeneratedSequence["finish"];
};

/** A response as soon as it is complete, or how many tokens there are so far, a few times a second. */
export type RespondNotice = { readonly response: Response } | { readonly tokens: number };

const noticeMilliseconds = 250;

/** Answers prompts, in whatever order they end; `notify` hears of each at once. */
export async function respond(
  local: BareModel,
  session: InferenceSession,
  { prompts, sampling, maximumNewTokens, rows, cacheBytes }: RespondInput,
  { notify, signal }: { notify: (notice: RespondNotice) => void; signal?: AbortSignal },
): Promise<void> {
  const { model } = local;
  const tokenizer = tokenizerOf(local);
  const stopIds = endIds(local);
  const crossed = model.architecture.encoder !== undefined;
  const written = prompts.map((): number[] => []);
  const ended = new Set<number>();
  let tokens = 0;
  let noticed = performance.now();
  const end = (place: number, finish: Response["finish"]): void => {
    ended.add(place);
    const ids = written[place]!;
    notify({ response: { record: prompts[place]!.record, text: tokenizer.decode(ids).trim(), tokens: ids.length, finish } });
  };
  const sequences = await generate(
    session,
    prompts.map(({ record, ids }) => ({ ...(crossed ? { ids: [decoderStartId(model)], encoderIds: ids } : { ids }), sequence: record, maximumNewTokens })),
    {
      sampling,
      stopIds,
      ...(rows === undefined ? {} : { rows }),
      ...(cacheBytes === undefined ? {} : { cacheBytes }),
      ...(signal === undefined ? {} : { signal }),
      onToken(place, id) {
        written[place]!.push(id);
        tokens += 1;
        if (stopIds.includes(id)) end(place, "stop");
        else if (written[place]!.length === maximumNewTokens) end(place, "length");
        if (performance.now() - noticed < noticeMilliseconds) return;
        noticed = performance.now();
        notify({ tokens });
      },
    },
  );
  // Where bans leave no token, none comes that could tell.
  for (const [place, { finish }] of sequences.entries()) if (!ended.has(place)) end(place, finish);
  notify({ tokens });
}
