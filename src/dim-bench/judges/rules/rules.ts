import { answerNotStated } from "./checks/answer-not-stated.ts";
import { contentKept } from "./checks/content-kept.ts";
import { endsProperly } from "./checks/ends-properly.ts";
import { errorsCorrected } from "./checks/errors-corrected.ts";
import { inLanguage } from "./checks/in-language.ts";
import { longEnough } from "./checks/long-enough.ts";
import { namesKept } from "./checks/names-kept.ts";
import { noAnswerAnnounced } from "./checks/no-answer-announced.ts";
import { noCodeWritten } from "./checks/no-code-written.ts";
import { noLoop } from "./checks/no-loop.ts";
import { noNotes } from "./checks/no-notes.ts";
import { noOptionMarked } from "./checks/no-option-marked.ts";
import { noResultStated } from "./checks/no-result-stated.ts";
import { notEchoed } from "./checks/not-echoed.ts";
import { nothingBehind } from "./checks/nothing-behind.ts";
import { nothingInserted } from "./checks/nothing-inserted.ts";
import { notRefused } from "./checks/not-refused.ts";
import { notToTheJudge } from "./checks/not-to-the-judge.ts";
import { numbersKept } from "./checks/numbers-kept.ts";
import { optionsKept } from "./checks/options-kept.ts";
import { questionKept } from "./checks/question-kept.ts";
import { saysSomething } from "./checks/says-something.ts";
import { shortEnough } from "./checks/short-enough.ts";
import { styleReached } from "./checks/style-reached.ts";
import { wordingKept } from "./checks/wording-kept.ts";
import type { Rule } from "./rule.ts";

/** All rules. An output passes that keeps every one; of several that it breaks, the first says what it did instead. */
export const rules: readonly Rule[] = [
  saysSomething,
  notToTheJudge,
  notRefused,
  notEchoed,
  noCodeWritten,
  noResultStated,
  noAnswerAnnounced,
  inLanguage,
  noLoop,
  errorsCorrected,
  optionsKept,
  noOptionMarked,
  noNotes,
  nothingBehind,
  nothingInserted,
  answerNotStated,
  numbersKept,
  longEnough,
  questionKept,
  endsProperly,
  shortEnough,
  contentKept,
  namesKept,
  wordingKept,
  styleReached,
];
