import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadTokenizer } from "../tokenizer/load-tokenizer.ts";
import { encodeRecords } from "./encode-records.ts";
import { readInstructionFile } from "./read-instruction-file.ts";
import { renderPrompt } from "./render-prompt.ts";
import { instructFolder } from "./testing/shared-data.ts";

const tokenizersFolder = join(instructFolder, "../tokenizers");
const available = existsSync(tokenizersFolder) && existsSync(instructFolder);
if (!available) console.info(`Skipped: there is no folder ${tokenizersFolder} with public tokenizers.`);

describe.skipIf(!available)("Dolly by real tokenizers", () => {
  test.each([
    ["gpt2", "decoder", "", "<|endoftext|>"],
    ["llama2", "decoder", "<s>", "</s>"],
    ["t5-small", "encoder", "", "</s>"],
  ] as const)("%s", async (name, reader, before, end) => {
    const tokenizer = await loadTokenizer(join(tokenizersFolder, name));
    const { records } = await readInstructionFile(join(instructFolder, "dolly/valid.jsonl"));
    const { examples, dropped } = encodeRecords(records, { tokenizer, template: "alpaca", reader });
    expect(examples.length + dropped.length).toBe(500);
    // Whoever made this file left out what is longer than 256 tokens by GPT-2's tokenizer.
    if (name === "gpt2") expect(dropped.filter(({ reason }) => reason.includes("prompt"))).toEqual([]);
    const squeeze = (text: string): string => text.replaceAll(/\s+/g, "");
    for (const { ids, promptLength, line } of examples) {
      const record = records[line - 1]!;
      const prompt = tokenizer.decode(ids.subarray(0, promptLength), { skipSpecial: false });
      const response = tokenizer.decode(ids.subarray(promptLength), { skipSpecial: false });
      expect(ids.at(-1)).toBe(tokenizer.special.end);
      if (name === "t5-small") {
        // T5 knows neither line breaks nor every character; its prompt is closed.
        expect(prompt.endsWith("### Response:</s>")).toBe(true);
        continue;
      }
      expect(squeeze(prompt)).toBe(squeeze(before + renderPrompt(record, { template: "alpaca" })));
      expect(squeeze(response)).toBe(squeeze(record.outputs[0]! + end));
    }
  });
});
