import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type EventSink, silent } from "../base/index.ts";
import { adamW, type AdamWState, adamWState, compile, compileStep, cosineSchedule, crossEntropy, grad, slice, type Tensor, type TensorValue, tensorValue, type ValuesOf } from "../graph/index.ts";
import { randomStream } from "../stats/index.ts";
import { type CharacterModel, characterLogits, type CharacterModelSize, initialModel } from "./character-model.ts";

/** What the demo of the engine learns, for how long. */
export interface CharacterDemoOptions {
  seed?: number;
  steps?: number;
  threads?: number;
  sink?: EventSink;
  /** Checked between steps; the run ends with its reason. */
  signal?: AbortSignal;
}

/** What came of it. Losses are in nats a character. */
export interface CharacterDemoResult {
  /** The loss of always guessing by how often each character occurs. */
  unigramEntropy: number;
  losses: number[];
  parameters: number;
  charactersPerSecond: number;
  /** What the model writes, begun with the given words. */
  sample: string;
}

const batchSize = 16;
const prompt = "A measurement ";

/** The text that ships with the project. */
export function readDemoText(): Promise<string> {
  return readFile(join(import.meta.dirname, "..", "..", "data", "lab", "notes-on-measuring.txt"), "utf8");
}

/**
 * Trains a small transformer on the characters of a text, from nothing, with the project's own engine, and lets it
 * write. The same seed gives the same losses to the bit.
 *
 * @example
 * const { losses, sample } = await trainOnCharacters(await readDemoText(), { seed: 1 });
 */
export async function trainOnCharacters(text: string, { seed = 1, steps = 400, threads, sink = silent, signal }: CharacterDemoOptions = {}): Promise<CharacterDemoResult> {
  const characters = [...new Set(text)].sort();
  const size: CharacterModelSize = { vocabulary: characters.length, context: 64, width: 96, heads: 4, layers: 2 };
  const ids = Int32Array.from(text, (character) => characters.indexOf(character));
  const model = initialModel(size, randomStream(seed, "weights"));
  const training = compileStep(
    (state: AdamWState<CharacterModel<Tensor>>, windows: Tensor) => {
      const loss = crossEntropy(characterLogits(state.parameters, slice(windows, 1, 0, -1), size.heads), slice(windows, 1, 1));
      const schedule = cosineSchedule({ peak: 3e-3, steps, warmupSteps: Math.min(20, steps - 1) });
      const { state: next } = adamW(state, grad(loss, state.parameters), { learningRate: schedule(state.stepsDone), weightDecay: 0.01, clipNorm: 1 });
      return { state: next, outputs: { loss } };
    },
    adamWState<CharacterModel<Tensor>>(model as unknown as ValuesOf<CharacterModel<Tensor>>),
    threads === undefined ? {} : { threads },
  );
  const losses: number[] = [];
  const started = performance.now();
  for (let step = 0; step < steps; step += 1) {
    signal?.throwIfAborted();
    const { loss } = await training.run(windowsAt(ids, size.context, seed, step));
    losses.push(Number(loss.data[0]));
    sink({ type: "metric", name: "loss", step, value: losses.at(-1)! });
    sink({ type: "progress", task: "training", done: step + 1, total: steps, unit: "steps", detail: `loss ${losses.at(-1)!.toFixed(2)}` });
  }
  const seconds = (performance.now() - started) / 1000;
  const { parameters } = await training.readState();
  const sample = await write(parameters as unknown as CharacterModel<TensorValue>, size, characters, seed);
  return { unigramEntropy: unigramEntropy(ids, size.vocabulary), losses, parameters: countOf(model), charactersPerSecond: (steps * batchSize * size.context) / seconds, sample };
}

/** Windows of context + 1 characters from random places; the places depend on (seed, step) only. */
function windowsAt(ids: Int32Array, context: number, seed: number, step: number): TensorValue {
  const random = randomStream(seed, "windows", step);
  const windows = Array.from({ length: batchSize }, () => {
    const start = random.integer(ids.length - context);
    return [...ids.subarray(start, start + context + 1)];
  });
  return tensorValue("int32", [batchSize, context + 1], windows.flat());
}

/** 160 characters, each drawn at temperature 0.5 given the context before it. */
async function write(model: CharacterModel<TensorValue>, size: CharacterModelSize, characters: readonly string[], seed: number): Promise<string> {
  const next = compile((parameters: CharacterModel<Tensor>, ids: Tensor) => slice(characterLogits(parameters, ids, size.heads), 1, -1));
  const random = randomStream(seed, "sample");
  const written = Array.from(prompt, (character) => characters.indexOf(character));
  while (written.length < prompt.length + 160) {
    const context = written.slice(-size.context / 2);
    const { data } = await next(model as unknown as ValuesOf<CharacterModel<Tensor>>, tensorValue("int32", [1, context.length], context));
    const logits = Array.from(data as Float32Array);
    const highest = Math.max(...logits);
    written.push(random.weightedIndex(logits.map((logit) => Math.exp((logit - highest) / 0.5))));
  }
  return written.map((id) => characters[id]!).join("");
}

function unigramEntropy(ids: Int32Array, vocabulary: number): number {
  const counts = new Array<number>(vocabulary).fill(0);
  for (const id of ids) counts[id]! += 1;
  return -counts.reduce((sum, count) => sum + (count / ids.length) * Math.log(count / ids.length), 0);
}

function countOf(model: CharacterModel<TensorValue>): number {
  const tensors = [model.characters, model.positions, model.norm, ...model.layers.flatMap((layer) => Object.values(layer))];
  return tensors.reduce((sum, { data }) => sum + data.length, 0);
}
