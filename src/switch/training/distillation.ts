import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Event, type EventSink, type Json, SteadfastError, writeFileAtomically } from "../../base/index.ts";
import type { ValuesOf } from "../../graph/index.ts";
import { checkSame, forgetOthers, isBetterValidation, keepBest, keepTraining, keptBest, keptNotes, keptState, type MetricsFile, openMetrics, saveLanguageModel, SaveRhythm, type StepReport, trainLoop, type Trainer } from "../../lm/index.ts";
import type { DistillationInputs } from "../losses/distillation-loss.ts";
import type { RolloutRequest } from "../rollout/rollout.ts";
import type { RolloutStep } from "../rollout/rollout-step.ts";
import type { SequenceSource } from "../sources/source.ts";
import type { SequenceOrigin, SourcedBatch, TrainedSequence } from "../sources/trained-sequence.ts";
import type { Teacher } from "../teachers/teacher.ts";
import { distillCard } from "./distill-card.ts";
import type { CheckedDistillOptions } from "./distill-options.ts";
import type { DistillReport } from "./distill-report.ts";
import { countOthers, type DistillationNotes, estimateText, firstNotes, forecastText, notesAfter, reportOf, speedsText } from "./distillation-notes.ts";
import { distillationInputs } from "./distillation-inputs.ts";
import { longestRollout, Observations } from "./observations.ts";
import { reportName, writeFinished } from "./finished.ts";
import { linesOfBatch } from "./lines-of-batch.ts";
import type { DistillationPlan } from "./plan-distillation.ts";
import { SequenceMaker } from "./sequence-maker.ts";
import { validate } from "./validation.ts";

/** @see Distillation.start */
export interface DistillationParts {
  readonly options: CheckedDistillOptions;
  readonly plan: DistillationPlan;
  readonly trainer: Trainer<DistillationInputs>;
  /** Undefined where labels are learnt. */
  readonly teacher: Teacher | undefined;
  readonly sink: EventSink;
  readonly signal: AbortSignal | undefined;
}

interface StepInputs {
  readonly microBatches: ValuesOf<DistillationInputs>[];
  readonly tokens: number;
  /** Of the teacher's passes beside rollouts, over so many response tokens. */
  readonly teacherSeconds: number;
  readonly askedTokens: number;
}

/** In each so many steps one rollout is recorded, with who wrote which token. */
const recordedRollouts = 20;
/** Trainings of fewer steps are over before a forecast is worth its time. */
const leastForecast = 20;

/** One distillation, from its plan to its student. */
export class Distillation {
  readonly #parts: DistillationParts;
  readonly #folder: string;
  readonly #source: SequenceSource;
  readonly #maker: SequenceMaker;
  readonly #rhythm: SaveRhythm;
  readonly #metrics: MetricsFile;
  readonly #from: number;
  #observations: Observations;
  #notes: DistillationNotes;
  #kept: DistillationNotes | undefined;
  #batch: SourcedBatch | undefined;
  #shown = "";
  /** Rollouts of the step that is under way. */
  #rolledOut: readonly RolloutStep[][] = [];
  /** The last twenty steps of which a rollout is recorded. */
  #recordedPeriod = -1;

  private constructor(parts: DistillationParts, { notes, from, metrics }: { notes: DistillationNotes; from: number; metrics: MetricsFile }) {
    const { options, plan, trainer, sink, signal } = parts;
    this.#parts = parts;
    this.#folder = stateFolder(options.out);
    this.#notes = notes;
    this.#observations = new Observations(notes.observed);
    this.#from = from;
    this.#metrics = metrics;
    this.#rhythm = new SaveRhythm({ minutes: options.saveMinutes });
    this.#source = plan.method.source({ rolloutShare: plan.rolloutShare, ...(options.buffer === undefined ? {} : { buffer: options.buffer }) });
    if (notes.source !== null) this.#source.recall(notes.source);
    this.#maker = new SequenceMaker({
      plan,
      seed: options.seed,
      out: options.out,
      logitsBytes: options.logitsBytes,
      costs: notes.costs,
      studentNow: async () => plan.trainable.model((await trainer.readState()).parameters),
      onRollout: (step, sequences, requests) => this.#recordRollout(step, sequences, requests),
      sink,
      ...(options.threads === undefined ? {} : { threads: options.threads }),
      ...(options.block === undefined ? {} : { block: options.block }),
      ...(signal === undefined ? {} : { signal }),
    });
  }

  /** From the beginning, or from the last state. */
  static async start(parts: DistillationParts): Promise<Distillation> {
    const { options, plan, trainer, sink } = parts;
    const folder = stateFolder(options.out);
    const kept = options.resume ? ((await keptNotes(folder)) as unknown as DistillationNotes | undefined) : undefined;
    const threads = options.threads ?? availableParallelism();
    let notes = firstNotes(plan.fingerprint, threads);
    let from = 0;
    if (kept !== undefined) {
      checkSame(kept.fingerprint, plan.fingerprint);
      if (kept.threads !== threads) sink({ type: "message", level: "warning", text: `The training was begun with ${kept.threads} threads and goes on with ${threads}: it is as good, but not the same to the bit.` });
      const state = (await keptState(folder, plan.trainable.start))!;
      await trainer.writeState(state);
      notes = { ...notes, ...kept, threads };
      from = Number(state.stepsDone.data[0]);
      sink({ type: "message", level: "info", text: `Going on behind step ${from} of ${plan.steps}.` });
    } else {
      if (options.resume) sink({ type: "message", level: "info", text: `There is no state in ${options.out} yet: beginning with the first step.` });
      await rm(folder, { recursive: true, force: true });
    }
    const validated = new Set(notes.validations.map(({ step }) => step));
    const metrics = await openMetrics(join(options.out, "metrics.jsonl"), (line) => ("loss" in line ? line.step <= from : validated.has(line.step)));
    return new Distillation(parts, { notes, from, metrics });
  }

  async learn(): Promise<void> {
    const { plan, signal } = this.#parts;
    const guess = Math.log(plan.vocabulary);
    this.#announce();
    try {
      if (plan.steps - this.#from >= leastForecast) await this.#forecast();
      await trainLoop({
        from: this.#from,
        steps: plan.steps,
        step: (index) => this.#step(index),
        sourceOf: (index) => `${this.#batch?.origin ?? "data"} for ${linesOfBatch(this.#batch?.sequences, plan.batches.batchAt(index).places.map(({ example }) => example), plan.examples)}`,
        between: (done, report) => this.#between(done, report),
        // Reverse divergences may well be some times what guessing costs.
        lossLimit: () => 10 * Math.max(this.#notes.firstLoss ?? 0, guess),
        sink: this.#sink,
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      if (signal?.aborted === true && error === signal.reason) await this.#keep();
      if (error instanceof SteadfastError && (error.code === "loss-not-finite" || error.code === "loss-exploded")) throw await this.#keepFailedBatch(error);
      throw error;
    } finally {
      await this.#maker.forgetStudent();
    }
  }

  async finish(): Promise<DistillReport> {
    const { options, plan, trainer, sink } = this.#parts;
    const report = reportOf(this.#notes, options, plan);
    const learnt = report.best === plan.steps ? (await trainer.readState()).parameters : await keptBest(this.#folder, report.best, plan.trainable.start);
    await trainer.close();
    await saveLanguageModel({ folder: options.out, model: plan.trainable.model(learnt), tokenizer: plan.student.tokenizer, card: distillCard(report) });
    await writeFinished(options.out, { report, fingerprint: plan.fingerprint });
    await rm(this.#folder, { recursive: true, force: true });
    for (const name of [reportName, "metrics.jsonl", "README.md"]) sink({ type: "artifact", name, path: join(options.out, name) });
    return report;
  }

  /** Tries what a step does, twice, for the first time compiles; then everything is as it was. */
  async #forecast(): Promise<void> {
    const { plan, trainer, sink, signal } = this.#parts;
    const { method, batches, rolloutShare } = plan;
    const left = plan.steps - this.#from;
    const state = await trainer.readState();
    const timed = { generate: 0, teacher: 0, train: 0 };
    try {
      for (let round = 0; round < 2; round += 1) {
        signal?.throwIfAborted();
        await this.#maker.forgetStudent();
        const begun = performance.now();
        const written = method.rollsOut === true ? await this.#maker.rehearse(this.#from) : undefined;
        timed.generate = (performance.now() - begun) / 1000;
        await this.#keepCosts();
        const { microBatches, tokens, teacherSeconds } = await this.#inputsOf(this.#from, method.policy === undefined ? this.#maker.data(this.#from) : written!);
        timed.teacher = teacherSeconds;
        const made = performance.now();
        await trainer.step(microBatches, tokens);
        timed.train = (performance.now() - made) / 1000;
        await trainer.writeState(state);
      }
    } catch (error) {
      // What is wrong with the step is told where it is taken, with its batch.
      if (!(error instanceof SteadfastError && error.code === "not-finite")) throw error;
      return await trainer.writeState(state);
    }
    const generating = method.rollsOut !== true ? 0 : method.rolloutShare === undefined ? undefined : rolloutShare * left;
    sink({ type: "message", level: "info", text: `${forecastText(timed, { steps: left, generating })}${method.strategy === "teacher" ? ` The teacher's answers to ${batches.batchesPerEpoch} batches come to that.` : ""}` });
  }

  async #step(index: number): Promise<StepReport> {
    const { trainer, sink } = this.#parts;
    this.#rolledOut = [];
    this.#batch = undefined;
    const { origin, microBatches, tokens, teacherSeconds, askedTokens } = await this.#inputs(index).catch((error: unknown) => {
      throw error instanceof SteadfastError && error.code === "logits-not-finite" ? divergedBefore(index, error) : error;
    });
    await this.#keepCosts();
    const begun = performance.now();
    const outcome = await trainer.step(microBatches, tokens);
    const trainSeconds = (performance.now() - begun) / 1000;
    await this.#maker.forgetStudent();
    const made = this.#maker.spent();
    const times = { ...made, teacherSeconds, scoredTokens: made.scoredTokens + askedTokens, trainSeconds, trainedTokens: tokens };
    const written = this.#rolledOut.flat();
    for (const steps of this.#rolledOut) this.#observations.add(steps);
    const share = written.length === 0 ? undefined : countOthers(written) / written.length;
    if (share !== undefined) sink({ type: "metric", name: "teacherShare", step: index + 1, value: share });
    if (Number.isFinite(outcome.loss)) this.#notes = notesAfter(this.#notes, { ...times, loss: outcome.loss, origin, written, costs: this.#maker.costs, source: this.#source.remembered() });
    this.#shown = speedsText(this.#notes);
    await this.#metrics.add({ step: index + 1, loss: outcome.loss, learningRate: outcome.learningRate, gradientNorm: outcome.gradientNorm, rolledOut: origin === "rollout" ? 1 : 0, ...times, ...(share === undefined ? {} : { teacherShare: share }) });
    return { ...outcome, tokens };
  }

  /** What a step learns from. The logits that rollouts left are copied into it and then forgotten. */
  async #inputs(index: number): Promise<StepInputs & { origin: SequenceOrigin }> {
    const { origin, sequences } = await this.#source.batch({ step: index, steps: this.#parts.plan.steps }, this.#maker);
    this.#batch = { origin, sequences: sequences.map(({ teacher: _logits, ...sequence }) => sequence) };
    return { origin, ...(await this.#inputsOf(index, sequences)) };
  }

  async #inputsOf(index: number, sequences: readonly TrainedSequence[]): Promise<StepInputs> {
    const { plan, options, teacher } = this.#parts;
    const begun = performance.now();
    const { microBatches, tokens } = await distillationInputs(sequences, { rows: plan.rows, pieces: options.accumulate, maximumWidth: plan.maximumLength, policy: plan.method.policy !== undefined, ...(teacher === undefined ? {} : { teacher }) });
    const teacherSeconds = (performance.now() - begun) / 1000;
    const { language } = plan;
    const fed = language === undefined ? microBatches : microBatches.map((inputs, piece) => ({ ...inputs, ...language.inputs({ seed: options.seed, step: index, piece }, (options.languageCoefficient * tokens) / (language.tokens * microBatches.length)) }));
    const asked = teacher === undefined ? [] : sequences.filter((sequence) => sequence.teacher === undefined);
    return { microBatches: fed, tokens, teacherSeconds, askedTokens: asked.reduce((sum, { ids, promptLength }) => sum + ids.length - promptLength, 0) };
  }

  async #between(done: number, report: StepReport | undefined): Promise<void> {
    const { plan } = this.#parts;
    if (done - this.#from === 5 && report !== undefined) this.#parts.sink({ type: "message", level: "info", text: estimateText(this.#notes, done, plan.steps) });
    const due = plan.validation.length > 0 && (done % plan.validateEvery === 0 || done === plan.steps);
    if (due && !this.#notes.validations.some(({ step }) => step === done)) await this.#validate(done);
    if (report !== undefined && this.#rhythm.due(done % plan.batches.batchesPerEpoch === 0)) await this.#rhythm.measure(() => this.#keep());
  }

  async #validate(step: number): Promise<void> {
    const { plan, options, trainer, teacher, sink, signal } = this.#parts;
    const { accumulate, samples, sampleTokens, threads, select } = options;
    const learnt = (await trainer.readState()).parameters;
    const validated = await validate({ plan, trainer, learnt, step, pieces: accumulate, samples, sampleTokens, crossEntropy: this.#source.validated !== undefined, sink, ...(teacher === undefined ? {} : { teacher }), ...(threads === undefined ? {} : { threads }), ...(signal === undefined ? {} : { signal }) });
    const { loss, crossEntropy, rougeL, byLength } = validated;
    await this.#metrics.add({ step, validationLoss: loss, ...(crossEntropy === undefined ? {} : { validationCrossEntropy: crossEntropy }), ...(rougeL === undefined ? {} : { rougeL }) });
    sink({ type: "metric", name: "validationLoss", step, value: loss });
    if (crossEntropy !== undefined) sink({ type: "metric", name: "validationCrossEntropy", step, value: crossEntropy });
    if (rougeL !== undefined) sink({ type: "metric", name: "rougeL", step, value: rougeL });
    if (byLength !== undefined) sink({ type: "record", kind: "rougeL-by-length", key: String(step), value: byLength.map((each) => ({ ...each })) });
    const observed = this.#observations.record();
    if (observed !== undefined) sink({ type: "record", kind: "rollouts", key: String(step), value: observed });
    this.#observations = new Observations();
    const before = this.#notes.validations.find((each) => each.step === this.#notes.best);
    const isBetter = isBetterValidation(validated, before, select);
    if (isBetter) await keepBest(this.#folder, step, learnt);
    // The first look is at the student before it learns: its loss is what later ones are held to.
    if (crossEntropy !== undefined) this.#source.validated?.(crossEntropy);
    this.#notes = { ...this.#notes, validations: [...this.#notes.validations, validated], best: isBetter ? step : this.#notes.best, source: this.#source.remembered() };
  }

  /** Before anything is learnt from drafts whose length measured costs decide: after a kill the same ones are used. */
  async #keepCosts(): Promise<void> {
    const { costs } = this.#maker;
    if (costs === this.#notes.costs) return;
    this.#notes = { ...this.#notes, costs };
    await this.#keep();
  }

  async #keep(): Promise<void> {
    if (this.#kept === this.#notes) return;
    const notes: DistillationNotes = { ...this.#notes, observed: this.#observations.remembered() };
    await keepTraining(this.#folder, { state: await this.#parts.trainer.readState(), notes: notes as unknown as Json });
    await forgetOthers(this.#folder, this.#notes.best ?? undefined);
    this.#kept = this.#notes;
  }

  /** What the step learnt from, for whoever looks for the cause. */
  async #keepFailedBatch(error: SteadfastError): Promise<SteadfastError> {
    const { options, plan } = this.#parts;
    const path = join(options.out, "failed-batch.json");
    const sequences = (this.#batch?.sequences ?? []).map(({ ids, promptLength }) => ({ prompt: plan.student.tokenizer.decode(ids.slice(0, promptLength)), response: plan.student.tokenizer.decode(ids.slice(promptLength), { skipSpecial: false }), promptLength, ids }));
    await writeFileAtomically(path, `${JSON.stringify({ error: error.message, origin: this.#batch?.origin ?? null, sequences }, null, 2)}\n`);
    return new SteadfastError({ code: error.code, sentence: error.message, hint: `The batch stands in ${path}. ${error.hint ?? ""}`.trim(), cause: error });
  }

  #recordRollout(step: number, sequences: readonly (readonly RolloutStep[])[], requests: readonly RolloutRequest[]): void {
    const { plan, sink } = this.#parts;
    // Without the logits, which nothing shall keep in memory.
    this.#rolledOut = [...this.#rolledOut, ...sequences.map((steps) => steps.map(({ teacherLogits: _logits, ...seen }) => seen))];
    const period = Math.floor(step / recordedRollouts);
    if (period === this.#recordedPeriod) return;
    this.#recordedPeriod = period;
    sink({ type: "record", kind: "rollout", key: String(step + 1), value: longestRollout(sequences, requests, plan.student.tokenizer) });
  }

  /** The loop's progress, with whose tokens were written and where time goes. */
  readonly #sink: EventSink = (event: Event) => {
    const { sink } = this.#parts;
    sink(event.type === "progress" && event.task === "training" && this.#shown !== "" ? { ...event, detail: [event.detail?.replace(/^[^,]* tokens\/s, /, ""), this.#shown].filter((part) => part !== undefined).join(", ") } : event);
  };

  #announce(): void {
    const { plan, teacher, sink } = this.#parts;
    const { method, examples, validation, batches, steps, template, strategy, loss } = plan;
    const rollouts = method.rollsOut === true ? `, rollouts by ${strategy.name}` : "";
    sink({ type: "message", level: "info", text: `${method.title}: loss ${loss?.name ?? "of labels"}${rollouts}${teacher === undefined ? "" : `, ${teacher.description}`}. ${examples.length} examples and ${validation.length} to validate on, prompts by the template ${template.length > 20 ? "given" : template}; ${batches.batchesPerEpoch} steps an epoch, ${steps} in all.` });
  }
}

/** Before the first step both models gave numbers. */
function divergedBefore(index: number, error: SteadfastError): SteadfastError {
  return new SteadfastError({ code: error.code, sentence: `Step ${index + 1} could roll nothing out. ${error.message}`, hint: "The training has diverged: lower the learning rate, or lengthen the warm-up; the last state on disk is from before.", cause: error });
}

/** Where the state of a distillation into a folder is. */
export function stateFolder(out: string): string {
  return join(out, "state");
}
