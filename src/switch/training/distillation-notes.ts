import type { Json } from "../../base/index.ts";
import { type Fingerprint, toldSettings } from "../../lm/index.ts";
import type { PassCosts } from "../rollout/block-size.ts";
import type { RolloutStep } from "../rollout/rollout-step.ts";
import type { SequenceOrigin } from "../sources/trained-sequence.ts";
import type { CheckedDistillOptions } from "./distill-options.ts";
import type { DistillReport, TimeShares } from "./distill-report.ts";
import type { DistillationPlan } from "./plan-distillation.ts";
import type { Validated } from "./validation.ts";

/** What a distillation knows beside its weights. */
export interface DistillationNotes extends TimeShares {
  readonly fingerprint: Fingerprint;
  readonly threads: number;
  readonly firstLoss: number | null;
  readonly lastLoss: number | null;
  readonly validations: readonly Validated[];
  /** The step whose weights are the best so far. */
  readonly best: number | null;
  /** Tokens of rollouts, and those of them that were not the student's. */
  readonly rolledOut: number;
  readonly notStudents: number;
  /** Steps by where their sequences came from. */
  readonly origins: Readonly<Record<string, number>>;
  readonly costs: PassCosts | null;
  /** What the source of sequences remembers: a replay buffer, a phase. */
  readonly source: Json;
  /** What was observed of rollouts since the last validation. */
  readonly observed: Json;
}

/** Before the first step. */
export function firstNotes(fingerprint: Fingerprint, threads: number): DistillationNotes {
  return {
    fingerprint, threads, firstLoss: null, lastLoss: null, validations: [], best: null, rolledOut: 0, notStudents: 0, origins: {}, costs: null, source: null, observed: null,
    generateSeconds: 0, generatedTokens: 0, rolloutTeacherSeconds: 0, comparingSeconds: 0, teacherSeconds: 0, scoredTokens: 0, trainSeconds: 0, trainedTokens: 0,
  };
}

/** What a step came to. */
export interface StepNotes extends TimeShares {
  readonly loss: number;
  readonly origin: SequenceOrigin;
  readonly written: readonly RolloutStep[];
  readonly costs: PassCosts | null;
  readonly source: Json;
}

/** The notes behind a step. */
export function notesAfter(notes: DistillationNotes, { loss, origin, written, costs, source, ...times }: StepNotes): DistillationNotes {
  return {
    ...notes,
    firstLoss: notes.firstLoss ?? loss,
    lastLoss: loss,
    rolledOut: notes.rolledOut + written.length,
    notStudents: notes.notStudents + countOthers(written),
    origins: { ...notes.origins, [origin]: (notes.origins[origin] ?? 0) + 1 },
    generateSeconds: notes.generateSeconds + times.generateSeconds,
    generatedTokens: notes.generatedTokens + times.generatedTokens,
    rolloutTeacherSeconds: notes.rolloutTeacherSeconds + times.rolloutTeacherSeconds,
    comparingSeconds: notes.comparingSeconds + times.comparingSeconds,
    teacherSeconds: notes.teacherSeconds + times.teacherSeconds,
    scoredTokens: notes.scoredTokens + times.scoredTokens,
    trainSeconds: notes.trainSeconds + times.trainSeconds,
    trainedTokens: notes.trainedTokens + times.trainedTokens,
    costs,
    source,
  };
}

/** Tokens that the student did not write. */
export function countOthers(written: readonly RolloutStep[]): number {
  return written.filter(({ who }) => who !== "student").length;
}

/** Of the tokens rolled out, those that were not the student's. */
export function teacherShareOf({ rolledOut, notStudents }: DistillationNotes): number | undefined {
  return rolledOut === 0 ? undefined : notStudents / rolledOut;
}

/**
 * Whose tokens were written, and how fast each part is: `teacher 43%, tokens/s: generate 53, teacher 400, train 300`. Generating is what the
 * student does for a rollout; the teacher's passes are counted by the positions that it scored, wherever that was.
 */
export function speedsText(notes: DistillationNotes): string {
  const { generateSeconds, generatedTokens, rolloutTeacherSeconds, comparingSeconds, teacherSeconds, scoredTokens, trainSeconds, trainedTokens } = notes;
  const rate = (what: string, tokens: number, seconds: number): string[] => (tokens === 0 || seconds < 1e-3 ? [] : [`${what} ${Math.round(tokens / seconds).toLocaleString("en")}`]);
  const share = teacherShareOf(notes);
  const rates = [...rate("generate", generatedTokens, generateSeconds - rolloutTeacherSeconds - comparingSeconds), ...rate("teacher", scoredTokens, rolloutTeacherSeconds + teacherSeconds), ...rate("train", trainedTokens, trainSeconds)];
  return [...(share === undefined ? [] : [`teacher ${Math.round(100 * share)}%`]), `tokens/s: ${rates.join(", ")}`].join(", ");
}

/** Seconds of the parts of a step, measured before the first. */
export interface RehearsedSeconds {
  /** Of a rollout; next to nothing for methods without. */
  readonly generate: number;
  readonly teacher: number;
  readonly train: number;
}

/** How long all steps will take. How many of them generate is known of methods that draw them by a share, and of those that do never or always. */
export function forecastText({ generate, teacher, train }: RehearsedSeconds, { steps, generating }: { readonly steps: number; readonly generating: number | undefined }): string {
  const least = steps * (teacher + train);
  const all = generating === undefined ? `between ${durationText(least)} without any rollout and ${durationText(least + steps * generate)} with one at each` : `about ${durationText(least + generating * generate)}`;
  const parts = [...(generate < 0.005 ? [] : [`a rollout ${generate.toFixed(2)} s`]), ...(teacher < 0.005 ? [] : [`the teacher's passes ${teacher.toFixed(2)} s`]), `learning ${train.toFixed(2)} s`];
  return `Tried before the first step: ${parts.join(", ")}. The ${steps} steps will take ${all}, validation not counted.`;
}

function durationText(seconds: number): string {
  return seconds < 120 ? `${Math.round(seconds)} s` : seconds < 7200 ? `${Math.round(seconds / 60)} minutes` : `${(seconds / 3600).toFixed(1)} hours`;
}

/** How long a step takes, and all that are left. */
export function estimateText({ generateSeconds, teacherSeconds, trainSeconds }: DistillationNotes, done: number, steps: number): string {
  const each = (generateSeconds + teacherSeconds + trainSeconds) / done;
  const left = (steps - done) * each;
  return `A step takes about ${each.toFixed(1)} s; the ${steps - done} left, without validation, about ${durationText(left)}.`;
}

/** The report of a finished distillation. */
export function reportOf(notes: DistillationNotes, options: CheckedDistillOptions, plan: DistillationPlan): DistillReport {
  const { firstLoss, lastLoss, validations, best, origins, generateSeconds, generatedTokens, rolloutTeacherSeconds, comparingSeconds, teacherSeconds, scoredTokens, trainSeconds, trainedTokens } = notes;
  return {
    method: plan.method.name,
    title: plan.method.title,
    teacher: plan.teacher?.reference ?? null,
    student: options.student,
    out: options.out,
    data: options.data,
    examples: plan.examples.length,
    steps: plan.steps,
    epochs: plan.steps / plan.batches.batchesPerEpoch,
    firstLoss,
    lastLoss,
    validations,
    best: best ?? plan.steps,
    teacherShare: teacherShareOf(notes) ?? null,
    origins,
    template: plan.template,
    generateSeconds,
    generatedTokens,
    rolloutTeacherSeconds,
    comparingSeconds,
    teacherSeconds,
    scoredTokens,
    trainSeconds,
    trainedTokens,
    settings: settingsOf(options, plan),
  };
}

function settingsOf({ validation, languageData }: CheckedDistillOptions, { fingerprint }: DistillationPlan): DistillReport["settings"] {
  const idle = [...(validation === undefined ? [] : ["validationShare"]), ...(languageData === undefined ? ["languageCoefficient"] : [])];
  return toldSettings(fingerprint, { idle, files: { validation, languageData } });
}
