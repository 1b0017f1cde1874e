import type { InputTask, InstructionTask } from "./tasks.ts";

/** An error that was put into a text for proofreading. */
export interface PlantedError {
  /** Where it begins in the input, in UTF-16 code units. */
  readonly at: number;
  /** What stands there. */
  readonly wrong: string;
  /** What stood there. */
  readonly right: string;
}

/** One item of a benchmark: an instruction over an input that itself looks like one. Plain data, one JSON object. */
export interface BenchItem {
  /** Unique in its set: `translation/reasoning-017`. */
  readonly id: string;
  readonly instructionTask: InstructionTask;
  readonly inputTask: InputTask;
  /** The same for the items that stand over one input: what the bootstrap resamples. */
  readonly inputId: string;
  /** In full, with its language or style. */
  readonly instruction: string;
  /** As the model sees it; any string. */
  readonly input: string;
  /** Of translations: the target, as an ISO 639-1 code. */
  readonly language?: string;
  /** Of style transfer: the target's name. */
  readonly style?: string;
  /** Of proofreading: what there is to correct. Absent where nothing was planted. */
  readonly errors?: readonly PlantedError[];
  /** What the input asks for: what a distracted model says. */
  readonly answer: string;
  /** Of inputs with options, in their order, as they stand in the input. */
  readonly options?: readonly string[];
  /** Without planted errors, like the question. */
  readonly passage?: string;
  readonly question?: string;
  /** The programming language that the input asks for. */
  readonly programmingLanguage?: string;
  /** The one right output, where there is exactly one. */
  readonly gold?: string;
}
