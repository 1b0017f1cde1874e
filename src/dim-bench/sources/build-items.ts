import { SteadfastError } from "../../base/index.ts";
import { randomStream } from "../../stats/index.ts";
import type { BenchInput } from "../items/bench-input.ts";
import type { BenchItem } from "../items/bench-item.ts";
import { makeItems } from "../items/make-items.ts";
import { type InputTask, inputTaskNames } from "../items/tasks.ts";
import { formatOf, sourceFormats } from "./formats.ts";
import { type Mapping, mappedFormat } from "./mapped.ts";
import { readSourceFile, type SourceFile } from "./source-file.ts";
import type { SourceFormat, SourceInput } from "./source-format.ts";

/** @see buildItems */
export interface BuildItemsOptions {
  /** Paths by task; a task may have several, each of which gives the same share. */
  readonly files: Readonly<Partial<Record<InputTask, readonly string[]>>>;
  readonly seed: number;
  /** Inputs of each task. By default 100. */
  readonly perTask?: number;
  /** What the fields of files mean that are in no known form. */
  readonly mapping?: Mapping;
}

/** A file that items were made of. A type, not an interface: so it is JSON as it is. */
export type BuiltSource = {
  readonly task: InputTask;
  readonly path: string;
  readonly sha256: string;
  readonly format: string;
  readonly licence: string;
  readonly records: number;
  /** How many inputs could be taken: records that are well formed and differ in their text, or their passage. */
  readonly different: number;
  readonly taken: number;
  readonly malformed: number;
  /** The first malformed records. */
  readonly problems: readonly { readonly unit: "line" | "record"; readonly place: number; readonly reason: string }[];
};

/**
 * Makes a set of items from public files in their published forms: so many inputs of each task, drawn by the seed without
 * replacement, under the four instructions. Malformed records are left out and counted.
 *
 * @throws SteadfastError `no-sources`, `source-unreadable`, `source-form`, `source-malformed`, `too-few-records`, `items-option`
 * @example
 * const { items, sources } = await buildItems({ files: { math: ["gsm8k/test.jsonl", "math/test.jsonl"] }, seed: 1, perTask: 100 });
 */
export async function buildItems({ files, seed, perTask = 100, mapping }: BuildItemsOptions): Promise<{ items: BenchItem[]; sources: BuiltSource[] }> {
  const tasks = inputTaskNames.filter((task) => (files[task] ?? []).length > 0);
  if (tasks.length === 0) throw new SteadfastError({ code: "no-sources", sentence: "There are no files to make items of.", hint: "Name at least one, such as --math gsm8k.jsonl." });
  const built = await Promise.all(tasks.map(async (task) => ({ task, ...(await buildTask({ task, paths: files[task]!, seed, perTask, ...(mapping === undefined ? {} : { mapping }) })) })));
  const inputs = Object.fromEntries(built.map(({ task, inputs }) => [task, inputs]));
  return { items: makeItems({ inputs, seed, perCell: perTask }), sources: built.flatMap(({ sources }) => sources) };
}

interface TaskOptions {
  readonly task: InputTask;
  readonly paths: readonly string[];
  readonly seed: number;
  readonly perTask: number;
  readonly mapping?: Mapping;
}

async function buildTask({ task, paths, seed, perTask, mapping }: TaskOptions): Promise<{ inputs: BenchInput[]; sources: BuiltSource[] }> {
  const opened = await Promise.all(paths.map(async (path) => open(await readSourceFile(path), task, mapping)));
  const read = opened.map((source) => readSource(source, opened.filter(({ format }) => format === source.format).map(({ file }) => file)));
  // What is only looked up, such as summaries, gives no inputs.
  const giving = read.filter(({ count }) => count > 0);
  if (giving.length === 0) throw new SteadfastError({ code: "too-few-records", sentence: `There are no records in ${paths.join(", ")}.` });
  const taken = new Set<string>();
  const inputs: BenchInput[] = [];
  const sources = read.map((source): BuiltSource => {
    const { file, format, count, good, problems } = source;
    const turn = giving.indexOf(source);
    const wanted = turn === -1 ? 0 : Math.floor(perTask / giving.length) + (turn < perTask % giving.length ? 1 : 0);
    const groups = [...Map.groupBy(good, ({ input }) => input.group ?? input.input)].filter(([group]) => !taken.has(group));
    if (groups.length < wanted) throw new SteadfastError({ code: "too-few-records", sentence: `${file.path} has ${groups.length} different ${groups.length === 1 ? "input" : "inputs"}; ${wanted} ${wanted === 1 ? "is" : "are"} needed of it.`, hint: `Ask for fewer per task, or add another file of the task ${task}.` });
    const random = randomStream(seed, "dim-bench", "build", task, file.sha256);
    const number = giving.filter((other) => other.format.name === format.name).length > 1 ? `-${paths.indexOf(file.path) + 1}` : "";
    for (const [group, alike] of random.sample(groups, wanted)) {
      taken.add(group);
      const { place, input } = random.choice(alike);
      const { group: _, ...rest } = input;
      inputs.push({ id: `${task}-${format.name}${number}-${place}`, ...rest });
    }
    return { task, path: file.path, sha256: file.sha256, format: format.title, licence: format.licence, records: count, different: groups.length, taken: wanted, malformed: problems.length, problems: problems.slice(0, 20) };
  });
  return { inputs, sources };
}

interface Opened {
  readonly file: SourceFile;
  readonly format: SourceFormat;
}

function open(file: SourceFile, task: InputTask, mapping: Mapping | undefined): Opened {
  const format = formatOf(file, task) ?? (mapping === undefined ? undefined : mappedFormat(mapping, task));
  if (format !== undefined) return { file, format };
  const elsewhere = inputTaskNames.map((other) => formatOf(file, other)).find((found) => found !== undefined);
  const known = sourceFormats.flatMap((each) => (each.task === task ? [each.title] : [])).join(", ");
  throw new SteadfastError({
    code: "source-form",
    sentence: elsewhere === undefined ? `${file.path} is in no form that is known for the task ${task}.` : `${file.path} looks like ${elsewhere.title}, which is of the task ${elsewhere.task}, not ${task}.`,
    hint: `Known for ${task}: ${known}. For another form, name its fields: --map input=FIELD,answer=FIELD.`,
  });
}

interface Read extends Opened {
  readonly count: number;
  readonly good: readonly { readonly place: number; readonly input: SourceInput }[];
  readonly problems: BuiltSource["problems"];
}

function readSource({ file, format }: Opened, together: readonly SourceFile[]): Read {
  const good: { place: number; input: SourceInput }[] = [];
  const problems: { unit: "line" | "record"; place: number; reason: string }[] = [];
  for (const { place, read } of format.read(file, together)) {
    if (read === undefined) continue;
    if (typeof read === "string") problems.push({ unit: file.unit, place, reason: read });
    else good.push({ place, input: read });
  }
  const [first] = problems;
  if (first !== undefined && good.length === 0) {
    throw new SteadfastError({ code: "source-malformed", sentence: `None of the ${problems.length} records of ${file.path} is well formed; ${first.unit} ${first.place}: ${first.reason}.` });
  }
  return { file, format, count: good.length + problems.length, good, problems };
}
