import { join } from "node:path";
import { contentHash, type EventSink, type Json, silent, SteadfastError, writeFileAtomically } from "../../base/index.ts";
import { createInferenceSession, generateTexts, type InferenceSession, loadLocalModel, type LocalModel, neuronCount, sitesOf } from "../../lm/index.ts";
import { clusterDifference } from "../../stats/index.ts";
import { answerQuestions } from "../answers/answer-choices.ts";
import { contentFreeTexts, domainTexts } from "../answers/calibration.ts";
import { type Choices, scoreChoices } from "../answers/choice-scores.ts";
import { encodeChoice, promptIds } from "../answers/encode-choices.ts";
import { attribute } from "../attribution/attribute.ts";
import type { ChoiceRecord } from "../data/choice-record.ts";
import { bodyOf, promptText } from "../data/prompt-body.ts";
import type { ChoiceData } from "../data/read-choice-file.ts";
import { splitRecords } from "../data/split.ts";
import { createEdit, type Edit } from "../edit/edit-file.ts";
import { identityOf } from "../edit/model-identity.ts";
import { type SavedEdit, saveEdited } from "../edit/save-edited.ts";
import { publishedMethod } from "../formula/method.ts";
import { randomNeurons } from "../formula/random-neurons.ts";
import { type NeuronPlace, rankNeurons } from "../formula/rank-neurons.ts";
import { scaledAlike, siteFactors } from "../search/candidate.ts";
import { Evaluations } from "../search/evaluations.ts";
import { fastSearch } from "../search/fast-search.ts";
import { goldenSection, type SearchResult } from "../search/golden-section.ts";
import { OutcomeStore } from "../search/outcome-store.ts";
import { keepsFloors, paretoFront, type RepairPoint } from "../search/pareto.ts";
import { questionOrder } from "../search/question-order.ts";
import { askAll } from "./ask-all.ts";
import { storedScores, storeScores, type StoredScores } from "./attribution-store.ts";
import { fastestBatch } from "./batch-size.ts";
import { type Damage, type MeasureDamage, watchDamage } from "./damage.ts";
import { drawRecords, loadTask } from "./load-task.ts";
import { repairCard } from "./repair-card.ts";
import { type CompleteRepairOptions, completeRepair, type RepairOptions } from "./repair-options.ts";
import type { ChangedAnswers, DataReport, EvaluationReport, MethodRow, RepairReport } from "./repair-report.ts";
import { hasPart, neuronShares } from "./site-kinds.ts";

/** Who listens, and who may end it. */
export interface RepairContext {
  readonly sink?: EventSink;
  readonly signal?: AbortSignal;
}

/** @see ModelRepair.open */
export interface OpenRepairInput {
  readonly reference: string;
  readonly offline?: boolean;
  readonly threads?: number;
}

/** What a repair works with. */
interface Bench {
  readonly options: CompleteRepairOptions;
  readonly data: ChoiceData;
  readonly development: readonly ChoiceRecord[];
  readonly test: readonly ChoiceRecord[];
  readonly tokensAtOnce: number;
  readonly sink: EventSink;
  readonly signal: AbortSignal | undefined;
}

/** A loaded model, what was found in it, and which neurons are chosen. It blocks the thread that it is in: see `openRepair`. */
export class ModelRepair {
  readonly #local: LocalModel;
  readonly #session: InferenceSession;
  readonly #threads: { threads?: number };
  #ranking: NeuronPlace[] = [];
  #report: RepairReport | undefined;
  #bench: Bench | undefined;
  #chosen: { neurons: number; scale: number } = { neurons: 0, scale: 0 };

  private constructor(local: LocalModel, threads: number | undefined) {
    this.#local = local;
    this.#threads = threads === undefined ? {} : { threads };
    this.#session = createInferenceSession(local.model, { ...this.#threads, scalable: true, vocabulary: local.tokenizer.size });
  }

  /** @throws SteadfastError as `loadLocalModel` */
  static async open({ reference, offline = false, threads }: OpenRepairInput, { sink = silent, signal }: RepairContext = {}): Promise<ModelRepair> {
    return new ModelRepair(await loadLocalModel(reference, { offline, sink, ...(signal === undefined ? {} : { signal }) }), threads);
  }

  async close(): Promise<void> {
    await this.#session.close();
  }

  /** Answers the data as the model is, with both calibrations beside it where baselines are asked for. */
  async evaluate(given: RepairOptions, context: RepairContext = {}): Promise<EvaluationReport> {
    const options = completeRepair(given);
    const { sink = silent, signal } = context;
    const data = await loadTask(options, { spoken: this.#local, seed: options.seed, sink });
    this.#scale([], 1);
    const tokensAtOnce = options.tokensAtOnce ?? (await this.#fastestBatch(data.records, data.instructions));
    const records = drawRecords(data.records, options.testLimit, options.seed);
    const bench: Bench = { options, data, development: data.records, test: records, tokensAtOnce, sink, signal };
    const rows: MethodRow[] = [withoutChoices(await this.#row(bench, "original", 0))];
    if (options.baselines && options.mode === "probability") rows.push(...(await this.#calibratedRows(bench)));
    for (const { name, scores } of rows) for (const topic of scores.topics) sink({ type: "record", kind: "topic", key: `${name} ${topic.topic}`, value: asJson(topic) });
    return { model: this.#local.reference, data: describeData(data), rows };
  }

  /** Attribution, search, test: finds the neurons and says what removing them does. */
  async run(given: RepairOptions, context: RepairContext = {}): Promise<RepairReport> {
    const bench = await this.#prepare(completeRepair(given), context);
    const { options, data, sink, development } = bench;
    const neuronsOfModel = neuronCount(this.#local.model.architecture);
    const found = await this.#attribution(bench);
    this.#ranking = options.random ? randomNeurons({ total: neuronsOfModel, count: options.maximum, seed: options.seed, admits: this.#admitsSite(options) }) : this.#rank(found.scores, options);
    this.#scale([], 1);
    const damageOf = await watchDamage(this.#local, this.#session, { keep: options.keep, benign: options.benign, mode: options.mode, seed: options.seed, sink, signal: bench.signal });
    const { points, evaluations, result } = await this.#search(bench, damageOf);
    const chosen = bestPoint(points, options);
    this.#bench = bench;
    this.#chosen = { neurons: chosen.neurons, scale: chosen.scale };
    const damage = await this.#damageOf(chosen.neurons, bench, damageOf);
    const { rows, choices } = await this.#table(bench, chosen.neurons);
    const report: RepairReport = {
      model: this.#local.reference,
      neuronsOfModel,
      options,
      method: { ...publishedMethod, ...options.method },
      data: describeData(data),
      split: { development: development.length, test: bench.test.length },
      tokensAtOnce: bench.tokensAtOnce,
      search: { kind: options.neurons === undefined ? options.search : "given", asked: evaluations.asked, tried: result.tried.map(({ neurons, accuracy }) => ({ neurons, accuracy, bias: points.find((point) => point.neurons === neurons)?.bias ?? null })) },
      pareto: paretoFront(points),
      chosen,
      kept: damage.kept,
      rows,
      difference: pairedDifference(bench.test, choices.before, choices.after, options.seed),
      changed: this.#changedAnswers(bench, choices),
      shares: neuronShares(this.#local.model, this.#ranking.slice(0, chosen.neurons)),
      transfer: await this.#transfer(bench, chosen.neurons),
      sizes: await this.#sampleSizes(bench, found, chosen.neurons),
    };
    this.#record(report, sink);
    this.#report = report;
    if (options.out !== undefined) await this.#keep(options.out, report);
    return report;
  }

  /**
   * Chooses another number of neurons of the ranking.
   *
   * @throws SteadfastError `neurons-unknown` where the ranking is shorter
   */
  choose(neurons: number): void {
    if (!(Number.isInteger(neurons) && neurons >= 0 && neurons <= this.#ranking.length)) throw new SteadfastError({ code: "neurons-unknown", sentence: `There is no choice of ${neurons} neurons; ${this.#ranking.length} are ranked.`, hint: "Take a number of the list." });
    this.#chosen = { ...this.#chosen, neurons };
  }

  /** The edit of the chosen neurons. */
  edit(): Edit {
    const { data, method, options } = this.#finished();
    const found = { data: data.name, dataHash: data.hash, seed: options.seed, order: method.order, scale: this.#chosen.scale, neurons: this.#chosen.neurons };
    return createEdit(this.#local.model, { reference: this.#local.reference, places: this.#ranking.slice(0, this.#chosen.neurons), scale: this.#chosen.scale, found });
  }

  /** Saves the edited model; @see saveEdited */
  async save(folder: string): Promise<SavedEdit> {
    const report = this.#finished();
    return saveEdited({ model: this.#local.model, tokenizer: this.#local.tokenizer, source: this.#local.folder, edit: this.edit(), folder, card: repairCard(report, this.#chosen), ...this.#threads });
  }

  /** Lets the original and the edited model answer some questions of the test data, in writing and by option. */
  async compare(count: number, { signal }: RepairContext = {}): Promise<{ prompt: string; gold: string; before: { option: string | null; text: string }; after: { option: string | null; text: string } }[]> {
    const bench = this.#bench!;
    const questions = drawRecords(bench.test, count, this.#chosen.neurons).map((record, place) => ({ record, instruction: bench.data.instructions[place % bench.data.instructions.length]! }));
    const asking = signal === undefined ? {} : { signal };
    const ask = async (neurons: number) => {
      this.#scale(this.#ranking.slice(0, neurons), this.#chosen.scale);
      const [chosen, written] = [await answerQuestions(this.#local, this.#session, questions, asking), await answerQuestions(this.#local, this.#session, questions, { ...asking, mode: "generation" })];
      return questions.map(({ record }, place) => ({ option: record.options[chosen[place]!.choice ?? -1] ?? null, text: written[place]!.text! }));
    };
    const [before, after] = [await ask(0), await ask(this.#chosen.neurons)];
    return questions.map(({ record, instruction }, place) => ({ prompt: promptText(instruction, bodyOf(record)), gold: record.options[record.gold]!, before: before[place]!, after: after[place]! }));
  }

  /** What the edited model writes after a text. */
  async generate(text: string, { signal }: RepairContext = {}): Promise<string> {
    this.#scale(this.#ranking.slice(0, this.#chosen.neurons), this.#chosen.scale);
    const [written] = await generateTexts(this.#local, this.#session, [{ ids: promptIds(this.#local, "", text) }], { sampling: { temperature: 0 }, maximumNewTokens: 60, ...(signal === undefined ? {} : { signal }) });
    return written!.text;
  }

  #finished(): RepairReport {
    if (this.#report === undefined) throw new SteadfastError({ code: "repair-not-run", kind: "bug", sentence: "Nothing was repaired yet." });
    return this.#report;
  }

  #scale(places: readonly NeuronPlace[], scale: number): void {
    this.#session.scale!(siteFactors(this.#local.model, scaledAlike(places, scale)));
  }

  async #prepare(options: CompleteRepairOptions, { sink = silent, signal }: RepairContext): Promise<Bench> {
    const data = await loadTask(options, { spoken: this.#local, seed: options.seed, sink });
    const { development, test } = splitRecords(data.records, { seed: options.seed, share: options.developmentShare, by: options.splitBy });
    this.#scale([], 1);
    const tokensAtOnce = options.tokensAtOnce ?? (await this.#fastestBatch(development, data.instructions));
    return { options, data, development, test: drawRecords(test, options.testLimit, options.seed), tokensAtOnce, sink, signal };
  }

  #fastestBatch(records: readonly ChoiceRecord[], instructions: readonly string[]): Promise<number> {
    return fastestBatch(this.#session, records.slice(0, 64).map((record, place) => encodeChoice(this.#local, record, instructions[place % instructions.length]!)));
  }

  /** What attribution depends on. */
  #fingerprint({ options, data }: Bench, more: { [key: string]: Json }): string {
    const { seed, developmentShare, splitBy, samples, method, limit } = options;
    return contentHash({ model: { ...identityOf(this.#local.model) }, tokenizer: [...this.#local.tokenizer.files.keys()], data: data.hash, seed, developmentShare, splitBy, samples, limit: limit ?? null, method: { ...publishedMethod, ...method }, ...more });
  }

  async #attribution(bench: Bench): Promise<StoredScores> {
    const { options, data, development, sink, signal } = bench;
    if (options.random) return { scores: new Float64Array(0), bySize: new Map() };
    const sizes = options.sizes.filter((size) => size <= development.length);
    if (sizes.length < options.sizes.length) sink({ type: "message", level: "warning", text: `The sample-size study stops at ${development.length} instances: there are no more development data.` });
    const fingerprint = this.#fingerprint(bench, { sizes });
    const known = options.out === undefined ? undefined : await storedScores(options.out, fingerprint, neuronCount(this.#local.model.architecture));
    if (known !== undefined) return known;
    const read = Math.min(development.length, Math.max(options.samples, ...sizes));
    const instructions = data.instructions.map((instruction) => development.slice(0, read).map((record) => encodeChoice(this.#local, record, instruction)));
    const samples = Math.min(options.samples, read);
    const { bySize } = await attribute(this.#local.model, instructions, { method: options.method, sizes: [samples, ...sizes], tokensAtOnce: Math.min(1024, bench.tokensAtOnce), sink, ...this.#threads, ...(signal === undefined ? {} : { signal }) });
    const found = { scores: bySize.get(samples)!, bySize: new Map(sizes.map((size) => [size, bySize.get(size)!])) };
    if (options.out !== undefined) await storeScores(options.out, fingerprint, found);
    return found;
  }

  #admitsSite({ sites: part }: CompleteRepairOptions): (place: NeuronPlace) => boolean {
    if (part === undefined) return () => true;
    const sites = sitesOf(this.#local.model.architecture);
    if (!sites.some(({ site }) => hasPart(site, part))) throw new SteadfastError({ code: "site-unknown", sentence: `No site of the model has the part "${part}".`, hint: "Sites are named like decoder.0.feedForward.up." });
    const admitted = sites.flatMap(({ site, outputs }) => new Array<boolean>(outputs).fill(hasPart(site, part)));
    return (place) => admitted[place]!;
  }

  #rank(scores: Float64Array, options: CompleteRepairOptions): NeuronPlace[] {
    const admits = this.#admitsSite(options);
    return rankNeurons(scores.map((score, place) => (admits(place) ? score : Number.NEGATIVE_INFINITY)), Math.max(options.maximum, options.neurons ?? 0));
  }

  async #search(bench: Bench, damageOf: MeasureDamage): Promise<{ points: RepairPoint[]; evaluations: Evaluations; result: SearchResult }> {
    const { options, data, development, sink, signal, tokensAtOnce } = bench;
    const { scale, seed, mode } = options;
    const order = questionOrder({ records: development.length, instructions: data.instructions.length, seed });
    const maximum = Math.min(options.maximum, this.#ranking.length);
    const path = options.out === undefined ? {} : { path: join(options.out, "search.jsonl") };
    const store = await OutcomeStore.open({ ...path, fingerprint: this.#fingerprint(bench, { scale, mode, sites: options.sites ?? null, random: options.random, lengthNormalise: options.method.lengthNormalise ?? false }) });
    const expected = options.neurons !== undefined ? 2 : options.search === "golden" ? 19 : 5.5;
    const evaluations: Evaluations = new Evaluations({
      gold: order.map(({ record }) => development[record]!.gold),
      store,
      answer: async ({ neurons }, from, to) => {
        this.#scale(this.#ranking.slice(0, neurons), scale);
        const questions = order.slice(from, to).map(({ record, instruction }) => ({ record: development[record]!, instruction: data.instructions[instruction]! }));
        const progress: EventSink = (event) => {
          if (event.type === "progress") sink({ type: "progress", task: "searching", done: evaluations.asked + event.done, total: Math.max(evaluations.asked + event.done, Math.round(expected * order.length)), unit: "prompts", detail: `${neurons} neurons` });
        };
        return (await answerQuestions(this.#local, this.#session, questions, { mode, tokensAtOnce, lengthNormalise: options.method.lengthNormalise ?? false, sink: progress, ...(signal === undefined ? {} : { signal }) })).map(({ choice }) => choice);
      },
    });
    const accuracy = (neurons: number): Promise<number> => evaluations.accuracy({ neurons, scale });
    const known = new Map<number, Damage>();
    const damageAt = async (neurons: number): Promise<Damage> => {
      const found = known.get(neurons) ?? (await this.#damageOf(neurons, bench, damageOf));
      known.set(neurons, found);
      return found;
    };
    const admits = async (neurons: number): Promise<boolean> => keepsFloors({ neurons, scale, accuracy: 0, bias: null, ...(await damageAt(neurons)) }, options);
    const original = await accuracy(0);
    const result = await this.#searchFor(bench, { evaluations, maximum, accuracy, admits, clusters: order.map(({ record }) => String(record)) });
    const tried = result.tried.some(({ neurons }) => neurons === 0) ? result.tried : [{ neurons: 0, accuracy: original }, ...result.tried];
    const points: RepairPoint[] = [];
    for (const each of tried) {
      const chosen = await evaluations.chosen({ neurons: each.neurons, scale });
      const choices = data.instructions.map(() => new Array<number | null>(development.length).fill(null));
      for (const [place, { record, instruction }] of order.entries()) choices[instruction]![record] = chosen[place]!;
      const { bias } = scoreChoices(development, choices, { seed, replicates: 0 });
      const score = bias?.ambiguous.score.estimate ?? null;
      const { lost, divergence } = await damageAt(each.neurons);
      points.push({ neurons: each.neurons, scale, accuracy: each.accuracy, bias: score === null ? null : Math.abs(score), lost, divergence });
      sink({ type: "metric", name: "developmentAccuracy", step: each.neurons, value: each.accuracy });
      if (score !== null) sink({ type: "metric", name: "developmentBias", step: each.neurons, value: score });
    }
    return { points, evaluations, result: { ...result, tried } };
  }

  async #searchFor({ options }: Bench, { evaluations, maximum, accuracy, admits, clusters }: { evaluations: Evaluations; maximum: number; accuracy: (neurons: number) => Promise<number>; admits: (neurons: number) => Promise<boolean>; clusters: readonly string[] }): Promise<SearchResult> {
    if (options.neurons !== undefined) {
      const given = { neurons: Math.min(options.neurons, this.#ranking.length), accuracy: await accuracy(Math.min(options.neurons, this.#ranking.length)) };
      return { best: given, tried: [given] };
    }
    if (options.search === "golden") return goldenSection({ maximum, accuracy });
    return fastSearch({ evaluations, maximum, scale: options.scale, seed: options.seed, clusters, admits });
  }

  async #damageOf(neurons: number, { options }: Bench, measure: MeasureDamage): Promise<Damage> {
    this.#scale(this.#ranking.slice(0, neurons), options.scale);
    return measure();
  }

  async #row({ options, data, test, tokensAtOnce, sink, signal }: Bench, name: string, neurons: number, { places = this.#ranking.slice(0, neurons), calibrateBy }: { places?: readonly NeuronPlace[]; calibrateBy?: readonly string[] } = {}): Promise<MethodRow & { choices: Choices }> {
    this.#scale(places, options.scale);
    const choices = await askAll(this.#local, this.#session, test, data.instructions, { mode: options.mode, tokensAtOnce, lengthNormalise: options.method.lengthNormalise ?? false, task: `testing: ${name}`, sink, ...(signal === undefined ? {} : { signal }), ...(calibrateBy === undefined ? {} : { calibrateBy }) });
    return { name, neurons, scores: scoreChoices(test, choices, { seed: options.seed }), choices };
  }

  async #calibratedRows(bench: Bench): Promise<MethodRow[]> {
    const domain = domainTexts(bench.development, { seed: bench.options.seed });
    return [withoutChoices(await this.#row(bench, "contextual calibration", 0, { calibrateBy: contentFreeTexts })), withoutChoices(await this.#row(bench, "domain-context calibration", 0, { calibrateBy: domain }))];
  }

  async #table(bench: Bench, neurons: number): Promise<{ rows: MethodRow[]; choices: { before: Choices; after: Choices } }> {
    const { options } = bench;
    const before = await this.#row(bench, "original", 0);
    const baselines: MethodRow[] = [];
    if (options.baselines && options.mode === "probability") baselines.push(...(await this.#calibratedRows(bench)));
    if (options.baselines && neurons > 0 && !options.random) {
      const places = randomNeurons({ total: neuronCount(this.#local.model.architecture), count: neurons, seed: options.seed + 1, admits: this.#admitsSite(options) });
      baselines.push(withoutChoices(await this.#row(bench, "random neurons", neurons, { places })));
    }
    const after = await this.#row(bench, options.random ? "random neurons" : "CRISPR", neurons);
    return { rows: [withoutChoices(before), ...baselines, withoutChoices(after)], choices: { before: before.choices, after: after.choices } };
  }

  #changedAnswers({ test, data, sink }: Bench, { before, after }: { before: Choices; after: Choices }): ChangedAnswers {
    const changed = { questions: 0, mended: 0, broken: 0, moved: 0 };
    for (const [place, record] of test.entries()) {
      for (const [instruction, ofInstruction] of before.entries()) {
        changed.questions += 1;
        const [first, second] = [ofInstruction[place]!, after[instruction]![place]!];
        if (first === second) continue;
        const how = second === record.gold ? "mended" : first === record.gold ? "broken" : "moved";
        changed[how] += 1;
        const named = (choice: number | null): string | null => (choice === null ? null : record.options[choice]!);
        sink({ type: "record", kind: "changedAnswer", key: `line ${record.line}, instruction ${instruction + 1}`, value: { how, prompt: promptText(data.instructions[instruction]!, bodyOf(record)), gold: named(record.gold), before: named(first), after: named(second) } });
      }
    }
    return changed;
  }

  async #transfer(bench: Bench, neurons: number): Promise<RepairReport["transfer"]> {
    const rows = [];
    for (const path of bench.options.transfer) {
      const data = await loadTask({ data: path }, { spoken: this.#local, seed: bench.options.seed, sink: bench.sink });
      const other = { ...bench, data, test: drawRecords(data.records, bench.options.testLimit, bench.options.seed) };
      rows.push({ name: data.name, before: (await this.#row(other, `${data.name}, original`, 0)).scores, after: (await this.#row(other, `${data.name}, edited`, neurons)).scores });
    }
    return rows;
  }

  /** Accuracy on the test data of neurons that smaller or larger samples find, as many as were chosen. */
  async #sampleSizes(bench: Bench, { bySize }: StoredScores, neurons: number): Promise<RepairReport["sizes"]> {
    const rows = [];
    for (const [instances, scores] of bySize) {
      const row = await this.#row(bench, `${instances} instances`, neurons, { places: this.#rank(scores, bench.options).slice(0, neurons) });
      rows.push({ instances, accuracy: row.scores.accuracy.estimate });
    }
    return rows;
  }

  #record(report: RepairReport, sink: EventSink): void {
    for (const row of report.rows) {
      sink({ type: "record", kind: "method", key: row.name, value: asJson({ neurons: row.neurons, accuracy: row.scores.accuracy, consistency: row.scores.consistency, bias: row.scores.bias }) });
      for (const topic of row.scores.topics) sink({ type: "record", kind: "topic", key: `${row.name} ${topic.topic}`, value: asJson(topic) });
    }
    for (const point of report.pareto) sink({ type: "record", kind: "pareto", key: String(point.neurons), value: asJson(point) });
    for (const { neurons, accuracy, bias } of report.search.tried) sink({ type: "record", kind: "curve", key: String(neurons), value: { neurons, accuracy, bias } });
    for (const share of report.shares) if (share.chosen > 0) sink({ type: "record", kind: "neurons", key: `${share.stack} ${share.layer ?? "-"} ${share.kind}`, value: asJson(share) });
    for (const { name, before, after } of report.transfer) sink({ type: "record", kind: "transfer", key: name, value: asJson({ before, after }) });
    for (const each of report.sizes) sink({ type: "record", kind: "sampleSize", key: String(each.instances), value: asJson(each) });
    for (const each of report.kept) sink({ type: "record", kind: "kept", key: each.name, value: asJson(each) });
  }

  async #keep(folder: string, report: RepairReport): Promise<void> {
    await writeFileAtomically(join(folder, "edit.json"), `${JSON.stringify(this.edit(), null, 2)}\n`);
    await writeFileAtomically(join(folder, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
  }
}

function withoutChoices({ name, neurons, scores }: MethodRow): MethodRow {
  return { name, neurons, scores };
}

function describeData({ name, kind, records, problems, withoutStereotype, instructions, hash }: ChoiceData): DataReport {
  return { name, kind, records: records.length, leftOut: problems.length, withoutStereotype, instructions, hash };
}

/** The greatest accuracy within the floors; of equals the fewest neurons. The unedited model keeps every floor. */
function bestPoint(points: readonly RepairPoint[], options: CompleteRepairOptions): RepairPoint {
  const asked = options.neurons === undefined ? points.filter((point) => point.neurons === 0 || keepsFloors(point, options)) : points.filter(({ neurons }) => neurons > 0 || options.neurons === 0);
  return (asked.length === 0 ? points : asked).reduce((best, point) => (point.accuracy > best.accuracy || (point.accuracy === best.accuracy && point.neurons < best.neurons) ? point : best));
}

function pairedDifference(records: readonly ChoiceRecord[], before: Choices, after: Choices, seed: number): RepairReport["difference"] {
  const right = (record: ChoiceRecord, choice: number | null): number => (choice === record.gold ? 1 : 0);
  const items = before.flatMap((ofInstruction, instruction) => records.map((record, place) => ({ cluster: record.cluster, first: right(record, after[instruction]![place]!), second: right(record, ofInstruction[place]!) })));
  const { estimate, low, high } = clusterDifference(items, { seed, replicates: 2000 });
  return { estimate, low, high };
}

function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
