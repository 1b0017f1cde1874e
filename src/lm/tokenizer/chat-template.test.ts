import { describe, expect, test } from "vitest";
import { type ChatMessage, compileChatTemplate } from "./chat-template.ts";
import { chatTemplates } from "./testing/chat-templates.ts";
import { failureOf } from "./testing/scratch.ts";

const variables = { bos_token: "<s>", eos_token: "</s>", pad_token: undefined };
const compile = (source: string): ReturnType<typeof compileChatTemplate> => compileChatTemplate(source, { file: "F", variables, now: () => new Date(2024, 2, 5, 14, 7) });
const system: ChatMessage = { role: "system", content: "Be brief." };
const user: ChatMessage = { role: "user", content: " Hi {{ bos_token }}\nthere " };
const assistant: ChatMessage = { role: "assistant", content: "Hello." };

describe("templates of published kinds", () => {
  test("turns between marks, with and without a prompt for the answer", () => {
    const template = compile(chatTemplates.chatml);
    const turns = "<|im_start|>system\nBe brief.<|im_end|>\n\n<|im_start|>user\n Hi {{ bos_token }}\nthere <|im_end|>\n\n";
    expect(template.render([system, user])).toBe(turns);
    expect(template.render([system, user], { addGenerationPrompt: true })).toBe(`${turns}<|im_start|>assistant\n`);
    expect(template.render([system, user], { addGenerationPrompt: true, enable_thinking: false })).toBe(`${turns}<|im_start|>assistant\n<think>\n\n</think>\n\n`);
  });

  test("a system message inside the first instruction", () => {
    const template = compile(chatTemplates.brackets);
    expect(template.render([system, user, assistant, { role: "user", content: "More" }])).toBe("<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\n Hi {{ bos_token }}\nthere [/INST] Hello. </s><s>[INST] More [/INST]");
  });

  test("instructions and answers", () => {
    expect(compile(chatTemplates.instruct).render([user, assistant])).toBe("<s>[INST]  Hi {{ bos_token }}\nthere  [/INST]Hello.</s>");
  });

  test("a line for each role", () => {
    expect(compile(chatTemplates.bars).render([system, { role: "user", content: "Hi" }], { addGenerationPrompt: true })).toBe("<|system|>\nBe brief.</s>\n<|user|>\nHi</s>\n<|assistant|>\n");
  });

  test("another name for the assistant", () => {
    expect(compile(chatTemplates.turns).render([user, assistant], { addGenerationPrompt: true })).toBe("<s><start_of_turn>user\nHi {{ bos_token }}\nthere<end_of_turn>\n<start_of_turn>model\nHello.<end_of_turn>\n<start_of_turn>model\n");
  });

  test("dates, namespaces, ranges and further variables", () => {
    const template = compile(chatTemplates.dated);
    expect(template.render([user, assistant])).toBe("Today is 05 Mar 2024. 2 of 3.");
    expect(template.render([user], { tools: [{ name: "sum" }] })).toBe('Today is 05 Mar 2024. 1 of 3. Tools: [{"name": "sum"}]');
  });
});

test("a template's refusal has the template's words", async () => {
  expect(await failureOf(() => compile(chatTemplates.turns).render([system, user]))).toBe('chat-refused: The model\'s chat template refuses these messages: "System role not supported".');
  expect(await failureOf(() => compile(chatTemplates.brackets).render([user, user]))).toMatch(/^chat-refused: .*must alternate user\/assistant/);
  expect(await failureOf(() => compile(chatTemplates.instruct).render([system]))).toMatch(/^chat-refused: .*Only user and assistant roles/);
});

test("templates that cannot be read or fail", async () => {
  expect(await failureOf(() => compile("{% for x in %}"))).toMatch(/^chat-template: The chat template of F cannot be read: /);
  expect(await failureOf(() => compile("{{ 1 | nowhere }}").render([user]))).toMatch(/^chat-template: The chat template of F failed: /);
  expect(await failureOf(() => compile("{{ range(1000000000) | length }}").render([user]))).toMatch(/^chat-template: .*a range of more than 100000 numbers/);
  expect(await failureOf(() => compile("{{ range(0, 5, 0) | length }}").render([user]))).toMatch(/^chat-template: /);
});

test("what a user writes is never read as a template, nor changes the next rendering", () => {
  const template = compile(chatTemplates.instruct);
  const hostile = "{% for m in messages %}{{ m }}{% endfor %}{{ raise_exception('x') }}";
  expect(template.render([{ role: "user", content: hostile }])).toBe(`<s>[INST] ${hostile} [/INST]`);
  expect(template.render([{ role: "user", content: "a" }])).toBe("<s>[INST] a [/INST]");
});
