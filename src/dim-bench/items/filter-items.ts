import { SteadfastError } from "../../base/index.ts";
import type { BenchItem } from "./bench-item.ts";
import type { InputTask, InstructionTask } from "./tasks.ts";

/** Which items to keep. Each filter that is given must be met; an empty list is one that is not given. */
export interface ItemFilters {
  readonly instructionTasks?: readonly InstructionTask[];
  readonly inputTasks?: readonly InputTask[];
  /** Keeps translations into one of them. With `styles`, either will do. */
  readonly languages?: readonly string[];
  /** Keeps style transfers to one of them. With `languages`, either will do. */
  readonly styles?: readonly string[];
  /** Of items or of inputs. */
  readonly ids?: readonly string[];
}

/**
 * The items that meet all filters, in their order.
 *
 * @throws SteadfastError `no-such-item` for a value that no item has; `no-items` where none meets them all
 * @example
 * filterItems(await dimBenchItems(), { inputTasks: ["qa"], languages: ["de"] });
 */
export function filterItems(items: readonly BenchItem[], { instructionTasks = [], inputTasks = [], languages = [], styles = [], ids = [] }: ItemFilters): BenchItem[] {
  const isTarget = languages.length + styles.length > 0;
  const has = (wanted: readonly (string | undefined)[], value: string | undefined): boolean => wanted.includes(value);
  checkKnown("instruction task", instructionTasks, items.map(({ instructionTask }) => instructionTask));
  checkKnown("input task", inputTasks, items.map(({ inputTask }) => inputTask));
  checkKnown("language", languages, items.map(({ language }) => language));
  checkKnown("style", styles, items.map(({ style }) => style));
  checkKnown("id", ids, items.flatMap(({ id, inputId }) => [id, inputId]));
  const kept = items.filter(
    ({ id, inputId, instructionTask, inputTask, language, style }) =>
      (instructionTasks.length === 0 || has(instructionTasks, instructionTask)) &&
      (inputTasks.length === 0 || has(inputTasks, inputTask)) &&
      (!isTarget || (language !== undefined && has(languages, language)) || (style !== undefined && has(styles, style))) &&
      (ids.length === 0 || has(ids, id) || has(ids, inputId)),
  );
  if (kept.length === 0) throw new SteadfastError({ code: "no-items", sentence: "No item meets all of the filters.", hint: "Leave one of them out; a language goes with translations only, a style with style transfers." });
  return kept;
}

function checkKnown(what: string, wanted: readonly string[], there: readonly (string | undefined)[]): void {
  const known = new Set(there.filter((value) => value !== undefined));
  const unknown = wanted.find((value) => !known.has(value));
  if (unknown === undefined) return;
  const names = known.size > 0 && known.size <= 12 ? { hint: `There is ${[...known].join(", ")}.` } : {};
  throw new SteadfastError({ code: "no-such-item", sentence: `No item has the ${what} "${unknown}".`, ...names });
}
