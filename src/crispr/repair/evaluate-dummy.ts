import { type EventSink, silent } from "../../base/index.ts";
import { scoreChoices } from "../answers/choice-scores.ts";
import { dummyChoices, type DummyName } from "../answers/dummies.ts";
import { drawRecords, loadTask } from "./load-task.ts";
import { completeRepair, type RepairOptions } from "./repair-options.ts";
import type { EvaluationReport } from "./repair-report.ts";

/**
 * What a model would score that always does the same, over all records of a file.
 *
 * @throws SteadfastError those of `readChoiceFile`; `dummy-needs-facts` where the data do not say what is biased
 * @example
 * const { rows } = await evaluateDummy("biased", { data: "bbq/Age.jsonl" }); // ambiguous bias 1
 */
export async function evaluateDummy(name: DummyName, given: RepairOptions, { sink = silent }: { sink?: EventSink } = {}): Promise<EvaluationReport> {
  const options = completeRepair(given);
  const data = await loadTask(options, { seed: options.seed, sink });
  const records = drawRecords(data.records, options.testLimit, options.seed);
  const scores = scoreChoices(records, dummyChoices(name, records, { instructions: data.instructions.length, seed: options.seed }), { seed: options.seed });
  const { kind, problems, withoutStereotype, instructions, hash } = data;
  return { model: `dummy:${name}`, data: { name: data.name, kind, records: data.records.length, leftOut: problems.length, withoutStereotype, instructions, hash }, rows: [{ name: `dummy:${name}`, neurons: 0, scores }] };
}
