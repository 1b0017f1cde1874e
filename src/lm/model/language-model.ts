import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type EventSink, messageOf, silent, SteadfastError, systemCodeOf } from "../../base/index.ts";
import { type TensorValue, tensorValue } from "../../graph/index.ts";
import type { Architecture, ParameterName } from "../architecture/description.ts";
import { type Parameter, parametersOf } from "../architecture/parameters.ts";
import { readArchitecture } from "../architecture/read-architecture.ts";
import { type Checkpoint, openCheckpoint, type StoredTensor } from "../checkpoint/checkpoint.ts";
import { type MatchedNames, matchNames } from "./match-names.ts";

/** A model with its numbers, as float32, under published names and in published shapes. */
export interface LanguageModel {
  readonly architecture: Architecture;
  /** The parsed `config.json`. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** The parsed `generation_config.json`, empty where there is none. */
  readonly generationConfiguration: Readonly<Record<string, unknown>>;
  readonly parameters: ReadonlyMap<ParameterName, TensorValue>;
}

/** @see loadLanguageModel */
export interface LoadOptions {
  sink?: EventSink;
  signal?: AbortSignal;
}

/**
 * Loads the model of a folder in the published layout. Names, shapes and copies are checked before any weight is read.
 *
 * @throws SteadfastError `configuration-missing`, `configuration-wrong`, `tensor-missing`, `tensor-surplus`, `tensor-shape`, `tensor-differs`,
 * and those of `openCheckpoint`
 * @example
 * const model = await loadLanguageModel("models/teacher");
 */
export async function loadLanguageModel(folder: string, { sink = silent, signal }: LoadOptions = {}): Promise<LanguageModel> {
  const configuration = await readJson(folder, "config.json");
  if (configuration === undefined) {
    throw new SteadfastError({ code: "configuration-missing", sentence: `There is no config.json in ${folder}.`, hint: "A model is a folder with config.json, weights and tokenizer files, as published." });
  }
  const architecture = readArchitecture(configuration);
  const generationConfiguration = (await readJson(folder, "generation_config.json")) ?? {};
  const checkpoint = await openCheckpoint(folder);
  try {
    const matched = matchNames(architecture, parametersOf(architecture), [...checkpoint.tensors.keys()]);
    for (const { parameter, stored } of matched.parameters) checkShape(parameter, checkpoint.tensors.get(stored)!);
    const parameters = await readParameters(checkpoint, matched, { sink, ...(signal === undefined ? {} : { signal }) });
    await checkDuplicates(checkpoint, matched, parameters);
    return { architecture, configuration, generationConfiguration, parameters };
  } finally {
    await checkpoint.close();
  }
}

async function readParameters(checkpoint: Checkpoint, { parameters }: MatchedNames, { sink = silent, signal }: LoadOptions): Promise<Map<ParameterName, TensorValue>> {
  const read = new Map<ParameterName, TensorValue>();
  const total = parameters.reduce((sum, { parameter: { shape } }) => sum + countOf(shape), 0);
  let done = 0;
  for (const { parameter, stored } of parameters) {
    signal?.throwIfAborted();
    read.set(parameter.name, tensorValue("float32", parameter.shape, await checkpoint.read(stored)));
    done += countOf(parameter.shape);
    sink({ type: "progress", task: "reading weights", done: done * 4, total: total * 4, unit: "bytes" });
  }
  return read;
}

/** What a file holds twice must be the same both times: else it is unclear which one the model was meant to have. */
async function checkDuplicates(checkpoint: Checkpoint, { duplicates }: MatchedNames, parameters: ReadonlyMap<ParameterName, TensorValue>): Promise<void> {
  for (const { stored, name } of duplicates) {
    const kept = parameters.get(name)!;
    const { shape } = checkpoint.tensors.get(stored)!;
    const copy = shape.join() === kept.shape.join() ? await checkpoint.read(stored) : undefined;
    if (copy === undefined || copy.some((element, index) => element !== kept.data[index])) {
      throw new SteadfastError({ code: "tensor-differs", sentence: `The tensor "${stored}" should be the same as "${name}", and is not.`, hint: 'If the model has a head of its own, its config.json must say "tie_word_embeddings": false.' });
    }
  }
}

function checkShape({ name, shape }: Parameter, stored: StoredTensor): void {
  if (stored.shape.join() !== shape.join()) {
    throw new SteadfastError({ code: "tensor-shape", sentence: `The tensor "${stored.name}" has the shape [${stored.shape.join(", ")}], where config.json makes "${name}" [${shape.join(", ")}].`, hint: "Weights and config.json are not of the same model." });
  }
}

function countOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

async function readJson(folder: string, name: string): Promise<Record<string, unknown> | undefined> {
  const path = join(folder, name);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if (systemCodeOf(cause) === "ENOENT" || systemCodeOf(cause) === "ENOTDIR") return undefined;
    throw new SteadfastError({ code: "configuration-missing", sentence: `${path} cannot be read: ${messageOf(cause)}.`, cause });
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (cause) {
    throw new SteadfastError({ code: "configuration-wrong", sentence: `${path} is not JSON: ${messageOf(cause)}.`, hint: "Take the file that was published with the weights.", cause });
  }
  throw new SteadfastError({ code: "configuration-wrong", sentence: `${path} does not hold an object.`, hint: "Take the file that was published with the weights." });
}
