import { truncateSync, writeFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { loadLocalModel, type Tokenizer } from "../../lm/index.ts";
import { scratchFolder, writeByteModel } from "../testing/tiny-folder.ts";
import { readLanguageText } from "./language-text.ts";

const scratch = scratchFolder();
let tokenizer: Tokenizer;

beforeAll(async () => {
  await writeByteModel(scratch("model"), 1);
  ({ tokenizer } = await loadLocalModel(scratch("model")));
});

async function read(content: string, strict = false): Promise<{ text: string; told: string[] }> {
  writeFileSync(scratch("text"), content);
  const told: string[] = [];
  const length = tokenizer.encode(content, { addSpecial: false }).length;
  const language = await readLanguageText(scratch("text"), { tokenizer, width: length, rows: 1, strict, sink: (event) => event.type === "message" && told.push(event.text) });
  // One window holds all but the last token.
  const { languageIds, languageLabels } = language.inputs({ seed: 1, step: 0, piece: 0 }, 1);
  return { text: tokenizer.decode([Number(languageIds!.data[0]), ...Array.from(languageLabels!.data as Int32Array)]), told };
}

test("more than fits into memory is refused with its size", async () => {
  writeFileSync(scratch("huge"), "");
  truncateSync(scratch("huge"), 3e9);
  await expect(readLanguageText(scratch("huge"), { tokenizer, width: 8, rows: 1, strict: false, sink: () => {} })).rejects.toMatchObject({ code: "language-data-large", message: expect.stringMatching(/has 3000 MB; at most 200 MB are read\.$/) });
});

test("what is no UTF-8 is refused", async () => {
  writeFileSync(scratch("bytes"), Buffer.from([0xff, 0xfe, 0x80, 0x41]));
  await expect(readLanguageText(scratch("bytes"), { tokenizer, width: 8, rows: 1, strict: false, sink: () => {} })).rejects.toMatchObject({ code: "language-data-unreadable", message: expect.stringMatching(/is not valid UTF-8\.$/) });
});

test("plain text is taken as it is, braces and all", async () => {
  expect((await read("One {line}.\nAnother.\n{a third}\n")).text).toBe("One {line}.\nAnother.\n{a third}\n");
});

test("of JSON lines the texts count; those that cannot be used are told and left out", async () => {
  const lines = ['{"text":"ada is here."}', "", '{"text":"cleo buys', '{"id":3}', '{"text":"bo sings."}', '{"text":"and more."}'].join("\n");
  const { text, told } = await read(lines);
  expect(text.replaceAll(/[^a-z. ]+/g, "")).toContain("ada is here.");
  expect(text).not.toContain("cleo");
  expect(text).not.toContain("{");
  expect(told).toEqual([expect.stringMatching(/^2 of the 5 lines of .*text are no JSON with a field "text" \(line 3, 4\) and are left out\.$/)]);
  await expect(read(lines, true)).rejects.toMatchObject({ code: "language-data-line" });
});
