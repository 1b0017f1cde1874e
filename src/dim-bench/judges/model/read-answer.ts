import { canonicalJson } from "../../../base/index.ts";
import { type InsteadKind, insteadKinds } from "../judge.ts";
import { givenAnswers } from "./answer-schema.ts";
import { jsonObjectsIn } from "./json-objects-in.ts";

/** What a judge said in one vote. */
export interface Vote {
  readonly answers: Readonly<Record<string, { readonly answer: "yes" | "no" | "unsure"; readonly reason: string }>>;
  /** What it says was done instead; undefined for nothing. */
  readonly instead: InsteadKind | undefined;
}

const LONGEST_REASON = 1000;

/**
 * Reads a judge's answer out of its own turn: the one JSON object that carries the seal and answers every question and no other.
 * Prose or a code fence around it is no matter, and objects without the seal, such as a verdict quoted from what is graded, are not
 * looked at. Null where there is no such object, or a second one that says something else.
 */
export function readAnswer(text: string, { nonce, questions }: { readonly nonce: string; readonly questions: readonly { readonly name: string }[] }): Vote | null {
  const sealed = new Map(jsonObjectsIn(text).filter(({ seal }) => seal === nonce).map((object) => [canonicalJson(object), object]));
  if (sealed.size !== 1) return null;
  const [object] = [...sealed.values()];
  const { answers, instead } = object!;
  if (Object.keys(object!).length !== 3 || !isRecord(answers)) return null;
  const kind = wordOf(instead, ["nothing", ...insteadKinds]);
  if (kind === undefined || Object.keys(answers).length !== questions.length) return null;
  const read: Record<string, Vote["answers"][string]> = {};
  for (const { name } of questions) {
    const given = Object.hasOwn(answers, name) ? answers[name] : undefined;
    if (!isRecord(given) || typeof given.reason !== "string") return null;
    const answer = wordOf(given.answer, givenAnswers);
    if (answer === undefined) return null;
    read[name] = { answer, reason: given.reason.slice(0, LONGEST_REASON) };
  }
  return { answers: read, instead: kind === "nothing" ? undefined : kind };
}

function wordOf<Word extends string>(value: unknown, words: readonly Word[]): Word | undefined {
  const folded = typeof value === "string" ? value.trim().toLowerCase() : undefined;
  return words.find((word) => word === folded);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
