import type { BenchInput } from "../items/bench-input.ts";
import type { InputTask } from "../items/tasks.ts";
import type { SourceFile } from "./source-file.ts";

/** An input from a record. */
export interface SourceInput extends Omit<BenchInput, "id"> {
  /** Of inputs with the same group, one at most is taken. By default the input itself: so no text is taken twice. */
  readonly group?: string;
}

/** What a record came to: an input, or why it is none, as a clause. Undefined where a record is not meant to be one. */
export type ReadRecord = SourceInput | string | undefined;

/** A published form of data. */
export interface SourceFormat {
  /** Part of the ids of its inputs: `gsm8k`. */
  readonly name: string;
  readonly title: string;
  readonly task: InputTask;
  /** As its publishers state it; the user checks. */
  readonly licence: string;
  /** Whether a file looks like this form, by its first readable records. */
  recognises(sample: readonly unknown[]): boolean;
  /** What the records of a file are. Files of this form that were given together are there to be looked up. */
  read(file: SourceFile, together: readonly SourceFile[]): Iterable<{ readonly place: number; readonly read: ReadRecord }>;
}

/** Whether a file's first records are objects that all have these fields. */
export function haveFields(sample: readonly unknown[], ...names: readonly string[]): boolean {
  const objects = sample.map(asObject).filter((value) => value !== undefined);
  return objects.length > 0 && objects.filter((value) => names.every((name) => Object.hasOwn(value, name))).length >= objects.length / 2;
}

/** A format whose records stand for themselves. */
export function recordFormat(format: Omit<SourceFormat, "read"> & { readonly readRecord: (value: unknown) => ReadRecord }): SourceFormat {
  const { readRecord, ...rest } = format;
  return {
    ...rest,
    *read({ records }) {
      for (const record of records) yield { place: record.place, read: "problem" in record ? record.problem : readRecord(record.value) };
    },
  };
}

/** A record's fields; undefined where it is no object. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}

/**
 * The named fields of a record as texts.
 *
 * @returns the texts, or what is wrong with the first that is none, or is empty, as a clause.
 */
export function textFields<const Names extends readonly string[]>(value: unknown, names: Names): { readonly [Name in Names[number]]: string } | string {
  const object = asObject(value);
  if (object === undefined) return "no object with named fields";
  for (const name of names) {
    const field = Object.hasOwn(object, name) ? object[name] : undefined;
    if (typeof field !== "string") return field === undefined ? `"${name}" is missing` : `"${name}" is no text`;
    if (field.trim() === "") return `"${name}" is empty`;
  }
  return Object.fromEntries(names.map((name) => [name, object[name]])) as { readonly [Name in Names[number]]: string };
}
