import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { tensorValue } from "../../graph/index.ts";
import { loadTokenizer, parametersOf, readArchitecture, saveLanguageModel } from "../../lm/index.ts";
import { randomStream } from "../../stats/index.ts";

const shared = join(import.meta.dirname, "../../../../shared/data");
const present = existsSync(join(shared, "bbq")) && existsSync(join(shared, "tokenizers"));
if (!present) console.log("skipped: there are no published files in ../shared/data");
const root = mkdtempSync(join(tmpdir(), "steadfast-repair-real-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const ses = join(shared, "bbq/SES.regenerated.jsonl");

const configurations = {
  gpt2: { model_type: "gpt2", n_embd: 16, n_layer: 2, n_head: 2, n_positions: 1024, n_inner: 24, activation_function: "gelu_new", layer_norm_epsilon: 1e-5, vocab_size: 50257, bos_token_id: 50256, eos_token_id: 50256, tie_word_embeddings: true },
  t5: { model_type: "t5", is_encoder_decoder: true, d_model: 16, d_kv: 8, d_ff: 24, num_layers: 2, num_decoder_layers: 2, num_heads: 2, relative_attention_num_buckets: 32, relative_attention_max_distance: 128, feed_forward_proj: "gated-gelu", layer_norm_epsilon: 1e-6, vocab_size: 32128, pad_token_id: 0, eos_token_id: 1, decoder_start_token_id: 0, tie_word_embeddings: false },
} as const;

/** A random checkpoint of a published shape, small, with the family's own tokenizer. */
async function writeCheckpoint(family: keyof typeof configurations): Promise<string> {
  const folder = join(root, family);
  mkdirSync(folder);
  const tokenizer = join(shared, "tokenizers", family === "gpt2" ? "gpt2" : "t5-small");
  const files = family === "gpt2" ? [["encoder.json", "vocab.json"], ["vocab.bpe", "merges.txt"]] : [["tokenizer.json", "tokenizer.json"], ["tokenizer_config.json", "tokenizer_config.json"]];
  for (const [published, name] of files) copyFileSync(join(tokenizer, published!), join(folder, name!));
  const configuration = configurations[family];
  const architecture = readArchitecture(configuration);
  const parameters = new Map(
    parametersOf(architecture).map(({ name, shape }) => {
      const random = randomStream(3, name);
      const isNorm = shape.length === 1 && name.endsWith("weight");
      return [name, tensorValue("float32", shape, Float32Array.from({ length: shape.reduce((product, length) => product * length, 1) }, () => (isNorm ? 1 : 0) + 0.2 * random.normal()))] as const;
    }),
  );
  await saveLanguageModel({ folder, model: { architecture, configuration, generationConfiguration: {}, parameters }, tokenizer: await loadTokenizer(folder), card: "# Random\n" });
  return folder;
}

const asked = promisify(execFile);

/** What is looked at of the command's JSON. */
interface Printed {
  readonly data: unknown;
  readonly split: unknown;
  readonly chosen: unknown;
  readonly transfer: unknown;
  readonly rows: readonly [Measured, ...Measured[]];
}

/** What is looked at of a row of BBQ. */
interface PublishedRow {
  readonly context_condition: string;
  readonly question_polarity: string;
  readonly label: number;
  readonly answer_info: Readonly<Record<string, readonly [text: string, group: string]>>;
}

interface Measured {
  readonly name: string;
  readonly scores: { readonly accuracy: { readonly estimate: number }; readonly bias: { readonly disambiguated: { readonly score: { readonly estimate: number } } } };
}

/** The command in a process of its own, as it is called. */
async function repair(...words: string[]): Promise<Printed> {
  const { stdout } = await asked(process.execPath, [join(import.meta.dirname, "../main.ts"), "repair", ...words, "--ledger", join(root, "ledger"), "--json"], { encoding: "utf8", maxBuffer: 2 ** 28 });
  return JSON.parse(stdout) as Printed;
}

test.skipIf(!present).each(["gpt2", "t5"] as const)("%s-shaped: real BBQ files through the command, saved, found again, undone", async (family) => {
  const model = await writeCheckpoint(family);
  const [out, saved] = [join(root, `${family}-out`), join(root, `${family}-saved`)];
  const found = await repair(model, "--data", join(shared, "bbq/Age.jsonl"), "--limit", "60", "--development-share", "0.2", "--samples", "2", "--maximum", "8", "--test-limit", "6", "--transfer", ses, "--divergence-limit", "100", "--threads", "2", "--out", out, "--save", saved, "--pick", "0");
  expect(found.data).toMatchObject({ kind: "bbq", records: 60, leftOut: 0, withoutStereotype: 0 });
  expect(found.split).toEqual({ development: 12, test: 6 });
  expect([found.rows[0].name, found.rows.at(-1)!.name]).toEqual(["original", "CRISPR"]);
  expect(found.rows[0].scores).toMatchObject({ records: 6, unmatched: 0 });
  expect(found.transfer).toMatchObject([{ name: "SES.regenerated", before: { records: 6 } }]);
  // Nothing was picked: the saved weights are the published ones, to the byte.
  expect(readFileSync(join(saved, "model.safetensors")).equals(readFileSync(join(model, "model.safetensors")))).toBe(true);
  expect(JSON.parse(readFileSync(join(out, "reproduce.json"), "utf8"))).toMatchObject({ data: { name: "Age", records: 60 }, chosen: found.chosen });
});

test.skipIf(!present)("dummies have the known scores on all of SES, however its groups are spelled", async () => {
  const rows = readFileSync(ses, "utf8").trimEnd().split("\n");
  // By hand: how often, where the context tells, the poor one's answer is right (the other one's where the question is no reproach). Of some
  // the other one's group is empty; they count.
  const told = rows.map((row) => JSON.parse(row) as PublishedRow).filter((row) => row.context_condition === "disambig");
  const biasedIsRight = told.filter(({ answer_info: info, label, question_polarity: polarity }) => (info[`ans${label}`]![1] === "lowSES") === (polarity === "neg")).length / told.length;
  const spellings = ["low SES", "lowSES", "low-SES", "LOW_SES"];
  const respelled = join(root, "SES.jsonl");
  writeFileSync(respelled, rows.map((row, place) => `${row.replace('"stereotyped_groups": ["low SES"]', `"stereotyped_groups": ["${spellings[place % 4]}"]`)}\n`).join(""));
  for (const data of [ses, respelled]) {
    const measure = async (name: string): Promise<{ data: unknown; scores: Measured["scores"] }> => {
      const { data: described, rows: methods } = await repair(`dummy:${name}`, "--data", data, "--evaluate-only");
      return { data: described, scores: methods[0].scores };
    };
    const unknown = await measure("unknown");
    expect(unknown.data).toMatchObject({ records: rows.length, leftOut: 0, withoutStereotype: 0 });
    expect(unknown.scores.bias).toMatchObject({ ambiguous: { records: rows.length / 2, accuracy: 1, score: { estimate: null } }, disambiguated: { records: rows.length / 2, accuracy: 0, score: { estimate: null } } });
    for (const [name, sign, right] of [["biased", 1, biasedIsRight], ["antibiased", -1, 1 - biasedIsRight]] as const) {
      const { scores } = await measure(name);
      expect(scores.bias).toMatchObject({ ambiguous: { accuracy: 0, score: { estimate: sign } }, disambiguated: { accuracy: expect.closeTo(right, 12), score: { estimate: sign } } });
    }
    const random = await measure("random");
    expect(Math.abs(random.scores.accuracy.estimate - 1 / 3)).toBeLessThan(0.01);
    expect(Math.abs(random.scores.bias.disambiguated.score.estimate)).toBeLessThan(0.03);
  }
});
