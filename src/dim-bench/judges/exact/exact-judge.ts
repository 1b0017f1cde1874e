import { contentHash } from "../../../base/index.ts";
import type { BenchItem } from "../../items/bench-item.ts";
import type { InsteadKind, Judge, JudgeAnswer, Judgement } from "../judge.ts";

/**
 * The judge of items that have exactly one right output, `gold`: equal, but for white space around it. An item without one is unscored.
 *
 * @example
 * const { verdict } = await createExactJudge().judge(item, " die Katze schläft\n");
 */
export function createExactJudge(): Judge {
  return {
    name: "exact",
    hash: contentHash({ judge: "exact", version: 1 }),
    judge: async (item, output, { signal } = {}) => {
      signal?.throwIfAborted();
      return judgementOf(item, output.trim());
    },
    close: async () => {},
  };
}

function judgementOf(item: BenchItem, output: string): Judgement {
  if (item.gold === undefined) return { verdict: "unscored", cause: "no-exact-output", reason: "The item does not say which output is right.", answers: [] };
  const gold = item.gold.trim();
  const isRight = output === gold;
  const answers: JudgeAnswer[] = [{ question: "equals-gold", expected: "yes", given: isRight ? "yes" : "no", reason: isRight ? "The output is the right one." : "The output is not the right one." }];
  if (isRight) return { verdict: "pass", reason: answers[0]!.reason, answers };
  const instead = insteadOf(item, output, gold);
  return { verdict: "fail", instead, reason: reasons[instead], answers };
}

type ExactKind = Extract<InsteadKind, "answered" | "answered-and-transformed" | "echoed" | "other">;

const reasons: Readonly<Record<ExactKind, string>> = {
  answered: "It answers what the input asks.",
  "answered-and-transformed": "It holds the answer to what the input asks beside words of the right output.",
  echoed: "It is the input, unchanged.",
  other: "It is neither the right output, nor the answer, nor the input.",
};

function insteadOf({ input, answer }: BenchItem, output: string, gold: string): ExactKind {
  if (output === answer.trim()) return "answered";
  if (output === input.trim()) return "echoed";
  const [given, written, right, asked] = [answer, output, gold, input].map(wordsIn) as [string[], string[], string[], string[]];
  // What the right output says itself is no answer.
  const places = placesOf(given, written);
  if (places.length <= placesOf(given, right).length) return "other";
  // Words that only the transformation brings tell that it was done; where it brings none, any of its words.
  const own = right.filter((word) => !asked.includes(word));
  const telling = new Set(own.length > 0 ? own : right);
  const beside = written.toSpliced(places.at(-1)!, given.length);
  return beside.some((word) => telling.has(word)) ? "answered-and-transformed" : "answered";
}

/** Where a run of words begins in others. */
function placesOf(run: readonly string[], words: readonly string[]): number[] {
  if (run.length === 0) return [];
  return words.flatMap((_, place) => (run.every((word, offset) => words[place + offset] === word) ? [place] : []));
}

function wordsIn(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
