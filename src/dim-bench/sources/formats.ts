import type { InputTask } from "../items/tasks.ts";
import { arcCsv, arcJson } from "./arc.ts";
import { bbq } from "./bbq.ts";
import { codeAlpaca, humanEval, mbpp } from "./code.ts";
import { competitionMath, gsm8k } from "./math.ts";
import { narrativeQa } from "./narrative-qa.ts";
import type { SourceFile } from "./source-file.ts";
import type { SourceFormat } from "./source-format.ts";
import { squad } from "./squad.ts";

/** Every published form that is read. Adding one: a file, and its name in this list. */
export const sourceFormats: readonly SourceFormat[] = [arcCsv, arcJson, codeAlpaca, mbpp, humanEval, gsm8k, competitionMath, bbq, squad, narrativeQa];

/** The form of a file among those of a task, by its first readable records. */
export function formatOf({ records }: SourceFile, task: InputTask): SourceFormat | undefined {
  const sample = records.flatMap((record) => ("value" in record ? [record.value] : [])).slice(0, 20);
  return sourceFormats.find((format) => format.task === task && format.recognises(sample));
}
