import { type EventSink, SteadfastError } from "../../base/index.ts";
import { bytesText, checkMemory, estimateMemory, type InferenceSession, type LocalModel, type MemoryEstimate, score, type Tokenizer, type Trainable } from "../../lm/index.ts";

/** @see estimateDistillation */
export interface MemorySetting {
  readonly trainable: Trainable;
  readonly teacher?: LocalModel;
  /** Of a micro-batch. */
  readonly rows: number;
  readonly width: number;
  readonly vocabulary: number;
  readonly accumulate: number;
  readonly recompute: boolean;
  readonly rollsOut: boolean;
}

/**
 * What a distillation is going to take: training the student; the teacher as loaded and as it runs; a student that rolls out; the
 * teacher's logits of a batch, once as they come and once as they are fed.
 */
export function estimateDistillation({ trainable, teacher, rows, width, vocabulary, accumulate, recompute, rollsOut }: MemorySetting): MemoryEstimate {
  const bytesOf = (parameters: Iterable<{ data: { length: number } }>): number => [...parameters].reduce((sum, { data }) => sum + 4 * data.length, 0);
  // The student's logits stand in pieces only.
  const training = estimateMemory(trainable, { rows, width }, { recompute, accumulate });
  const ownLogits = 4 * 4 * rows * width * trainable.architecture.vocabulary;
  const teacherBytes = teacher === undefined ? 0 : 2 * bytesOf(teacher.model.parameters.values());
  const studentBytes = rollsOut ? 2 * bytesOf([...Object.values(trainable.start), ...Object.values(trainable.frozen)]) : 0;
  const logits = teacher === undefined ? 0 : 4 * rows * accumulate * width * vocabulary;
  return { weights: training.weights + teacherBytes + studentBytes, activations: training.activations - ownLogits + 2 * logits };
}

/**
 * @throws SteadfastError `memory-short` where weights and moments alone are more than the machine has.
 */
export function tellMemory(memory: MemoryEstimate, sink: EventSink): void {
  const warning = checkMemory(memory);
  sink(warning === undefined ? { type: "message", level: "info", text: `About ${bytesText(memory.weights + memory.activations)} of memory.` } : { type: "message", level: "warning", text: warning });
}

/**
 * A teacher that says something else when it is asked again cannot be learnt from.
 *
 * @throws SteadfastError `teacher-unrepeatable`
 */
export async function checkRepeatable(session: InferenceSession, ids: readonly number[]): Promise<void> {
  const [first, second] = [await score(session, [{ ids }]), await score(session, [{ ids }])];
  const differs = first[0]!.logProbabilities.findIndex((value, token) => !Object.is(value, second[0]!.logProbabilities[token]));
  if (differs < 0) return;
  throw new SteadfastError({ code: "teacher-unrepeatable", sentence: `The teacher gave token ${differs + 1} of one text the log-probability ${first[0]!.logProbabilities[differs]}, and then ${second[0]!.logProbabilities[differs]}.`, hint: "Its weights may hold numbers that are none, or the machine's memory is faulty." });
}

const probe = [{ role: "user", content: "Say hello.\n" }] as const;

/**
 * A teacher and a student must be asked in the same words.
 *
 * @throws SteadfastError `template-differs`
 */
export function checkTemplates(template: string, teacher: Tokenizer, student: Tokenizer): void {
  if (template !== "chat") return;
  const [asked, answered] = [teacher, student].map(({ chatTemplate }) => chatTemplate?.render(probe, { addGenerationPrompt: true }));
  if (asked === answered) return;
  const shown = (text: string | undefined): string => (text === undefined ? "nothing" : JSON.stringify(text.slice(0, 120)));
  throw new SteadfastError({ code: "template-differs", sentence: `The chat templates of teacher and student differ: the teacher's makes ${shown(asked)} of a question, the student's ${shown(answered)}.`, hint: "Ask both in the same words with --template alpaca, or a template of your own." });
}
