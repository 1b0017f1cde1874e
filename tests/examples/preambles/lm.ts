import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { constant, constantSchedule, reshape, type Tensor, type TensorValue } from "../../../src/graph/index.ts";
import {
  type Architecture, type Attend, type Attention, type BareModel, type Batches, createInferenceSession, createTrainer, type DecoderBatch, decoderBatches, encoderHidden, type Example, fullParameters, type InferenceSession, type LanguageModel,
  loadBareModel, loadLanguageModel, loadLocalModel, type LocalModel, type ModelGraph, type Named, prepareExamples, readArchitecture, responseLoss, type ResponseInputs, type SourcedExample, type Stack, type StepReport,
  type Tokenizer, type Trainable, type Trainer,
} from "../../../src/lm/index.ts";
import { dollyRecords } from "../../../src/world/index.ts";
import { sink } from "./common.ts";

export { signal, sink } from "./common.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const golden = join(root, "src/lm/testing/golden");
for (const folder of ["models", "dolly", "training"]) mkdirSync(folder, { recursive: true });
for (const name of ["teacher", "student"]) cpSync(join(root, "models", name), join("models", name), { recursive: true });
symlinkSync(join(golden, "gpt2"), "gpt2");
const lines = `${dollyRecords({ seed: 1, count: 40 }).map(({ instruction, input, output }) => JSON.stringify({ instruction, input, output })).join("\n")}\n`;
for (const path of ["data.jsonl", "dolly.jsonl", "dolly/train.jsonl", "dolly/valid.jsonl"]) writeFileSync(path, lines);
for (const path of ["answers.jsonl", "answers-1.jsonl", "answers-2.jsonl"]) writeFileSync(path, `${new Array<string>(40).fill(JSON.stringify("ada is in selo.")).join("\n")}\n`);

/** GPT-2 of 124 million parameters, without its numbers. */
export const configuration: Readonly<Record<string, unknown>> = { model_type: "gpt2", architectures: ["GPT2LMHeadModel"], n_embd: 768, n_layer: 12, n_head: 12, n_positions: 1024, vocab_size: 50257, activation_function: "gelu_new", layer_norm_epsilon: 1e-5, tie_word_embeddings: true };
export const architecture: Architecture = readArchitecture(configuration);
writeFileSync("config.json", JSON.stringify(configuration));

export const local: LocalModel = await loadLocalModel("lab:student");
export const model: LanguageModel = local.model;
export const tokenizer: Tokenizer = local.tokenizer;
export const teacher: Tokenizer = (await loadLocalModel("lab:teacher")).tokenizer;
export const student: Tokenizer = tokenizer;
export const session: InferenceSession = createInferenceSession(model);
export const encoderDecoder: BareModel = await loadBareModel(join(golden, "t5"));

export const examples: readonly SourcedExample[] = (await prepareExamples(["data.jsonl"], { tokenizer, template: "alpaca", strict: false, sink })).examples;
export const seed = 1;
export const options = { data: ["data.jsonl"], validationShare: 0.05, batchSize: 8, accumulate: 1, weightDecay: 0.01, clip: 1, seed: 1, select: "rouge", samples: 4, sampleTokens: 64, saveMinutes: 10, buffer: 1000 } as const;
export const batches: Batches<DecoderBatch> = decoderBatches(examples as readonly Example[], { rows: 2, seed });
export const batch: DecoderBatch = batches.batchAt(0);
export const trainable: Trainable = fullParameters(model);
export const learnt: Named<TensorValue> = trainable.start;
export const trainer: Trainer<ResponseInputs> = createTrainer({ trainable, loss: responseLoss(), schedule: constantSchedule(1e-4) });
export const resumedAt = 0;
export const epochs = 1;
export const steps = 2;
export const train = (_batch: unknown): void => {};
export const learn = async (_batch: unknown): Promise<StepReport> => ({ loss: 1, gradientNorm: 1, learningRate: 1e-4, tokens: 8 });
export const save = async (): Promise<void> => {};
export const weights: Float32Array = new Float32Array(256 * 64);
export const records: readonly { line: number; instruction: string; outputs: string[] }[] = [{ line: 1, instruction: "Name a colour.", outputs: ["Blue"] }];
export const prompts: readonly { text: string }[] = [{ text: "ada is in selo." }];

/** Rows that count: each says 0, 1, 2, … */
class Counting {
  readonly rows: number[];
  constructor(rows: number[]) {
    this.rows = rows;
  }
  async advance(): Promise<readonly (readonly number[])[]> {
    return this.rows.map((_, row) => [this.rows[row]!++]);
  }
  keep(rows: readonly number[]): void {
    this.rows.splice(0, this.rows.length, ...rows.map((row) => this.rows[row]!));
  }
  append(other: Counting): void {
    this.rows.push(...other.rows);
  }
}
export const requests: readonly string[] = ["a", "b"];
export const start = async (some: readonly string[]): Promise<Counting> => new Counting(some.map(() => 0));

// Graphs of two tiny models, whose parameters are constants.
function graphOf({ architecture: of, parameters }: LanguageModel): ModelGraph {
  return { architecture: of, parameter: (name) => constant(parameters.get(name)!.data, parameters.get(name)!.shape) };
}
export const graph: ModelGraph = graphOf(await loadLanguageModel(join(golden, "gpt2")));
export const crossGraph: ModelGraph = graphOf(encoderDecoder.model);
export const dimensions = { batch: 2, sequence: 3, length: 5, width: 64, vocabulary: 256, rows: 2, heads: 4, total: 3, headWidth: 16, tokens: 6 };
export const ids: Tensor = constant([5, 6, 7, 8, 9, 10], [2, 3], "int32");
export const encoderIds: Tensor = constant([5, 6, 7, 8, 9, 10, 11, 12, 13, 14], [2, 5], "int32");
export const positions: Tensor = constant([0, 1, 2, 0, 1, 2], [2, 3], "int32");
export const distances: Tensor = constant([0, 1, 2, -1, 0, 1, -2, -1, 0, 0, 1, 2, -1, 0, 1, -2, -1, 0], [2, 3, 3], "int32");
export const position: Extract<Stack["position"], { kind: "relative" }> = crossGraph.architecture.decoder.position as Extract<Stack["position"], { kind: "relative" }>;
export const crossAttention: Attention = crossGraph.architecture.decoder.layers[0]!.crossAttention!;
export const encodedRows: Tensor = reshape(encoderHidden(crossGraph, { ids: encoderIds }), [-1, 64]);
/** Each place sees itself only. */
export const attend: Attend = ({ value }) => value;
export const mask: Tensor = constant(new Float32Array(256), [256]);
