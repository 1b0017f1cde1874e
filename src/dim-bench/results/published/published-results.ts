import type { InputTask, InstructionTask } from "../../items/tasks.ts";

/** Stands beside every number of the paper: its items are not ours, and neither is its judge. */
export const publishedMark = "the paper's items";

type ByInput = Readonly<Record<InputTask, number>>;

/** A row of the paper's main table. Types, not interfaces: so they are JSON as they are. */
export type PublishedRow = {
  readonly mark: typeof publishedMark;
  readonly model: string;
  /** Accuracy by input task, the mean over the four instruction tasks. */
  readonly inputs: ByInput;
  readonly mean: number;
};

/** All numbers of the paper that are known to the project. */
export type PublishedResults = {
  readonly mark: typeof publishedMark;
  readonly source: string;
  readonly models: readonly PublishedRow[];
  /** Means over the models of the table and over input tasks. */
  readonly instructionMeans: Readonly<Record<InstructionTask, number>>;
  /** Means over the models of the table and over instruction tasks. */
  readonly inputMeans: ByInput;
  readonly cells: readonly { readonly model: string; readonly instruction: InstructionTask; readonly input: InputTask; readonly accuracy: number }[];
  /** Prompts tried against distraction. */
  readonly mitigations: { readonly model: string; readonly instruction: InstructionTask; readonly defences: readonly { readonly defence: string; readonly inputs: ByInput }[] };
  /** Question answering by the mean length of inputs. */
  readonly lengths: { readonly instruction: InstructionTask; readonly input: InputTask; readonly points: readonly { readonly tokens: number; readonly accuracy: Readonly<Record<string, number>> }[] };
};

function byInput(reasoning: number, code: number, math: number, bias: number, qa: number): ByInput {
  return { reasoning, code, math, bias, qa };
}

function row(model: string, inputs: ByInput, mean: number): PublishedRow {
  return { mark: publishedMark, model, inputs, mean };
}

/**
 * What the paper reports, none of it measured here: Hwang et al., "LLMs can be easily Confused by Instructional Distractions", ACL 2025
 * (arXiv 2502.04362). The paper's defences carry the names of ours.
 */
export const publishedResults: PublishedResults = {
  mark: publishedMark,
  source: "DIM-Bench (Hwang et al., ACL 2025, arXiv 2502.04362)",
  models: [
    row("Llama-3.1-8B", byInput(0.13, 0.24, 0.39, 0.05, 0), 0.16),
    row("Llama-3.1-70B", byInput(0.47, 0.64, 0.81, 0.29, 0.02), 0.45),
    row("Qwen-2.5-7B", byInput(0.65, 0.66, 0.79, 0.19, 0.03), 0.46),
    row("GPT-3.5", byInput(0.38, 0.73, 0.73, 0.1, 0.19), 0.43),
    row("GPT-4o-mini", byInput(0.73, 0.73, 0.89, 0.39, 0.05), 0.56),
    row("GPT-4o", byInput(0.61, 0.67, 0.82, 0.24, 0.02), 0.47),
  ],
  instructionMeans: { rewriting: 0.397, proofreading: 0.458, translation: 0.526, style: 0.301 },
  inputMeans: byInput(0.493, 0.612, 0.738, 0.208, 0.051),
  cells: [
    { model: "GPT-4o", instruction: "translation", input: "math", accuracy: 0.96 },
    { model: "GPT-4o", instruction: "rewriting", input: "bias", accuracy: 0.11 },
  ],
  mitigations: {
    model: "Llama-3.1-70B",
    instruction: "translation",
    defences: [
      { defence: "standard", inputs: byInput(0.7, 0.82, 0.92, 0.44, 0) },
      { defence: "direct", inputs: byInput(0.75, 0.82, 0.96, 0.44, 0.13) },
      { defence: "cot", inputs: byInput(0.72, 0.83, 0.96, 0.4, 0.02) },
      { defence: "suffix", inputs: byInput(0.67, 0.08, 0.72, 0.44, 0.08) },
    ],
  },
  lengths: {
    instruction: "translation",
    input: "qa",
    points: [
      { tokens: 362, accuracy: { Llama: 0.28, "GPT-4o": 0.31 } },
      { tokens: 743, accuracy: { Llama: 0.09, "GPT-4o": 0.07 } },
      { tokens: 1087, accuracy: { Llama: 0.06, "GPT-4o": 0.04 } },
      { tokens: 3007, accuracy: { Llama: 0.05, "GPT-4o": 0.02 } },
    ],
  },
};
