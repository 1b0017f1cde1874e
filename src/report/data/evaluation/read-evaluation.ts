import type { Json } from "../../../base/index.ts";
import type { Ledger, Run } from "../../../ledger/index.ts";
import { clusterMean, mean } from "../../../stats/index.ts";
import { wordsOf } from "../../../text/index.ts";
import { type BlockTable, recordsPerBlock } from "../blocks.ts";
import { beginningOf } from "../short-text.ts";
import { evaluationBlocks, type EvaluatedData, type EvaluatedRecord, type EvaluationDocument, type Score } from "./evaluation-document.ts";

/** A prompt as the ledger's records of the kind `prompt` have it. */
type PromptValue = { readonly data: string; readonly record: number; readonly prompt?: string; readonly instruction?: string; readonly references: readonly string[]; readonly referenceTokens?: number; readonly topic?: string };
/** A response as the records of the kind `response` have it. */
type ResponseValue = { readonly data: string; readonly seed: number; readonly record: number; readonly text: string; readonly rougeL: number; readonly rouge1: number; readonly rouge2: number; readonly exactMatch: number; readonly words: number; readonly cut: boolean | null; readonly repetition: number };

interface Measured extends Omit<ResponseValue, "text" | "data"> {
  readonly key: string;
}

interface Prompted {
  readonly key: string;
  readonly preview: string;
  readonly length: number;
  readonly topic: string | null;
  readonly responses: Measured[];
}

// As evaluations print them: lengths of the first reference.
const buckets: readonly { readonly label: string; readonly from: number; readonly to: number }[] = [
  { label: "1–10", from: 0, to: 10 },
  { label: "11–50", from: 11, to: 50 },
  { label: "51+", from: 51, to: Number.POSITIVE_INFINITY },
];
const previewCharacters = 140;
const replicates = 2000;

/** The data sets of an evaluation and how each record was answered, texts in blocks; null where nothing was answered. */
export async function readEvaluation(ledger: Ledger, run: Run): Promise<{ readonly document: EvaluationDocument; readonly blocks: readonly BlockTable[] } | null> {
  const sets = new Map<string, Map<number, Prompted>>();
  let areTokens = true;
  for await (const { key, value } of ledger.streamRecords(run.id, { kind: "prompt" })) {
    const { data, record, prompt, instruction, references, referenceTokens, topic } = value as unknown as PromptValue;
    areTokens &&= referenceTokens !== undefined;
    const records = sets.get(data) ?? new Map<number, Prompted>();
    sets.set(data, records);
    records.set(record, { key, preview: beginningOf(instruction ?? prompt ?? "", previewCharacters), length: referenceTokens ?? wordsOf(references[0] ?? "").length, topic: topic ?? null, responses: [] });
  }
  for await (const { key, value } of ledger.streamRecords(run.id, { kind: "response" })) {
    const { data, text: _text, ...measures } = value as unknown as ResponseValue;
    sets.get(data)?.get(measures.record)?.responses.push({ key, ...measures });
  }
  const answered = [...sets].filter(([, records]) => records.values().some(({ responses }) => responses.length > 0));
  if (answered.length === 0) return null;
  return {
    document: { data: answered.map(([name, records]) => describe(name, [...records.values()])), lengthUnit: areTokens ? "tokens" : "words", blockRecords: recordsPerBlock },
    blocks: answered.map(([, records], place) => blocksOf(ledger, run.id, { name: evaluationBlocks(place), records: [...records.values()] })),
  };
}

function describe(name: string, records: readonly Prompted[]): EvaluatedData {
  const responses = records.flatMap((record) => record.responses);
  const seeds = [...new Set(responses.map(({ seed }) => seed))];
  const cuts = responses.flatMap(({ cut }) => (cut === null ? [] : [Number(cut)]));
  const topics = [...Map.groupBy(records.filter(({ topic }) => topic !== null), ({ topic }) => topic!)];
  const meanOf = (measure: "rouge1" | "rouge2" | "exactMatch" | "repetition" | "words"): number => mean(seeds.map((seed) => mean(responses.filter((response) => response.seed === seed).map((response) => response[measure]))));
  const group = (label: string, inside: readonly Prompted[]) => ({ label, records: inside.length, rougeL: scoreOf(inside, seeds) });
  return {
    name,
    seeds,
    rougeL: scoreOf(records, seeds),
    rouge1: meanOf("rouge1"),
    rouge2: meanOf("rouge2"),
    exactMatch: meanOf("exactMatch"),
    repetition: meanOf("repetition"),
    words: meanOf("words"),
    cutShare: cuts.length === 0 ? null : mean(cuts),
    lengths: buckets.map(({ label, from, to }) => group(label, records.filter(({ length, responses }) => length >= from && length <= to && responses.length > 0))).filter((bucket) => bucket.records > 0),
    topics: topics.length < 2 ? [] : topics.map(([topic, inside]) => ({ ...group(topic, inside), topic })).filter(({ rougeL }) => rougeL.seeds.length > 0),
    records: { keys: records.map(({ key }) => key), previews: records.map(({ preview }) => preview), rougeL: records.map(({ responses }) => (responses.length === 0 ? null : mean(responses.map(({ rougeL }) => rougeL)))) },
  };
}

/** The mean over the seeds of their means over records; the interval is of drawing records anew. */
function scoreOf(records: readonly Prompted[], seeds: readonly number[]): Score {
  const responses = records.flatMap((record) => record.responses);
  const means = seeds.flatMap((seed) => {
    const own = responses.filter((response) => response.seed === seed);
    return own.length === 0 ? [] : [mean(own.map(({ rougeL }) => rougeL))];
  });
  if (means.length === 0) return { mean: 0, interval: null, seeds: [] };
  const { low, high } = clusterMean(responses.map(({ record, rougeL }) => ({ cluster: String(record), value: rougeL })), { seed: 0, replicates });
  return { mean: mean(means), interval: low === null || high === null ? null : { low, high }, seeds: means };
}

function blocksOf(ledger: Ledger, run: string, { name, records }: { readonly name: string; readonly records: readonly Prompted[] }): BlockTable {
  return {
    name,
    blocks: Math.ceil(records.length / recordsPerBlock),
    read: async (block) => {
      const wanted = records.slice(block * recordsPerBlock, (block + 1) * recordsPerBlock);
      const prompts = await ledger.findRecords({ kind: "prompt", run }, wanted.map(({ key }) => key));
      const responses = await ledger.findRecords({ kind: "response", run }, wanted.flatMap((record) => record.responses.map(({ key }) => key)));
      return wanted.map((record): EvaluatedRecord => ({
        prompt: (prompts.get(record.key)?.value ?? {}) as { readonly [name: string]: Json },
        responses: record.responses.flatMap(({ key }) => {
          const found = responses.get(key);
          if (found === undefined) return [];
          const { seed, text, data: _data, record: _record, ...measures } = found.value as unknown as ResponseValue;
          return [{ seed, text, measures }];
        }),
      }));
    },
  };
}
