import type { SourceFile } from "./source-file.ts";
import { asObject, type ReadRecord, type SourceFormat } from "./source-format.ts";

/** `{data: [{paragraphs: [{context, qas: [{question, answers: [{text}]}]}]}]}`; one question of each passage is taken. */
export const squad: SourceFormat = {
  name: "squad",
  title: "SQuAD, XQuAD",
  task: "qa",
  licence: "CC BY-SA 4.0",
  recognises: (sample) => sample.length === 1 && Array.isArray(asObject(sample[0])?.data),
  *read({ records }: SourceFile) {
    let place = 0;
    for (const article of listOf("value" in records[0]! ? asObject(records[0].value)?.data : undefined)) {
      for (const paragraph of listOf(asObject(article)?.paragraphs)) {
        const passage = asObject(paragraph)?.context;
        for (const question of listOf(asObject(paragraph)?.qas)) yield { place: (place += 1), read: questionOn(passage, asObject(question)) };
      }
    }
  },
};

function questionOn(passage: unknown, record: Readonly<Record<string, unknown>> | undefined): ReadRecord {
  // SQuAD 2 has questions that its passages do not answer.
  if (record?.is_impossible === true) return undefined;
  if (typeof passage !== "string" || passage.trim() === "") return "the passage has no text";
  if (typeof record?.question !== "string" || record.question.trim() === "") return '"question" is no text';
  const answer = asObject(listOf(record.answers)[0])?.text;
  if (typeof answer !== "string" || answer.trim() === "") return "there is no answer";
  return passageInput({ passage, question: record.question.trim(), answer });
}

/** A passage with its question behind it. */
export function passageInput({ passage, question, answer }: { passage: string; question: string; answer: string }): ReadRecord {
  return { input: `${passage}\n\n${question}`, answer, passage, question, group: passage };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
