import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadTokenizer, saveLanguageModel } from "../../lm/index.ts";
import { tinyConfigurations, tinyModel } from "../testing/tiny-models.ts";
import { undoEdit } from "../edit/undo-edit.ts";
import { ModelRepair } from "./model-repair.ts";

const shared = join(import.meta.dirname, "../../../../shared/data");
const present = existsSync(join(shared, "bbq")) && existsSync(join(shared, "tokenizers"));
if (!present) console.log("skipped: there are no published files in ../shared/data");
const root = mkdtempSync(join(tmpdir(), "steadfast-crispr-real-"));
afterAll(() => rmSync(root, { recursive: true }));

/** A random checkpoint of a published shape, small, with the family's own tokenizer. */
async function publishedShape(family: "gpt2" | "t5"): Promise<string> {
  const folder = join(root, family);
  mkdirSync(folder);
  const tokenizer = join(shared, "tokenizers", family === "gpt2" ? "gpt2" : "t5-small");
  if (family === "gpt2") {
    copyFileSync(join(tokenizer, "encoder.json"), join(folder, "vocab.json"));
    copyFileSync(join(tokenizer, "vocab.bpe"), join(folder, "merges.txt"));
  } else for (const name of ["tokenizer.json", "tokenizer_config.json"]) copyFileSync(join(tokenizer, name), join(folder, name));
  const configuration = family === "gpt2" ? { ...tinyConfigurations.gpt2, vocab_size: 50257, n_positions: 1024, bos_token_id: 50256, eos_token_id: 50256 } : { ...tinyConfigurations["flan-t5"], vocab_size: 32128 };
  await saveLanguageModel({ folder, model: tinyModel(configuration, { spread: 0.2 }), tokenizer: await loadTokenizer(folder), card: "# Random\n" });
  return folder;
}

test.skipIf(!present).each(["gpt2", "t5"] as const)("%s-shaped: real BBQ files from end to end, tested on another category and on GLUE", async (family) => {
  const model = await publishedShape(family);
  const repair = await ModelRepair.open({ reference: model, threads: 2 });
  const out = join(root, `${family}-out`);
  const report = await repair.run({
    data: join(shared, "bbq/Age.jsonl"), limit: 60, developmentShare: 0.2, samples: 3, maximum: 20, testLimit: 4, out, lostAtMost: 1, divergenceAtMost: 100,
    transfer: [join(shared, "bbq/SES.regenerated.jsonl")], keep: [join(shared, "glue/RTE/dev.tsv")],
  });
  expect(report.data).toMatchObject({ kind: "bbq", records: 60, leftOut: 0, withoutStereotype: 0 });
  expect(report.data.instructions).toHaveLength(10);
  expect(report.kept.map(({ name }) => name)).toEqual(["RTE/dev"]);
  expect(report.rows[0]!.scores.bias!.ambiguous.records + report.rows[0]!.scores.bias!.disambiguated.records).toBe(4);
  expect(report.transfer[0]!.before.bias!.ambiguous.score).toBeDefined();
  repair.choose(9);
  const folder = join(root, `${family}-edited`);
  await repair.save(folder);
  await undoEdit(folder);
  expect(readFileSync(join(folder, "model.safetensors")).equals(readFileSync(join(model, "model.safetensors")))).toBe(true);
  const whole = await repair.evaluate({ data: join(shared, "bbq/SES.regenerated.jsonl"), testLimit: 3, baselines: false, mode: "generation" });
  expect(whole.data).toMatchObject({ records: 6864, leftOut: 0, withoutStereotype: 0 });
  await repair.close();
});
