import { join } from "node:path";
import { SteadfastError, writeFileAtomically } from "../../base/index.ts";
import { generateTexts, neuronCount } from "../../lm/index.ts";
import { answerQuestions } from "../answers/answer-choices.ts";
import { askableRecords, promptIds } from "../answers/encode-choices.ts";
import { bodyOf, promptText } from "../data/prompt-body.ts";
import type { ChoiceData } from "../data/read-choice-file.ts";
import { createEdit, type Edit } from "../edit/edit-file.ts";
import { type SavedEdit, saveEdited } from "../edit/save-edited.ts";
import { publishedMethod } from "../formula/method.ts";
import type { NeuronPlace } from "../formula/rank-neurons.ts";
import { brokenFloors, pickPoint } from "../search/pareto.ts";
import { accuracyDifference, changedAnswers } from "./changed-answers.ts";
import { type DamageWatch, watchDamage } from "./damage.ts";
import { keepEarlierEdit } from "./earlier-edit.ts";
import { drawRecords } from "./load-task.ts";
import { MaskedModel } from "./masked-model.ts";
import { methodTable, readTransfers, sampleSizeTable, transferTable, unedited } from "./method-table.ts";
import { checkNumber, rankModel } from "./rank-model.ts";
import { recordReport, recordTopics } from "./record-report.ts";
import { prepareBench, type RepairBench } from "./repair-bench.ts";
import { repairCard } from "./repair-card.ts";
import type { OpenRepairInput, RepairContext } from "./repair-context.ts";
import { completeRepair, type RepairOptions } from "./repair-options.ts";
import type { DataReport, EvaluationReport, RepairReport } from "./repair-report.ts";
import { openSearch, searchNumber } from "./search-number.ts";
import { passedOver, sparedRanking } from "./spared-ranking.ts";
import { neuronShares } from "./site-kinds.ts";

/** A question with what the original and the edited model say: the option, and what they write. */
export interface ComparedAnswer {
  readonly prompt: string;
  readonly gold: string;
  readonly before: { readonly option: string | null; readonly text: string };
  readonly after: { readonly option: string | null; readonly text: string };
}

/** What was found, and how much of it is chosen. */
interface Found {
  readonly bench: RepairBench;
  readonly report: RepairReport;
  readonly ranking: readonly NeuronPlace[];
  /** The ranking before anything was spared. */
  readonly ranked: readonly NeuronPlace[];
  readonly watch: DamageWatch;
  neurons: number;
}

/** A loaded model, what was found in it, and which neurons are chosen. It blocks the thread that it is in: see `openRepair`. */
export class ModelRepair {
  readonly #masked: MaskedModel;
  #found: Found | undefined;

  private constructor(masked: MaskedModel) {
    this.#masked = masked;
  }

  /** @throws SteadfastError as `loadLocalModel` */
  static async open(input: OpenRepairInput, context: RepairContext = {}): Promise<ModelRepair> {
    return new ModelRepair(await MaskedModel.open(input, context));
  }

  async close(): Promise<void> {
    await this.#masked.close();
  }

  /** Answers the data as the model is, with both calibrations beside it where baselines are asked for. */
  async evaluate(options: RepairOptions, context: RepairContext = {}): Promise<EvaluationReport> {
    const bench = await prepareBench(this.#masked, completeRepair({ ...options, evaluateOnly: true }), context);
    const { rows } = await unedited(bench);
    recordTopics(rows, bench.sink);
    return { model: this.#masked.local.reference, data: describeData(bench.data), rows };
  }

  /**
   * Attribution, search, and only then the test: finds the neurons and says what removing them does.
   *
   * @throws SteadfastError `neurons-missing` where more are asked for than the model has, and those of the data
   */
  async run(given: RepairOptions, context: RepairContext = {}): Promise<RepairReport> {
    if (given.neurons !== undefined) checkNumber(this.#masked.local.model.architecture, given.neurons);
    const bench = await prepareBench(this.#masked, completeRepair(given), context);
    const { options, data, sink, development, test, tokensAtOnce } = bench;
    const { local } = this.#masked;
    const watch = await watchDamage(bench);
    const transfers = await readTransfers(bench);
    // Before attribution, which would replace that of another search in the same folder.
    const search = await openSearch(bench, watch);
    const ranked = await rankModel(bench);
    const ranking = options.spare ? await sparedRanking(bench, ranked.ranking, watch, search) : ranked.ranking;
    const { points, pareto, chosen: best, asked } = await searchNumber(bench, ranking, watch, search);
    const picked = options.pick === undefined ? best.neurons : pickPoint(pareto, options.pick).neurons;
    const chosen = points.find(({ neurons }) => neurons === picked)!;
    const broken = (options.neurons ?? options.pick) === undefined ? [] : brokenFloors(chosen, options);
    if (broken.length > 0) sink({ type: "message", level: "warning", text: `Without the ${chosen.neurons} neurons that were asked for a floor is broken (${broken.join("; ")}); they are taken nevertheless.` });
    const places = ranking.slice(0, chosen.neurons);
    const { kept } = await watch.measure(places, chosen.scale);
    const { rows, before, after } = await methodTable(bench, places);
    const answers = { records: test, instructions: data.instructions, before, after };
    const report: RepairReport = {
      model: local.reference,
      neuronsOfModel: neuronCount(local.model.architecture),
      options,
      method: { ...publishedMethod, ...options.method },
      data: describeData(data),
      split: { development: development.length, test: test.length },
      tokensAtOnce,
      search: { kind: options.neurons === undefined ? options.search : "given", asked, tried: points.map(({ neurons, accuracy, bias, questions, interval }) => ({ neurons, accuracy, bias, questions, interval })) },
      pareto,
      chosen,
      kept,
      spared: passedOver(places, ranked.ranking),
      rows,
      difference: accuracyDifference(answers, options.seed),
      changed: changedAnswers(answers, sink),
      shares: neuronShares(local.model, places),
      transfer: await transferTable(bench, transfers, places),
      sizes: await sampleSizeTable(bench, ranked, chosen.neurons),
    };
    this.#found = { bench, report, ranking, ranked: ranked.ranking, watch, neurons: chosen.neurons };
    recordReport(report, sink);
    if (options.out !== undefined) {
      await keepEarlierEdit(options.out, this.edit(), sink);
      await writeFileAtomically(join(options.out, "edit.json"), `${JSON.stringify(this.edit(), null, 2)}\n`);
      await writeFileAtomically(join(options.out, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
    }
    return report;
  }

  /**
   * Chooses another number of neurons of the ranking.
   *
   * @throws SteadfastError `neurons-unknown` where the ranking is shorter
   */
  choose(neurons: number): void {
    const found = this.#needFound();
    if (!(Number.isInteger(neurons) && neurons >= 0 && neurons <= found.ranking.length)) throw new SteadfastError({ code: "neurons-unknown", sentence: `There is no choice of ${neurons} neurons; ${found.ranking.length} are ranked.`, hint: "Take a number of the list." });
    found.neurons = neurons;
  }

  /** The edit of the chosen neurons. */
  edit(): Edit {
    const { report, ranking, neurons } = this.#needFound();
    const { data, method, options, chosen } = report;
    const found = { data: data.name, dataHash: data.hash, seed: options.seed, ...(options.random ? { random: true } : { order: method.order }), ...(options.sites === undefined ? {} : { sites: options.sites }), ...(options.spare ? { spare: true } : {}), scale: chosen.scale, neurons };
    return createEdit(this.#masked.local.model, { reference: this.#masked.local.reference, places: ranking.slice(0, neurons), scale: chosen.scale, found });
  }

  /** Saves the edited model; @see saveEdited */
  async save(folder: string): Promise<SavedEdit> {
    const { report, neurons, ranking, ranked, watch } = this.#needFound();
    const { scale } = report.chosen;
    const places = ranking.slice(0, neurons);
    // Where another number was chosen by hand, what it does to everything else may not be known yet.
    const damage = await watch.measure(places, scale);
    const { model, tokenizer, folder: source } = this.#masked.local;
    return saveEdited({ model, tokenizer, source, edit: this.edit(), folder, card: repairCard(report, { neurons, scale, spared: passedOver(places, ranked), damage }), ...this.#masked.threads });
  }

  /** Lets the original and the edited model answer some questions of the test data, by option and in writing. */
  async compare(count: number, { signal }: RepairContext = {}): Promise<ComparedAnswer[]> {
    const { bench, neurons } = this.#needFound();
    const { local, session } = this.#masked;
    const { instructions } = bench.data;
    const { mode, method } = bench.options;
    // They are answered in writing too.
    const { records } = askableRecords(local, bench.test, instructions, { mode: "generation" });
    const questions = drawRecords(records, count, neurons).map((record, place) => ({ record, instruction: instructions[place % instructions.length]! }));
    const asking = { tokensAtOnce: bench.tokensAtOnce, lengthNormalise: method.lengthNormalise ?? false, ...(signal === undefined ? {} : { signal }) };
    const ask = async (masked: number): Promise<ComparedAnswer["before"][]> => {
      this.#mask(masked);
      const chosen = await answerQuestions(local, session, questions, { ...asking, mode });
      const written = await answerQuestions(local, session, questions, { ...asking, mode: "generation" });
      return questions.map(({ record }, place) => ({ option: record.options[chosen[place]!.choice ?? -1] ?? null, text: written[place]!.text! }));
    };
    const [before, after] = [await ask(0), await ask(neurons)];
    return questions.map(({ record, instruction }, place) => ({ prompt: promptText(instruction, bodyOf(record)), gold: record.options[record.gold]!, before: before[place]!, after: after[place]! }));
  }

  /** What the edited model writes after a text. */
  async generate(text: string, { signal }: RepairContext = {}): Promise<string> {
    const { local, session } = this.#masked;
    this.#mask(this.#needFound().neurons);
    const [written] = await generateTexts(local, session, [{ ids: promptIds(local, "", text) }], { sampling: { temperature: 0 }, maximumNewTokens: 60, ...(signal === undefined ? {} : { signal }) });
    return written!.text;
  }

  #mask(neurons: number): void {
    const { ranking, report } = this.#needFound();
    this.#masked.scale(ranking.slice(0, neurons), report.chosen.scale);
  }

  #needFound(): Found {
    if (this.#found === undefined) throw new SteadfastError({ code: "repair-not-run", kind: "bug", sentence: "Nothing was repaired yet." });
    return this.#found;
  }
}

function describeData({ name, kind, records, problems, withoutStereotype, instructions, hash }: ChoiceData): DataReport {
  return { name, kind, records: records.length, leftOut: problems.length, withoutStereotype, instructions, hash };
}
