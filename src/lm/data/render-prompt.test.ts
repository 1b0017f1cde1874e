import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ChatTemplate } from "../tokenizer/chat-template.ts";
import { readInstructionFile } from "./read-instruction-file.ts";
import { type PromptOptions, renderPrompt } from "./render-prompt.ts";
import { byteTokenizer } from "./testing/byte-tokenizer.ts";
import { hasInstructData, instructFolder } from "./testing/shared-data.ts";

const outputs = ["o"];
const { chatTemplate } = byteTokenizer();

describe("templates", () => {
  test("alpaca, with and without an input", () => {
    expect(renderPrompt({ line: 1, instruction: "Translate.", input: "un", outputs }, { template: "alpaca" })).toBe(
      "Below is an instruction that describes a task, paired with an input that provides further context. Write a response that appropriately completes the request.\n\n### Instruction:\nTranslate.\n\n### Input:\nun\n\n### Response:\n",
    );
    expect(renderPrompt({ line: 1, instruction: "Count.", outputs }, { template: "alpaca" })).toBe("Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n### Instruction:\nCount.\n\n### Response:\n");
  });

  test.each<[string, PromptOptions, string]>([
    ["plain", { template: "plain" }, "I\nX\n"],
    ["one's own", { template: "{input} | {instruction} | {input} {other}" }, "X | I | X {other}"],
    ["chat", { template: "chat", chatTemplate }, "<|turn|>user:I\n\nX</s><|turn|>assistant:"],
    ["the prompt as it is, where that is preferred", { template: "alpaca", prefer: "prompt" }, "P"],
  ])("%s", (_what, options, text) => {
    expect(renderPrompt({ line: 1, instruction: "I", input: "X", prompt: "P", outputs }, options)).toBe(text);
  });

  test("a prompt without an instruction is taken as it is", () => {
    expect(renderPrompt({ line: 1, prompt: "P{instruction}", outputs }, { template: "alpaca" })).toBe("P{instruction}");
    expect(renderPrompt({ line: 1, prompt: "P", outputs }, { template: "chat", chatTemplate })).toBe("P");
  });

  test("conversations", () => {
    const question = { line: 1, messages: [{ role: "user", content: "U" }], outputs } as const;
    expect(renderPrompt(question, { template: "plain" })).toBe("U\n");
    expect(renderPrompt(question, { template: "chat", chatTemplate })).toBe("<|turn|>user:U</s><|turn|>assistant:");
  });
});

test.each<[PromptOptions, object, string, string, string | undefined]>([
  [{ template: "alpacca" }, {}, "prompt-template", 'There is no prompt template "alpacca".', "Take alpaca, plain or chat, or write a text with {instruction} and {input} in it."],
  [{ template: "Do: {instruction}" }, { input: "x" }, "prompt-template", "The prompt template has no {input}, but the record of line 3 has one.", "Put {input} where it belongs."],
  [{ template: "chat" }, {}, "chat-template-missing", "The model has no chat template.", "Take the template alpaca or plain, or a chat model."],
  [{ template: "plain" }, { instruction: undefined }, "prompt-missing", "The record of line 3 has neither instruction, prompt nor messages.", undefined],
  [{ template: "chat", chatTemplate }, { instruction: undefined }, "prompt-missing", "The record of line 3 has neither instruction, prompt nor messages.", undefined],
  [
    { template: "alpaca" },
    { instruction: undefined, messages: [{ role: "system", content: "s" }, { role: "user", content: "u" }] },
    "prompt-conversation",
    "The record of line 3 is a conversation of several messages, which only the template chat can write.",
    "Take the template chat with a model that has one.",
  ],
])("%j refuses %j", (options, fields, code, message, hint) => {
  expect(() => renderPrompt({ line: 3, instruction: "I", outputs, ...fields }, options)).toThrow(expect.objectContaining({ code, message, hint }));
});

describe("data is never a template", () => {
  const piece = fc.constantFrom("{instruction}", "{input}", "{", "}", "{{", "{{ x }}", "{% raw %}", "${0}", "$&", "$1", "$<name>", "$$", "`", "</input>", "### Response:\n", "\uD800", "\uDFFF", "\\", "\u0000", "é");
  const data = fc.array(fc.oneof(piece, fc.string({ unit: "binary" })), { minLength: 1, maxLength: 6 }).map((parts) => parts.join("")).filter((text) => text !== "");

  test("what is put in stands there as it was, and once", () => {
    fc.assert(
      fc.property(data, data, (instruction, input) => {
        expect(renderPrompt({ line: 1, instruction, input, outputs }, { template: "<A{instruction}B{input}C{{x}}>" })).toBe(`<A${instruction}B${input}C{{x}}>`);
        expect(renderPrompt({ line: 1, instruction, input, outputs }, { template: "plain" })).toBe(`${instruction}\n${input}\n`);
      }),
    );
  });

  test("a prompt in a record is not filled either", () => {
    fc.assert(
      fc.property(data, (prompt) => {
        expect(renderPrompt({ line: 1, prompt, outputs }, { template: "alpaca" })).toBe(prompt);
      }),
    );
  });
});

test.skipIf(!hasInstructData)("alpaca prompts are those that others rendered", async () => {
  let compared = 0;
  for (const file of ["dolly/dev", "dolly/valid", "self-inst/valid", "vicuna/valid", "sinst/11_/valid", "uinst/11_/valid.handcopied7"]) {
    const { records } = await readInstructionFile(`${instructFolder}/${file}.jsonl`);
    for (const record of records) {
      expect(renderPrompt(record, { template: "alpaca" })).toBe(record.prompt);
      compared += 1;
    }
  }
  expect(compared).toBe(3523);
});

test("a chat template is given the conversation and asked for the answer's opening", () => {
  const asked: unknown[] = [];
  const recording: ChatTemplate = { render: (...parameters) => `${asked.push(parameters)}` };
  const messages = [{ role: "system", content: "s" }, { role: "user", content: "u" }] as const;
  renderPrompt({ line: 1, messages, outputs }, { template: "chat", chatTemplate: recording });
  expect(asked).toEqual([[messages, { addGenerationPrompt: true }]]);
});
