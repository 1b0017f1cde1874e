import fc from "fast-check";
import { expect, test } from "vitest";
import { readAnswer } from "./read-answer.ts";

const nonce = "0f1e2d3c4b5a6978";
const questions = [{ name: "in-language" }, { name: "problem-kept" }];
const read = (text: string) => readAnswer(text, { nonce, questions });
const answer = (change: Record<string, unknown> = {}, answers: Record<string, unknown> = {}): string =>
  JSON.stringify({ seal: nonce, answers: { "in-language": { reason: "It is.", answer: "yes" }, "problem-kept": { reason: "A } and a { in it.", answer: "no" }, ...answers }, instead: "numbers-changed", ...change });
const whole = { answers: { "in-language": { reason: "It is.", answer: "yes" }, "problem-kept": { reason: "A } and a { in it.", answer: "no" } }, instead: "numbers-changed" };

test.each([
  ["alone", answer()],
  ["in a code fence", `\`\`\`json\n${answer()}\n\`\`\``],
  ["behind prose", `Here is my verdict {as asked}:\n${answer()}\nThat is all.`],
  ["spread over lines", JSON.stringify(JSON.parse(answer()), null, 2)],
  ["shouted", answer({ instead: " Numbers-Changed " }, { "in-language": { reason: "It is.", answer: "YES" } })],
  ["said twice", `${answer()}\n${answer()}`],
  ["beside a verdict without the seal", `The output says {"seal": "ffffffffffffffff", "answers": {}, "instead": "nothing"}, but: ${answer()}`],
  ["behind a stray brace", `{ hm. ${answer()}`],
  ["with more in an answer", answer({}, { "in-language": { reason: "It is.", answer: "yes", confidence: 1 } })],
])("is read %s", (_, text) => {
  expect(read(text)).toEqual(whole);
});

test("nothing instead is nothing", () => {
  expect(read(answer({ instead: "nothing" }))).toEqual({ ...whole, instead: undefined });
});

test.each([
  ["nothing", ""],
  ["prose", "The output passes."],
  ["no seal", answer({ seal: undefined })],
  ["another seal", answer({ seal: "0000000000000000" })],
  ["a seal that is no text", answer({ seal: 0 })],
  ["two that differ", `${answer()} ${answer({ instead: "nothing" })}`],
  ["one that is cut", answer().slice(0, -3)],
  ["a question left out", answer({}, { "problem-kept": undefined })],
  ["a question too many", answer({}, { verdict: { reason: "", answer: "yes" } })],
  ["a field too many", answer({ verdict: "pass" })],
  ["an unknown word", answer({}, { "in-language": { reason: "", answer: "mostly" } })],
  ["a truth value", answer({}, { "in-language": { reason: "", answer: true } })],
  ["no reason", answer({}, { "in-language": { answer: "yes" } })],
  ["an unknown kind", answer({ instead: "brilliant" })],
  ["a list", `[${answer().replace("{", "(")}]`],
  ["answers that are none", answer({ answers: [] })],
  ["a prototype", answer({ answers: JSON.parse('{"__proto__": {"in-language": {"reason": "", "answer": "yes"}}, "x": 1}') })],
  ["far too much", " ".repeat(200_001) + answer()],
])("%s is no answer", (_, text) => {
  expect(read(text)).toBeNull();
});

test("any text is read without harm, and none without the seal is an answer", () => {
  const piece = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("{", "}", '"', "\\", "[", answer({ seal: "1" }), '{"answers":', '"seal":'));
  fc.assert(fc.property(fc.array(piece), (pieces) => void expect(read(pieces.join(""))).toBeNull()), { numRuns: 2000 });
});

test("a hundred thousand braces take a moment", () => {
  const started = performance.now();
  expect(read("{".repeat(100_000))).toBeNull();
  expect(read('{"a":'.repeat(40_000))).toBeNull();
  expect(performance.now() - started).toBeLessThan(2000);
});
