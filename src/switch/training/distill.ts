import { join } from "node:path";
import { type EventSink, silent, SteadfastError } from "../../base/index.ts";
import { checkOutFolder, checkSame, createTrainer, learningRateSchedule, sessionsWithin } from "../../lm/index.ts";
import { type DistillationInputs, distillationLoss } from "../losses/distillation-loss.ts";
import { cachedTeacher } from "../teachers/cached-teacher.ts";
import type { Teacher } from "../teachers/teacher.ts";
import { type CheckedDistillOptions, checkDistillOptions, type DistillOptions } from "./distill-options.ts";
import type { DistillReport } from "./distill-report.ts";
import { Distillation } from "./distillation.ts";
import { finishedDistillation } from "./finished.ts";
import { type DistillationPlan, planDistillation } from "./plan-distillation.ts";

/** Who listens, and who may end it. */
export interface DistillContext {
  readonly sink?: EventSink;
  readonly signal?: AbortSignal;
}

/**
 * Distils a teacher into a student and saves that where others load it. Killed at any moment and called again with `resume`, it comes
 * to the same weights to the bit, on the same machine with the same number of threads. An abort keeps the state and throws the signal's
 * reason.
 *
 * @throws SteadfastError `distill-option`, `training-exists`, `out-taken`, `resume-differs`, `training-state-damaged`,
 * `tokenizer-differs`, `vocabulary-differs`, `template-differs`, `teacher-unrepeatable`, `memory-short`, `loss-not-finite`, `loss-exploded`,
 * and those of loading, reading and saving
 * @example
 * await distill({ teacher: "./teacher", student: "hf:openai-community/gpt2", data: ["dolly.jsonl"], out: "models/student" }, { sink, signal });
 */
export async function distill(given: DistillOptions, { sink = silent, signal }: DistillContext = {}): Promise<DistillReport> {
  const options = checkDistillOptions(given);
  await checkOutFolder(options.out, options.resume);
  const listening = { sink, ...(signal === undefined ? {} : { signal }) };
  const plan = await planDistillation(options, await warmedUp(options, listening), listening);
  try {
    const finished = options.resume ? await finishedDistillation(options.out) : undefined;
    if (finished !== undefined) {
      checkSame(finished.fingerprint, plan.fingerprint);
      sink({ type: "message", level: "info", text: `The training into ${options.out} was finished already.` });
      return finished.report;
    }
    const { loss, method } = plan;
    const trainer = createTrainer<DistillationInputs>({
      trainable: plan.trainable,
      loss: distillationLoss({ vocabulary: plan.vocabulary, chunk: options.chunk, recompute: options.recompute, ...(loss === undefined ? {} : { loss: loss.of }), ...(method.policy === undefined ? {} : { policyClip: method.policy.clip }) }),
      schedule: learningRateSchedule({ name: options.schedule, peak: plan.learningRate, steps: plan.steps, warmup: options.warmup }),
      weightDecay: options.weightDecay,
      sessions: sessionsWithin(plan.memory),
      ...(options.clip === 0 ? {} : { clip: options.clip }),
      ...(options.threads === undefined ? {} : { threads: options.threads }),
    });
    try {
      const teacher = loss === undefined ? undefined : await comparedTeacher(options, plan, listening);
      try {
        const run = await Distillation.start({ options, plan, trainer, teacher, sink, signal });
        await run.learn();
        return await run.finish();
      } finally {
        await teacher?.close?.();
      }
    } finally {
      await trainer.close();
    }
  } finally {
    await plan.teacher?.rollouts.close();
  }
}

/** The teacher as losses see it: asked each time, or once and then read from disk. */
async function comparedTeacher({ teacherCache, out }: CheckedDistillOptions, { teacher, examples, validation }: DistillationPlan, listening: { sink: EventSink; signal?: AbortSignal }): Promise<Teacher | undefined> {
  if (teacher === undefined || teacherCache === undefined) return teacher?.compared;
  const session = teacher.rollouts.session;
  if (session === undefined) throw new SteadfastError({ code: "distill-option", sentence: "What a server says is not cached.", hint: "Leave --teacher-cache out, or take a teacher in this process." });
  const sequences = [...examples, ...validation].map(({ ids, promptLength }) => ({ ids: [...ids], promptLength }));
  return cachedTeacher({ folder: join(out, "teacher-cache"), k: teacherCache, session, teacher: teacher.hash, sequences, ...listening });
}

/** The student's reference: as given, or where supervised fine-tuning has left it. */
async function warmedUp(options: CheckedDistillOptions, context: DistillContext): Promise<string> {
  const { warmStartEpochs, student, out, sink } = { ...options, ...context };
  if (warmStartEpochs === 0) return student;
  const folder = join(out, "warm-start");
  sink?.({ type: "message", level: "info", text: `The student is fine-tuned on the data for ${warmStartEpochs} epochs first (--warm-start-epochs 0 leaves that out).` });
  const { teacher: _teacher, strategy: _strategy, strategySettings: _settings, loss: _loss, teacherWeight: _weight, alpha: _alpha, rolloutShare: _share, buffer: _buffer, steps: _steps, languageData: _language, validateEvery: _every, teacherCache: _cache, validationShare, ...kept } = options;
  await distill({ ...kept, ...(options.validation === undefined ? { validationShare } : {}), method: "sft", out: folder, epochs: warmStartEpochs, warmStartEpochs: 0, warmup: 0, select: "loss", samples: 0, resume: true }, context);
  return folder;
}
