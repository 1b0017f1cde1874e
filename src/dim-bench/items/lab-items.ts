import { type LabBenchItem, labBenchItems } from "../../world/index.ts";
import type { BenchItem } from "./bench-item.ts";
import { checkPerCell } from "./check-size.ts";
import type { ItemSetOptions } from "./dim-bench-items.ts";
import type { InputTask } from "./tasks.ts";

const inputTaskOf: Readonly<Record<LabBenchItem["inputTask"], InputTask>> = { reasoning: "reasoning", code: "code", arithmetic: "math", bias: "bias", questions: "qa" };

/**
 * Items in the micro-world's language, for models of the lab. Each has one right output.
 *
 * @throws SteadfastError `items-option`, `invalid-seed`
 * @example
 * labItems({ perCell: 25 })[0]; // { id: "rewriting/reasoning-0", gold: …, … }
 */
export function labItems({ seed = 1, perCell = 100 }: ItemSetOptions = {}): BenchItem[] {
  checkPerCell(perCell);
  const items = labBenchItems({ seed, perCell }).map(benchItemOf);
  // As in every set, all cells are equally far at every point.
  const byInput = Map.groupBy(items, ({ inputTask, inputId }) => Number(inputId.slice(inputTask.length + 1)));
  return [...byInput.values()].flat();
}

function benchItemOf({ instructionTask, inputTask: worldTask, instruction, input, gold, meta }: LabBenchItem): BenchItem {
  const inputTask = inputTaskOf[worldTask];
  const inputId = `${inputTask}-${meta.inputId.slice(worldTask.length + 1)}`;
  const options = optionsOf(input);
  return { id: `${instructionTask}/${inputId}`, instructionTask, inputTask, inputId, instruction, input, answer: meta.answer, ...(options.length > 0 ? { options } : {}), gold };
}

/** `… (a) dark (b) not known (c) new` */
function optionsOf(input: string): string[] {
  return [...input.matchAll(/\([a-z]\) (.*?)(?= \([a-z]\) |$)/gu)].map((match) => match[1]!);
}
