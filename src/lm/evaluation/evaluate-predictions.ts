import { type EventSink, silent, SteadfastError } from "../../base/index.ts";
import { wordsOf } from "../../text/index.ts";
import type { DataResult } from "./evaluation.ts";
import type { EvaluationData } from "./evaluation-data.ts";
import { measureResponse } from "./measure-response.ts";
import { readPredictions } from "./read-predictions.ts";
import { reportPrompt, reportResponse, reportSeed } from "./report.ts";
import { type MeasuredResponse, summarize } from "./summarize.ts";

/** @see evaluatePredictions */
export interface EvaluatePredictionsOptions {
  /** Read with `strict`: a record that is left out would shift all behind it. */
  readonly data: EvaluationData;
  /** A file for each seed; the first counts as seed 1, the second as 2. */
  readonly predictions: readonly string[];
  /** For the bootstrap. */
  readonly seed?: number;
  readonly sink?: EventSink;
}

/**
 * Scores responses that were written elsewhere. Lengths are in words, for whose tokens they were is not known.
 *
 * @throws SteadfastError `predictions-count` for more or fewer responses than references; what `readPredictions` throws
 * @example
 * const [data] = await readEvaluationData(["dolly/valid.jsonl"], { strict: true });
 * const { summary } = await evaluatePredictions({ data, predictions: ["answers-1.jsonl", "answers-2.jsonl"] });
 */
export async function evaluatePredictions({ data, predictions, seed = 0, sink = silent }: EvaluatePredictionsOptions): Promise<DataResult> {
  const { records, name, path, hash } = data;
  const read: string[][] = [];
  for (const file of predictions) {
    const texts = await readPredictions(file);
    if (texts.length !== records.length) {
      throw new SteadfastError({
        code: "predictions-count",
        sentence: `${file} holds ${count(texts.length, "prediction")}, but there ${records.length === 1 ? "is 1 record" : `are ${records.length} records`} of ${data.path}.`,
        hint: "Each record needs one prediction, in the same order.",
      });
    }
    read.push(texts);
  }
  for (const [record, task] of records.entries()) reportPrompt(sink, { data: name, record, task });
  const measured: MeasuredResponse[] = [];
  for (const [place, texts] of read.entries()) {
    const own: MeasuredResponse[] = [];
    for (const [record, text] of texts.entries()) {
      const measures = measureResponse({ text }, records[record]!.outputs);
      own.push({ record, seed: place + 1, measures });
      reportResponse(sink, { data: name, seed: place + 1, record, text, measures });
      sink({ type: "progress", task: "scoring", done: place * records.length + record + 1, total: read.length * records.length, unit: "predictions" });
    }
    reportSeed(sink, name, own);
    measured.push(...own);
  }
  const referenceLengths = new Map(records.map(({ outputs }, record) => [record, wordsOf(outputs[0]!).length]));
  return { name, path, hash, leftOut: [], cutPrompts: null, lengthUnit: "words", summary: summarize(measured, { referenceLengths, seed }) };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
