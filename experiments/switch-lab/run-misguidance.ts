import { createInferenceSession, endIds, loadLocalModel, score } from "../../src/lm/index.ts";
import { createPair, createStrategy, checkPair, rollout } from "../../src/switch/index.ts";
import { rouge } from "../../src/text/index.ts";
import type { Plan } from "./plan.ts";
import { type MisguidanceResult, rounded } from "./rows.ts";
import { draws, readInstructions, writeInstructions } from "./test-model.ts";

/**
 * How well the loss of a rollout tells its worth: responses that the student writes alone, or with the teacher's help, each with its
 * ROUGE-L and with the mean skew reverse KL of its tokens.
 */
export async function runMisguidance({ strategy: name, seed, folder }: { readonly strategy: "student" | "exponential"; readonly seed: number; readonly folder: string }, plan: Plan): Promise<MisguidanceResult> {
  const [teacher, student] = [await loadLocalModel(plan.teacher), await loadLocalModel(plan.student)];
  const vocabulary = checkPair(teacher, student);
  const pair = createPair({ teacher: teacher.model, student: student.model, vocabulary });
  const scored = createInferenceSession(student.model, { vocabulary });
  try {
    const examples = await readInstructions(writeInstructions(folder, "misguidance.jsonl", { seed: draws.misguidance(seed), count: plan.misguided, heldOut: false }), student);
    const prompts = examples.map(({ ids, promptLength }, sequence) => ({ ids: [...ids.subarray(0, promptLength)], sequence, maximumTokens: plan.responseTokens }));
    const { sequences, counts } = await rollout(pair, prompts, { strategy: createStrategy(name, { maximumTokens: plan.responseTokens }), seed, stopIds: endIds(student), rows: 32, keepLogits: true });
    const rollouts: [number, number, number][] = [];
    for (const [index, steps] of sequences.entries()) {
      const { ids } = prompts[index]!;
      const written = steps.map(({ token }) => token);
      const [own] = await score(scored, [{ ids: [...ids, ...written.slice(0, -1)] }], { logits: true });
      const losses = steps.map(({ teacherLogits }, step) => skewReverseKl(teacherLogits!, own!.logits![ids.length - 1 + step]!));
      const text = student.tokenizer.decode(written);
      rollouts.push([written.length, rounded(rouge(text.trim(), examples[index]!.outputs).rougeL.f), rounded(losses.reduce((sum, loss) => sum + loss, 0) / losses.length)]);
    }
    return { rollouts, teacherShare: rounded(counts.switched / counts.kept) };
  } finally {
    await pair.teacher.close();
    await pair.student.close();
    await scored.close();
  }
}

/** KL(S ‖ .9T + .1S) in nats, SWITCH's main loss. */
function skewReverseKl(teacher: Float32Array, student: Float32Array): number {
  const [p, q] = [probabilities(teacher), probabilities(student)];
  return q.reduce((sum, value, id) => (value === 0 ? sum : sum + value * Math.log(value / (0.9 * p[id]! + 0.1 * value))), 0);
}

function probabilities(logits: Float32Array): Float64Array {
  const best = logits.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
  const weights = Float64Array.from(logits, (logit) => Math.exp(logit - best));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
