import type { EventSink } from "../../base/index.ts";
import { clusterDifference } from "../../stats/index.ts";
import type { Choices, Share } from "../answers/choice-scores.ts";
import type { ChoiceRecord } from "../data/choice-record.ts";
import { bodyOf, promptText } from "../data/prompt-body.ts";
import type { ChangedAnswers } from "./repair-report.ts";

/** Two answers to each of the same questions. */
export interface BeforeAfter {
  readonly records: readonly ChoiceRecord[];
  readonly instructions: readonly string[];
  readonly before: Choices;
  readonly after: Choices;
}

/** Counts the answers that changed, and tells each of them. */
export function changedAnswers({ records, instructions, before, after }: BeforeAfter, sink: EventSink): ChangedAnswers {
  const changed = { questions: 0, mended: 0, broken: 0, moved: 0 };
  for (const [place, record] of records.entries()) {
    const named = (choice: number | null): string | null => (choice === null ? null : record.options[choice]!);
    for (const [instruction, ofInstruction] of before.entries()) {
      changed.questions += 1;
      const [first, second] = [ofInstruction[place]!, after[instruction]![place]!];
      if (first === second) continue;
      const how = second === record.gold ? "mended" : first === record.gold ? "broken" : "moved";
      changed[how] += 1;
      sink({ type: "record", kind: "changedAnswer", key: `line ${record.line}, instruction ${instruction + 1}`, value: { how, prompt: promptText(instructions[instruction]!, bodyOf(record)), gold: named(record.gold), before: named(first), after: named(second) } });
    }
  }
  return changed;
}

/** Accuracy after less accuracy before, with an interval that resamples clusters. */
export function accuracyDifference({ records, before, after }: BeforeAfter, seed: number): Share {
  const right = (record: ChoiceRecord, choice: number | null): number => (choice === record.gold ? 1 : 0);
  const items = before.flatMap((ofInstruction, instruction) => records.map((record, place) => ({ cluster: record.cluster, first: right(record, after[instruction]![place]!), second: right(record, ofInstruction[place]!) })));
  const { estimate, low, high } = clusterDifference(items, { seed, replicates: 2000 });
  return { estimate, low, high };
}
