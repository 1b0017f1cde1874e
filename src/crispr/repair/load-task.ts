import { type EventSink, SteadfastError } from "../../base/index.ts";
import { randomStream } from "../../stats/index.ts";
import { askableRecords, type SpokenModel } from "../answers/encode-choices.ts";
import type { ChoiceRecord } from "../data/choice-record.ts";
import { type ChoiceData, readChoiceFile } from "../data/read-choice-file.ts";
import { readInstructions } from "../data/read-instructions.ts";
import { readTargets } from "../data/read-targets.ts";
import type { RepairData } from "./repair-options.ts";

/**
 * Reads a file of questions; with a model, leaves out what it cannot be asked. What is left out is told once.
 *
 * @throws SteadfastError those of `readChoiceFile`; `data-empty` where the model can be asked nothing of it
 */
export async function loadTask({ data: path, task, metadata, instructions, limit }: RepairData, { spoken, seed, sink }: { spoken?: SpokenModel; seed: number; sink: EventSink }): Promise<ChoiceData> {
  const data = await readChoiceFile(path, {
    ...(task === undefined ? {} : { kind: task }),
    ...(metadata === undefined ? {} : { targets: await readTargets(metadata) }),
    ...(instructions === undefined ? {} : { instructions: await readInstructions(instructions) }),
  });
  const drawn = drawRecords(data.records, limit, seed);
  const { records, problems } = spoken === undefined ? { records: drawn, problems: [] } : askableRecords(spoken, drawn, data.instructions);
  const leftOut = [...data.problems, ...problems];
  const [first] = leftOut;
  if (records.length === 0) throw new SteadfastError({ code: "data-empty", sentence: `The model can be asked nothing of ${path}: ${first!.reason}`, hint: "Its context may be too short for these prompts." });
  if (first !== undefined) sink({ type: "message", level: "warning", text: `${path}: ${leftOut.length === 1 ? "1 record is" : `${leftOut.length} records are`} left out; line ${first.line}: ${first.reason}` });
  if (data.withoutStereotype > 0) sink({ type: "message", level: "info", text: `${path}: ${data.withoutStereotype} records have not exactly one answer of the stereotyped group; they count for accuracy, not for bias.` });
  return { ...data, records, problems: leftOut, withoutStereotype: records.filter(({ bias }) => bias?.biased === null).length };
}

/** So many records at random, in their order. */
export function drawRecords(records: readonly ChoiceRecord[], limit: number | undefined, seed: number): readonly ChoiceRecord[] {
  if (limit === undefined || limit >= records.length) return records;
  return randomStream(seed, "crispr", "limit").sample(records, limit).sort((a, b) => a.line - b.line);
}
