import type { EventSink, Json } from "../../base/index.ts";
import { mean } from "../../stats/index.ts";
import type { InstructionRecord } from "../data/record.ts";
import type { Measures } from "./measure-response.ts";
import type { MeasuredResponse } from "./summarize.ts";

/**
 * Records what was asked under `prompt`, with the key `data/record`. Responses, which are several to one prompt, name the same
 * record.
 */
export function reportPrompt(sink: EventSink, { data, record, task, prompt }: { data: string; record: number; task: InstructionRecord; prompt?: { text: string; isCut: boolean; referenceTokens: number } }): void {
  const { line, id, topic, outputs, instruction, input } = task;
  const asked = prompt === undefined ? { prompt: task.prompt, instruction, input } : { prompt: prompt.text, cut: prompt.isCut, referenceTokens: prompt.referenceTokens };
  const value: { [name: string]: Json } = { data, record, line, references: outputs };
  for (const [name, known] of Object.entries({ id, topic, ...asked })) if (known !== undefined) value[name] = known;
  sink({ type: "record", kind: "prompt", key: `${data}/${record}`, value });
}

/** Records a response with its measures under `response`, with the key `data/seed/record`. */
export function reportResponse(sink: EventSink, { data, seed, record, text, measures }: { data: string; seed: number; record: number; text: string; measures: Measures }): void {
  sink({ type: "record", kind: "response", key: `${data}/${seed}/${record}`, value: { data, seed, record, text, ...measures } });
}

/** The mean of a seed as a point of the series `data ROUGE-L`, whose steps are the seeds. */
export function reportSeed(sink: EventSink, data: string, responses: readonly MeasuredResponse[]): void {
  sink({ type: "metric", name: `${data} ROUGE-L`, step: responses[0]!.seed, value: mean(responses.map(({ measures }) => measures.rougeL)) });
}
