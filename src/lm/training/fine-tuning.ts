import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { EventSink } from "../../base/index.ts";
import { saveLanguageModel } from "../model/save-language-model.ts";
import type { CheckedOptions } from "./fine-tune-options.ts";
import type { FineTuneReport } from "./fine-tune-report.ts";
import { checkSame, toldSettings } from "./fingerprint.ts";
import { isBetterValidation } from "./is-better-validation.ts";
import { responseInputs } from "./loss/response-inputs.ts";
import type { ResponseInputs } from "./loss/response-loss.ts";
import { modelCard } from "./model-card.ts";
import { writeReport } from "./out-folder.ts";
import type { TrainingPlan } from "./plan-training.ts";
import { bytesText } from "./preflight.ts";
import { SaveRhythm } from "./save-rhythm.ts";
import { sourceOfBatch } from "./source-of-batch.ts";
import { type MetricsFile, openMetrics } from "./state/metrics-file.ts";
import { type StepReport, trainLoop } from "./train-loop.ts";
import { stateFolder, TrainingKeeper, type TrainingNotes } from "./training-keeper.ts";
import type { Trainer } from "./trainer.ts";
import { sampleAnswers, type Validated, validationLoss } from "./validation.ts";

/** One training, from its plan to its model. */
export class FineTuning {
  readonly #options: CheckedOptions;
  readonly #plan: TrainingPlan;
  readonly #trainer: Trainer<ResponseInputs>;
  readonly #sink: EventSink;
  readonly #signal: AbortSignal | undefined;
  readonly #keeper: TrainingKeeper;
  readonly #rhythm: SaveRhythm;
  readonly #metrics: MetricsFile;
  readonly #from: number;
  #notes: TrainingNotes;
  /** Those on disk. */
  #kept: TrainingNotes | undefined;

  private constructor(parts: { options: CheckedOptions; plan: TrainingPlan; trainer: Trainer<ResponseInputs>; sink: EventSink; signal: AbortSignal | undefined; keeper: TrainingKeeper; metrics: MetricsFile; from: number; notes: TrainingNotes }) {
    this.#options = parts.options;
    this.#plan = parts.plan;
    this.#trainer = parts.trainer;
    this.#sink = parts.sink;
    this.#signal = parts.signal;
    this.#keeper = parts.keeper;
    this.#metrics = parts.metrics;
    this.#from = parts.from;
    this.#notes = parts.notes;
    this.#rhythm = new SaveRhythm({ minutes: parts.options.saveMinutes });
  }

  /** From the beginning, or from the last state. */
  static async start(options: CheckedOptions, plan: TrainingPlan, trainer: Trainer<ResponseInputs>, sink: EventSink, signal: AbortSignal | undefined): Promise<FineTuning> {
    const keeper = new TrainingKeeper(options.out, plan.trainable.start);
    const kept = options.resume ? await keeper.notes() : undefined;
    const threads = options.threads ?? availableParallelism();
    let notes: TrainingNotes = { fingerprint: plan.fingerprint, threads, tokens: 0, seconds: 0, firstLoss: null, lastLoss: null, validations: [], best: null };
    let from = 0;
    if (kept !== undefined) {
      checkSame(kept.fingerprint, plan.fingerprint);
      if (kept.threads !== threads) sink({ type: "message", level: "warning", text: `The training was begun with ${kept.threads} threads and goes on with ${threads}: it is as good, but not the same to the bit.` });
      const state = (await keeper.state())!;
      await trainer.writeState(state);
      notes = { ...kept, threads };
      from = Number(state.stepsDone.data[0]);
      sink({ type: "message", level: "info", text: `Going on behind step ${from} of ${plan.steps}.` });
    } else {
      if (options.resume) sink({ type: "message", level: "info", text: `There is no state in ${options.out} yet: beginning with the first step.` });
      await rm(stateFolder(options.out), { recursive: true, force: true });
    }
    const validated = new Set(notes.validations.map(({ step }) => step));
    const metrics = await openMetrics(join(options.out, "metrics.jsonl"), (line) => ("loss" in line ? line.step <= from : validated.has(line.step)));
    return new FineTuning({ options, plan, trainer, sink, signal, keeper, metrics, from, notes });
  }

  async learn(): Promise<void> {
    const { steps, batches, examples, local } = this.#plan;
    this.#announce();
    try {
      await trainLoop({
        from: this.#from,
        steps,
        step: (index) => this.#step(index),
        sourceOf: (index) => sourceOfBatch(batches.batchAt(index), examples),
        between: (done, report) => this.#between(done, report),
        // Guessing costs ln(vocabulary); what is far above that, and above where it began, has come apart.
        lossLimit: () => 3 * Math.max(this.#notes.firstLoss ?? 0, Math.log(local.model.architecture.vocabulary)),
        sink: this.#sink,
        ...(this.#signal === undefined ? {} : { signal: this.#signal }),
      });
    } catch (error) {
      if (this.#signal?.aborted === true && error === this.#signal.reason) await this.#keep();
      throw error;
    }
  }

  async finish(): Promise<FineTuneReport> {
    const options = this.#options;
    const report = this.#report();
    const { local, trainable, steps } = this.#plan;
    const learnt = report.best === steps ? (await this.#trainer.readState()).parameters : await this.#keeper.best(report.best);
    await this.#trainer.close();
    await saveLanguageModel({ folder: options.out, model: trainable.model(learnt), tokenizer: local.tokenizer, card: modelCard(report) });
    await writeReport(options.out, { report, fingerprint: this.#plan.fingerprint });
    await rm(stateFolder(options.out), { recursive: true, force: true });
    for (const name of ["training.json", "metrics.jsonl", "README.md"]) this.#sink({ type: "artifact", name, path: join(options.out, name) });
    return report;
  }

  async #step(index: number): Promise<StepReport> {
    const { batches, examples } = this.#plan;
    const begun = performance.now();
    const batch = batches.batchAt(index);
    const outcome = await this.#trainer.step(responseInputs(batch, this.#options.accumulate), batch.responseTokens);
    const tokens = batch.places.reduce((sum, { example }) => sum + examples[example]!.ids.length, 0);
    if (Number.isFinite(outcome.loss)) {
      const notes = this.#notes;
      this.#notes = { ...notes, tokens: notes.tokens + tokens, seconds: notes.seconds + (performance.now() - begun) / 1000, firstLoss: notes.firstLoss ?? outcome.loss, lastLoss: outcome.loss };
    }
    return { ...outcome, tokens };
  }

  async #between(done: number, report: StepReport | undefined): Promise<void> {
    const { steps, batches, validateEvery, validation } = this.#plan;
    if (report !== undefined) await this.#metrics.add({ step: done, loss: report.loss, learningRate: report.learningRate, gradientNorm: report.gradientNorm, tokens: this.#notes.tokens, seconds: this.#notes.seconds });
    if (done - this.#from === 10) this.#estimate(done);
    const due = validation !== undefined && (done % validateEvery === 0 || done === steps);
    if (due && !this.#notes.validations.some(({ step }) => step === done)) await this.#validate(done);
    if (report !== undefined && this.#rhythm.due(done % batches.batchesPerEpoch === 0)) await this.#rhythm.measure(() => this.#keep());
  }

  async #validate(step: number): Promise<void> {
    const { local, trainable, validation } = this.#plan;
    const { samples, sampleTokens, accumulate, threads, select } = this.#options;
    const listening = { sink: this.#sink, ...(this.#signal === undefined ? {} : { signal: this.#signal }) };
    const learnt = (await this.#trainer.readState()).parameters;
    const loss = await validationLoss({ trainer: this.#trainer, learnt, batches: validation!.batches, pieces: accumulate, ...listening });
    const rougeL = samples === 0 ? undefined : await sampleAnswers({ local, trainable, learnt, examples: validation!.examples.slice(0, samples), step, tokens: sampleTokens, ...(threads === undefined ? {} : { threads }), ...listening });
    const validated: Validated = { step, loss, ...(rougeL === undefined ? {} : { rougeL }) };
    await this.#metrics.add({ step, validationLoss: loss, ...(rougeL === undefined ? {} : { rougeL }) });
    this.#sink({ type: "metric", name: "validationLoss", step, value: loss });
    if (rougeL !== undefined) this.#sink({ type: "metric", name: "rougeL", step, value: rougeL });
    const before = this.#notes.validations.find((each) => each.step === this.#notes.best);
    const isBetter = isBetterValidation(validated, before, select);
    if (isBetter) await this.#keeper.keepBest(step, learnt);
    this.#notes = { ...this.#notes, validations: [...this.#notes.validations, validated], best: isBetter ? step : this.#notes.best };
  }

  async #keep(): Promise<void> {
    if (this.#kept === this.#notes) return;
    await this.#keeper.keep(this.#trainer, this.#notes);
    this.#kept = this.#notes;
  }

  #announce(): void {
    const { examples, batches, steps, validation, memory, template } = this.#plan;
    const text = `${examples.length} examples${validation === undefined ? "" : ` and ${validation.examples.length} to validate on`}, prompts by the template ${template.length > 20 ? "given" : template}; ${batches.batchesPerEpoch} steps an epoch, ${steps} in all; ${Math.round(100 * batches.paddingShare)}% padding; about ${bytesText(memory.weights + memory.activations)} of memory.`;
    this.#sink({ type: "message", level: "info", text });
  }

  /** After some steps, the first of which only compile, it is known how long the rest takes. */
  #estimate(done: number): void {
    const left = ((this.#plan.steps - done) * this.#notes.seconds) / done;
    this.#sink({ type: "message", level: "info", text: `A step takes about ${(this.#notes.seconds / done).toFixed(1)} s; the ${this.#plan.steps - done} left, without validation, about ${left < 120 ? `${Math.round(left)} s` : `${Math.round(left / 60)} minutes`}.` });
  }

  #report(): FineTuneReport {
    const { local, examples, batches, steps, template, fingerprint } = this.#plan;
    const { tokens, seconds, firstLoss, lastLoss, validations, best } = this.#notes;
    const { adapters, validation } = this.#options;
    return {
      model: local.reference,
      ...(local.revision === undefined ? {} : { revision: local.revision }),
      out: this.#options.out,
      data: this.#options.data,
      examples: examples.length,
      steps,
      epochs: steps / batches.batchesPerEpoch,
      tokens,
      seconds,
      firstLoss,
      lastLoss,
      validations,
      best: best ?? steps,
      template,
      learnt: adapters === undefined ? "All parameters were learnt." : `Adapters of rank ${adapters.rank} on ${(adapters.targets ?? ["query", "value"]).join(", ")} were learnt and merged into the weights.`,
      settings: toldSettings(fingerprint, { idle: validation === undefined ? [] : ["validationShare"], files: { validation } }),
    };
  }
}
