import { contentHash, SteadfastError } from "../../../base/index.ts";
import type { ChatModel } from "../../../chat/index.ts";
import type { BenchItem } from "../../items/bench-item.ts";
import { checkJudge } from "../canaries/check-judge.ts";
import type { Judge, JudgeAnswer, Judgement, JudgeOptions } from "../judge.ts";
import { questionsFor } from "../questions/questions-for.ts";
import { insteadOf } from "./instead-of.ts";
import { judgeRequest } from "./judge-request.ts";
import { majorityAnswer, majorityKind } from "./majority.ts";
import { promptsHash } from "./prompts-hash.ts";
import { readAnswer, type Vote } from "./read-answer.ts";

/** @see createModelJudge */
export interface ModelJudgeOptions {
  /** How often each output is judged; the majority of all counts, for each question. 1 unless said otherwise. */
  readonly votes?: number;
  /** What the fences and the order of questions are drawn from. */
  readonly seed?: number;
  /** By default 0 for one vote and 0.7 for several. */
  readonly temperature?: number;
  /** Of one answer, reasoning included; 4000 unless said otherwise. */
  readonly maxTokens?: number;
}

const MOST_VOTES = 99;

/**
 * A judge that asks a chat model: one call a vote, which answers two or three yes-or-no questions of the item's category at once. What
 * it grades stands as JSON between fences that it cannot know; its verdict is read from its own turn only, under a seal. An answer that
 * cannot be read is asked for once more, then the judgement is unscored. Closing the judge closes the model.
 *
 * @throws SteadfastError `judge-options`; its `judge` throws what `generate` of the model throws
 * @example
 * const judge = createModelJudge(await openChatModel("openai:gpt-5-mini", { role: "judge" }), { votes: 3 });
 * const { verdict, reason } = await judge.judge(item, output);
 */
export function createModelJudge(model: ChatModel, options: ModelJudgeOptions = {}): Judge {
  const { votes = 1, seed = 0, temperature = votes === 1 ? 0 : 0.7, maxTokens = 4000 } = options;
  if (!Number.isSafeInteger(votes) || votes < 1 || votes > MOST_VOTES) throw new SteadfastError({ code: "judge-options", sentence: `The number of votes is a whole number from 1 to ${MOST_VOTES}, not ${votes}.` });
  const settings = { votes, seed, temperature, maxTokens };

  const castVote = async (item: BenchItem, output: string, vote: number, { signal, onCall }: JudgeOptions): Promise<Vote | "declined" | null> => {
    for (const attempt of [0, 1]) {
      const { request, nonce, questions } = judgeRequest(item, output, { seed, vote, attempt, maxTokens, temperature });
      const { text, finish, usage } = await model.generate(request, signal === undefined ? {} : { signal });
      onCall?.(usage);
      if (finish === "filter") return "declined";
      const read = finish === "stop" ? readAnswer(text, { nonce, questions }) : null;
      if (read !== null) return read;
    }
    return null;
  };

  const judge: Judge = {
    name: model.reference,
    hash: contentHash({ judge: "model", model: model.details, prompts: promptsHash(), ...settings }),
    price: model.price,
    judge: async (item, output, options = {}) => {
      const cast = await Promise.all(Array.from({ length: votes }, (_, vote) => castVote(item, output, vote, options)));
      const read = cast.map((vote) => (vote === "declined" ? null : vote));
      if (read.every((vote) => vote === null)) {
        const declined = cast.includes("declined");
        return unscored(declined ? "judge-declined" : "judge-answer-unreadable", declined ? "The judge, or its provider, declined to answer." : "The judge's answer could not be read, twice.");
      }
      return judgementOf(item, read);
    },
    prepare: async (options) => void (await checkJudge(judge, options)),
    close: () => model.close(),
  };
  return judge;
}

function judgementOf(item: BenchItem, votes: readonly (Vote | null)[]): Judgement {
  const asked = questionsFor(item);
  const answers = asked.map((question): JudgeAnswer => ({ question: question.name, expected: question.expected, ...majorityAnswer(votes, question.name) }));
  const failed = asked.filter((_, index) => answers[index]!.given !== "unsure" && answers[index]!.given !== answers[index]!.expected);
  if (failed.length > 0) {
    const reason = answers.find(({ question }) => question === failed[0]!.name)!.reason;
    return { verdict: "fail", instead: insteadOf({ failed, said: majorityKind(votes) }), reason, answers };
  }
  const unsure = answers.find(({ given }) => given === "unsure");
  if (unsure !== undefined) return { ...unscored("judge-unsure", `The judge cannot say: ${unsure.question}.`), answers };
  return { verdict: "pass", reason: "All questions are answered as they should be.", answers };
}

function unscored(cause: string, reason: string): Judgement {
  return { verdict: "unscored", cause, reason, answers: [] };
}
