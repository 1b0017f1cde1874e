import type { Facts } from "../facts/facts.ts";
import type { Rule } from "../rule.ts";
import { casualMarks, emotionalMarks, formalMarks, hedges, slangMarks } from "../words/style-words.ts";

/** Of style transfer: the output has the marks of the style, more than the input, and not those of its opposite. */
export const styleReached: Rule = {
  name: "style-reached",
  instead: "wrong-style",
  broken: (facts) => {
    if (facts.item.instructionTask !== "style") return null;
    const test = styleTests[facts.item.style ?? ""];
    return test === undefined ? null : test(facts);
  },
};

const styleTests: Readonly<Record<string, (facts: Facts) => string | null>> = {
  formal: ({ text, source }) => {
    if (rate(text, slangMarks) > rate(source, slangMarks) + 1) return "It is full of slang.";
    if (rate(text, [contractions]) > rate(source, [contractions]) + 1.5) return "It is full of contractions.";
    if (rate(text, emotionalMarks) > rate(source, emotionalMarks) + 3) return "It shows feeling.";
    return rate(text, formalMarks) > rate(source, formalMarks) + 0.5 || wordLength(text) > wordLength(source) + 0.25 ? null : "It is hardly more formal than the input.";
  },
  casual: ({ text, source }) => {
    if (rate(text, formalMarks) > rate(source, formalMarks) + 3) return "It is more formal than the input.";
    if (rate(text, emotionalMarks.slice(1)) > rate(source, emotionalMarks.slice(1)) + 5) return "It is full of feeling.";
    return rate(text, casualMarks) > rate(source, casualMarks) + 0.8 ? null : "It is hardly more casual than the input.";
  },
  emotional: ({ text, source }) => (rate(text, emotionalMarks) > rate(source, emotionalMarks) + 2.5 ? null : "It shows hardly more feeling than the input."),
  direct: ({ text, source }) => {
    if (rate(text, hedges) > rate(source, hedges) + 2) return "It hedges more than the input.";
    if (rate(text, slangMarks) > rate(source, slangMarks) + 1.5) return "It chats.";
    if (rate(text, emotionalMarks) > rate(source, emotionalMarks) + 3) return "It shows feeling.";
    if (rate(text, casualMarks) > rate(source, casualMarks) + 3) return "It chats.";
    if (rate(text, formalMarks) > rate(source, formalMarks) + 3) return "It is formal.";
    return sentenceLength(text) <= 1.05 * sentenceLength(source) || text.length < 0.93 * source.length ? null : "Its sentences are as long as those of the input.";
  },
};

const contractions = /\b\w+(?:n['’]t|['’](?:re|ve|ll|d|m))\b|\b(?:it|that|there|he|she|what|who|here|where|how|let)['’]s\b/gi;

/** Marks in a hundred words. */
function rate(text: string, marks: readonly RegExp[]): number {
  const words = text.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0;
  const found = marks.reduce((sum, mark) => sum + (text.match(mark)?.length ?? 0), 0);
  return (100 * found) / Math.max(1, words);
}

/** Words in a sentence. */
function sentenceLength(text: string): number {
  const sentences = text.split(/[.!?:;](?=\s|$)|\n+/).filter((sentence) => /\p{L}/u.test(sentence));
  return (text.match(/[\p{L}\p{N}'’-]+/gu)?.length ?? 0) / Math.max(1, sentences.length);
}

function wordLength(text: string): number {
  const words = text.match(/\p{L}+/gu) ?? [];
  return words.join("").length / Math.max(1, words.length);
}
