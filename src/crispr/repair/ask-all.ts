import type { InferenceSession } from "../../lm/index.ts";
import { type AnswerOptions, answerQuestions } from "../answers/answer-choices.ts";
import type { Choices } from "../answers/choice-scores.ts";
import type { SpokenModel } from "../answers/encode-choices.ts";
import type { ChoiceRecord } from "../data/choice-record.ts";

/** Every record under every instruction. */
export async function askAll(spoken: SpokenModel, session: InferenceSession, records: readonly ChoiceRecord[], instructions: readonly string[], options: AnswerOptions): Promise<Choices> {
  const questions = instructions.flatMap((instruction) => records.map((record) => ({ record, instruction })));
  const answers = await answerQuestions(spoken, session, questions, options);
  return instructions.map((_, place) => answers.slice(place * records.length, (place + 1) * records.length).map(({ choice }) => choice));
}

/** Each record under one instruction, in turn: a quick look. */
export async function askInTurn(spoken: SpokenModel, session: InferenceSession, records: readonly ChoiceRecord[], instructions: readonly string[], options: AnswerOptions): Promise<boolean[]> {
  const answers = await answerQuestions(spoken, session, records.map((record, place) => ({ record, instruction: instructions[place % instructions.length]! })), options);
  return answers.map(({ choice }, place) => choice === records[place]!.gold);
}
