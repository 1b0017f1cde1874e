import { type BenchItem, benchItems, benchResults, collectOutcomes, generationRows, judgementRows, type Outcome, type Outcomes, publishedResults } from "../../../dim-bench/index.ts";
import type { Ledger, Run } from "../../../ledger/index.ts";
import type { BlockTable } from "../blocks.ts";
import { beginningOf } from "../short-text.ts";
import { type BenchBlock, benchBlocks, type BenchDocument } from "./bench-document.ts";
import { openBenchRun } from "./open-bench-run.ts";
import { readBenchBlock, type SlotKeys } from "./read-bench-block.ts";
import { TextTable } from "./text-table.ts";

const previewCharacters = 140;
const rowsPerBlock = 400;
// So that a block of long answers is still read in a moment.
const charactersPerBlock = 4_000_000;

/** What a run of DIM-Bench came to so far, and its texts in blocks; null where it ended before it had a plan. */
export async function readBench(ledger: Ledger, run: Run): Promise<{ readonly document: BenchDocument; readonly blocks: BlockTable } | null> {
  const opened = await openBenchRun(ledger, run.id);
  if (opened === null) return null;
  const { bench, plan, judges, judge, systems } = opened;
  const columns = new ItemColumns();
  const keys = new SlotTable(plan.models.map(({ reference }) => reference), plan.defences.map(({ name }) => name), plan.trials);
  const outcomes = await collectOutcomes({
    items: columns.watch(benchItems(bench)),
    generations: keys.watchGenerations(generationRows(bench)),
    judgements: judge === null ? [] : keys.watchJudgements(judgementRows(bench, judge)),
    systems,
    trials: plan.trials,
  });
  const items = columns.inOrder(outcomes);
  const codes = encodeOutcomes(outcomes);
  const charactersPerItem = keys.characters / Math.max(1, outcomes.items.length);
  const blockItems = Math.max(1, Math.floor(Math.min(rowsPerBlock / (systems.length * plan.trials), charactersPerBlock / Math.max(1, charactersPerItem))));
  const { seed } = plan.parameters;
  const document: BenchDocument = {
    set: plan.items.set,
    trials: plan.trials,
    parameters: plan.parameters,
    results: benchResults(outcomes, { seed }),
    judges: judges.map(({ name }) => name),
    calibration: judge === null ? null : await findCalibration(ledger, judge.hash),
    published: plan.items.set === "dim-bench" ? publishedResults : null,
    ...items,
    ...codes,
    blockItems,
  };
  const { ids } = items.items;
  const blocks: BlockTable = {
    name: benchBlocks,
    blocks: Math.ceil(ids.length / blockItems),
    read: (block): Promise<BenchBlock> => readBenchBlock(bench, { judge, ids: ids.slice(block * blockItems, (block + 1) * blockItems), keysOf: (id) => keys.of(id) }),
  };
  return { document, blocks };
}

async function findCalibration(ledger: Ledger, hash: string): Promise<BenchDocument["calibration"]> {
  for await (const { id, summary } of ledger.listRuns({ kind: "judge-calibration", status: "done" })) {
    if (typeof summary === "object" && summary !== null && !Array.isArray(summary) && (summary as { readonly hash?: unknown }).hash === hash) return { run: id, summary };
  }
  return null;
}

function encodeOutcomes({ systems }: Outcomes): Pick<BenchDocument, "outcomes" | "codes"> {
  const table = new TextTable();
  const codes = systems.map(({ trials }) => trials.map((results) => results.map(({ outcome }) => table.add(JSON.stringify(outcome)))));
  return { outcomes: table.texts.map((text) => JSON.parse(text) as Outcome), codes };
}

/** Gathers, while items pass by, what lists show of them. */
class ItemColumns {
  readonly #items = new Map<string, { readonly target: string | undefined; readonly preview: string }>();

  async *watch(items: AsyncIterable<BenchItem>): AsyncGenerator<BenchItem> {
    for await (const item of items) {
      this.#items.set(item.id, { target: item.language ?? item.style, preview: beginningOf(item.input, previewCharacters) });
      yield item;
    }
  }

  inOrder({ items }: Outcomes): Pick<BenchDocument, "items" | "names" | "texts"> {
    const [instructions, inputs, targets, inputIds] = [new TextTable(), new TextTable(), new TextTable(), new TextTable()];
    const previews: string[] = [];
    const column = <Value>(of: (item: Outcomes["items"][number]) => Value): Value[] => items.map(of);
    return {
      items: {
        ids: column(({ id }) => id),
        instruction: column(({ instructionTask }) => instructions.add(instructionTask)),
        input: column(({ inputTask }) => inputs.add(inputTask)),
        target: column(({ id }) => {
          const { target } = this.#items.get(id)!;
          return target === undefined ? -1 : targets.add(target);
        }),
        text: column(({ id, inputId }) => {
          const number = inputIds.add(inputId);
          previews[number] ??= this.#items.get(id)!.preview;
          return number;
        }),
        words: column(({ words }) => words),
      },
      names: { instructions: instructions.texts, inputs: inputs.texts, targets: targets.texts },
      texts: inputIds.texts.map((id, number) => ({ id, preview: previews[number]! })),
    };
  }
}

/** Where the rows of each item are stored, by system and trial. */
class SlotTable {
  readonly #models: readonly string[];
  readonly #defences: readonly string[];
  readonly #trials: number;
  readonly #slots = new Map<string, (SlotKeys | undefined)[]>();
  readonly #byGeneration = new Map<string, SlotKeys[]>();
  /** Of all answers. */
  characters = 0;

  constructor(models: readonly string[], defences: readonly string[], trials: number) {
    this.#models = models;
    this.#defences = defences;
    this.#trials = trials;
  }

  of(item: string): readonly (SlotKeys | undefined)[] {
    return Array.from({ length: this.#models.length * this.#defences.length * this.#trials }, (_, place) => this.#slots.get(item)?.[place]);
  }

  async *watchGenerations(rows: ReturnType<typeof generationRows>): ReturnType<typeof generationRows> {
    for await (const row of rows) {
      const model = this.#models.indexOf(row.model);
      const place = (model * this.#defences.length + this.#defences.indexOf(row.defence)) * this.#trials + row.trial;
      const slots = this.#slots.get(row.item) ?? [];
      if (row.outcome.type === "answered") this.characters += row.outcome.response.text.length + (row.outcome.response.reasoning?.length ?? 0);
      const keys: SlotKeys = { model, generation: row.key, judgement: null };
      slots[place] = keys;
      this.#slots.set(row.item, slots);
      const named = `${row.key} ${row.item}`;
      const same = this.#byGeneration.get(named);
      if (same === undefined) this.#byGeneration.set(named, [keys]);
      else same.push(keys);
      yield row;
    }
  }

  async *watchJudgements(rows: ReturnType<typeof judgementRows>): ReturnType<typeof judgementRows> {
    for await (const row of rows) {
      for (const keys of this.#byGeneration.get(`${row.generation} ${row.item}`) ?? []) keys.judgement = row.key;
      yield row;
    }
  }
}
