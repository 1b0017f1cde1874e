import { stat } from "node:fs/promises";
import { contentHash, SteadfastError } from "../../base/index.ts";
import type { BenchItem } from "./bench-item.ts";
import { checkEnough, checkPerCell } from "./check-size.ts";
import { dimBenchItems, type ItemSetOptions } from "./dim-bench-items.ts";
import { filterItems, type ItemFilters } from "./filter-items.ts";
import { labItems } from "./lab-items.ts";
import { readItemFile } from "./read-item-file.ts";

/** Items that are asked together. */
export interface ItemSet {
  /** As it was asked for: `dim-bench`, `lab` or the path of a file. */
  readonly name: string;
  /** Content hash of the items, in their order. */
  readonly hash: string;
  readonly items: readonly BenchItem[];
  /** The defence that its items are asked with unless another is named. */
  readonly defence: string;
}

/** @see openItemSet */
export interface OpenItemSetOptions extends ItemSetOptions {
  readonly filters?: ItemFilters;
}

interface Source {
  readonly defence: string;
  readonly items: (options: ItemSetOptions) => BenchItem[] | Promise<BenchItem[]>;
}

const sets: Readonly<Record<string, Source>> = {
  "dim-bench": { defence: "standard", items: dimBenchItems },
  lab: { defence: "lab", items: labItems },
};

/** The names of the sets that come with the package. */
export const itemSetNames: readonly string[] = Object.keys(sets);

/**
 * A set of items by its name, or the items of a file. Of a file, `perCell` takes the first inputs of each task and `seed`
 * changes nothing. Filters come last.
 *
 * @throws SteadfastError `unknown-items`; what reading a file and filtering throw; `too-few-inputs`
 * @example
 * const { items } = await openItemSet("dim-bench", { perCell: 25, filters: { instructionTasks: ["translation"] } });
 */
export async function openItemSet(nameOrPath: string, { filters = {}, ...options }: OpenItemSetOptions = {}): Promise<ItemSet> {
  const source = Object.hasOwn(sets, nameOrPath) ? sets[nameOrPath]! : await fileSource(nameOrPath);
  const items = filterItems(await source.items(options), filters);
  return { name: nameOrPath, hash: contentHash(items), items, defence: source.defence };
}

async function fileSource(path: string): Promise<Source> {
  const there = await stat(path).catch(() => null);
  if (there === null || there.isDirectory()) {
    throw new SteadfastError({ code: "unknown-items", sentence: `There is no set of items "${path}"${there === null ? ", nor a file of that name" : ": that is a folder"}.`, hint: `The sets are ${itemSetNames.join(" and ")}; a file has an item on each line, as \`steadfast data build\` writes it.` });
  }
  return { defence: "standard", items: async ({ perCell }) => firstOfEachTask(await readItemFile(path), perCell) };
}

function firstOfEachTask(items: readonly BenchItem[], perCell: number | undefined): BenchItem[] {
  if (perCell === undefined) return [...items];
  checkPerCell(perCell);
  const taken = [...Map.groupBy(items, ({ inputTask }) => inputTask)].map(([task, those]): [string, Set<string>] => {
    const inputs = [...new Set(those.map(({ inputId }) => inputId))];
    checkEnough(task, inputs.length, perCell);
    return [task, new Set(inputs.slice(0, perCell))];
  });
  const inputsOf = new Map(taken);
  return items.filter(({ inputTask, inputId }) => inputsOf.get(inputTask)!.has(inputId));
}
