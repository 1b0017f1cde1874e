import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type LocalModel, loadLocalModel } from "../local-model.ts";
import { readEvaluationData } from "./evaluation-data.ts";
import { lengthBuckets } from "./length-buckets.ts";
import { preparePrompts } from "./prepare-prompts.ts";
import { hasPublishedData, instructFolder, writePublishedModel } from "./testing/published-model.ts";
import { scratchFolder } from "./testing/scratch.ts";

const scratch = scratchFolder();

describe.skipIf(!hasPublishedData)("the papers' own files", () => {
  let local: LocalModel;
  beforeAll(async () => {
    writePublishedModel(scratch);
    local = await loadLocalModel(scratch);
  });

  test.each(["dolly/valid", "self-inst/valid", "vicuna/valid", "uinst/11_/valid.handcopied7"])("%s: prompts are those that the file itself has, cut to 256 tokens", async (name) => {
    const path = join(instructFolder, `${name}.jsonl`);
    const [data] = await readEvaluationData([path], { strict: true });
    const { prompts, dropped } = preparePrompts(local, { records: data!.records, template: "alpaca", maximumPrompt: 256 });
    const rendered = readFileSync(path, "utf8").trim().split("\n").map((line) => (JSON.parse(line) as { prompt: string }).prompt);
    expect(dropped).toEqual([]);
    expect(prompts).toHaveLength(rendered.length);
    for (const [place, { record, ids, isCut }] of prompts.entries()) {
      const whole = local.tokenizer.encode(rendered[place]!);
      expect({ record, ids, isCut }).toEqual({ record: place, ids: whole.slice(0, 256), isCut: whole.length > 256 });
    }
  });

  test("their selection of references of 11 and more is the bucket 11+ in GPT-2's tokens, to the token", async () => {
    const [data] = await readEvaluationData([join(instructFolder, "sinst/11_/valid.jsonl")], { strict: true });
    const { prompts } = preparePrompts(local, { records: data!.records, template: "alpaca", maximumPrompt: 256 });
    const { from, to } = lengthBuckets.find(({ label }) => label === "11+")!;
    expect(prompts.filter(({ referenceTokens }) => referenceTokens < from || referenceTokens > to)).toEqual([]);
    expect(Math.min(...prompts.map(({ referenceTokens }) => referenceTokens))).toBe(11);
  });
});
