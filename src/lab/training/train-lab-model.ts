import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type EventSink, makeFolder, silent, writeFileAtomically } from "../../base/index.ts";
import { fineTune, type FineTuneReport, type Fingerprint, hashOfModel, loadLanguageModel, loadTokenizer, readArchitecture, saveLanguageModel } from "../../lm/index.ts";
import { configurationOf, type LabRecipe, type LabStage } from "../recipes/recipe.ts";
import { labTokenizer } from "../tokenizer/lab-tokenizer.ts";
import { initialParameters } from "./initial-parameters.ts";
import { checkMadeOf, hashOfFile } from "./made-of.ts";
import { writeTrainingData } from "./training-data.ts";

/** @see trainLabModel */
export interface TrainLabModelOptions {
  /** Where the finished model goes. */
  readonly out: string;
  /** Data, untrained weights and the state that a training goes on from. */
  readonly work: string;
  /** The dial: what part of the recipe's records is learned from. By default 1. */
  readonly size?: number;
  /** Instead of the recipe's. */
  readonly seed?: number;
  readonly threads?: number;
  readonly sink?: EventSink;
  readonly signal?: AbortSignal;
}

/**
 * Makes a model of the lab from nothing but its recipe: untrained weights, data, training, half-precision files. Stopped at any moment
 * and called again it goes on; untrained weights and data are made again and compared with those that it was begun with, so that what an
 * older recipe or world has made is never passed off as this one's.
 *
 * @returns what each stage came to.
 * @throws SteadfastError `resume-differs` where `work` holds what was made of something else, or is not known to be of the same; those of
 * `fineTune` and of writing files
 * @example
 * await trainLabModel(teacher, { out: "models/teacher", work: ".steadfast/lab", size: 1 / 3, seed: 2 });
 */
export async function trainLabModel(recipe: LabRecipe, { out, work, size = 1, seed = recipe.seed, threads, sink = silent, signal }: TrainLabModelOptions): Promise<FineTuneReport[]> {
  const folder = resolve(work, `${recipe.name}-${size}-${seed}`);
  let model = join(folder, "initial");
  await writeInitialModel(recipe, model, seed);
  const reports: FineTuneReport[] = [];
  let start = 0;
  for (const [at, stage] of recipe.stages.entries()) {
    const records = Math.max(1, Math.round(stage.records * size));
    const trained = join(folder, `stage-${at + 1}`);
    const data = join(folder, `stage-${at + 1}.jsonl`);
    await writeTrainingData({ path: data, seed, start, records, mix: stage.mix });
    if (stage.untie === true) model = await untied(model, join(folder, `untied-${at + 1}`));
    await checkMadeOf({ path: join(folder, `stage-${at + 1}.made-of.json`), madeOf: await madeOf(recipe, stage, { model, data }), trained, begun: await exists(trained) });
    reports.push(
      await fineTune(
        {
          model,
          data: [data],
          out: trained,
          epochs: 1,
          batchSize: recipe.batchSize,
          maximumLength: recipe.maximumLength,
          maximumPrompt: recipe.maximumLength - 1,
          layout: recipe.kind === "decoder" ? "packed" : "buckets",
          learningRate: stage.learningRate,
          optimizer: "muon",
          validationShare: 0.002,
          seed,
          resume: true,
          saveMinutes: 3,
          ...(threads === undefined ? {} : { threads }),
        },
        { sink, ...(signal === undefined ? {} : { signal }) },
      ),
    );
    model = trained;
    start += records;
  }
  await saveLanguageModel({ folder: out, model: await loadLanguageModel(model), tokenizer: await loadTokenizer(model), card: cardOf(recipe, reports, seed), dtype: "float16" });
  return reports;
}

/** The data stand for the world, the weights for how they were begun. */
async function madeOf({ kind, configuration, batchSize, maximumLength }: LabRecipe, stage: LabStage, { model, data }: { readonly model: string; readonly data: string }): Promise<Fingerprint> {
  const recipe = { kind, configuration, batchSize, maximumLength, stage } as unknown as Fingerprint;
  return { ...recipe, "weights at first": hashOfModel(await loadLanguageModel(model)), data: await hashOfFile(data) };
}

async function writeInitialModel(recipe: LabRecipe, folder: string, seed: number): Promise<void> {
  await makeFolder(folder);
  for (const [name, text] of labTokenizer({ kind: recipe.kind })) await writeFileAtomically(join(folder, name), text);
  const tokenizer = await loadTokenizer(folder);
  const configuration = configurationOf(recipe, tokenizer.size);
  const architecture = readArchitecture(configuration);
  await saveLanguageModel({ folder, model: { architecture, configuration, generationConfiguration: {}, parameters: initialParameters(architecture, seed) }, tokenizer, card: `# ${recipe.name}, untrained\n` });
}

async function untied(from: string, to: string): Promise<string> {
  const { parameters, configuration, generationConfiguration, architecture } = await loadLanguageModel(from);
  const untiedConfiguration = { ...configuration, tie_word_embeddings: false };
  const untiedArchitecture = readArchitecture(untiedConfiguration);
  const model = { architecture: untiedArchitecture, configuration: untiedConfiguration, generationConfiguration, parameters: new Map([...parameters, [untiedArchitecture.head.weight, parameters.get(architecture.head.weight)!]]) };
  await saveLanguageModel({ folder: to, model, tokenizer: await loadTokenizer(from), card: "# Untied\n" });
  return to;
}

function cardOf({ name, summary }: LabRecipe, reports: readonly FineTuneReport[], seed: number): string {
  const total = (of: (report: FineTuneReport) => number): string => reports.reduce((sum, report) => sum + of(report), 0).toLocaleString("en");
  return `---\nlicense: cc-by-4.0\nlibrary_name: steadfast\n---\n\n# lab:${name}\n\n${summary} It speaks the micro-world's language and nothing else; docs/lab.md of steadfast says what it can do, what it cannot, and how it was measured.\n\nTrained from nothing, seed ${seed}, on ${total(({ examples }) => examples)} records of the micro-world's training stream (${total(({ tokens }) => tokens)} tokens, prompts included; ${total(({ steps }) => steps)} steps). \`npm run lab:train\` makes it again.\n`;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}
