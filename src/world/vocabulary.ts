import { answerWordings, biasInstructions } from "./direct/wordings.ts";
import { piecesOf } from "./grammar/spelling.ts";
import { instructionTaskNames, instructionTasks } from "./instruction/tasks.ts";
import { unknownWordings } from "./lexicon/groups.ts";
import { mirrorDictionary, neverRight, sharedWords } from "./lexicon/mirror.ts";
import { styles, synonyms } from "./lexicon/substitutions.ts";
import { numbers } from "./lexicon/words.ts";
import { biasPrompt } from "./stream/bias-prompt.ts";
import { promptOf } from "./stream/prompt.ts";

/** The word that only what is told of groups has. */
const tellingWords: readonly string[] = ["one"];

/**
 * The pieces of a text, as a tokenizer of the micro-world has them: words, numbers, letters in brackets and marks, each
 * with the space before it. A text is read as if it began with a space, so that its first word is the word that it is
 * elsewhere; put together the pieces are that space and the text, to the character.
 *
 * @example
 * worldPieces("ada is in selo."); // [" ada", " is", " in", " selo", "."]
 */
export function worldPieces(text: string): string[] {
  return piecesOf(` ${text}`);
}

/**
 * Every piece that a text of the micro-world can have, once, in a fixed order: what a tokenizer needs.
 *
 * @example
 * new Set(worldVocabulary()).has(" lamp"); // true
 */
export function worldVocabulary(): string[] {
  const bias = (ans0: string): string => biasPrompt({ instruction: ".", record: { context: "", question: "", ans0, ans1: "", ans2: "" } });
  const frames = [promptOf({ instruction: ".", input: "." }), ...["the", ...unknownWordings].map(bias)];
  const wordings = [...instructionTaskNames.flatMap((name) => instructionTasks[name].wordings), ...answerWordings, ...biasInstructions];
  const openings = Object.values(styles).flatMap(({ opening, replacements }) => [opening, ...replacements.values()]);
  const words = [...mirrorDictionary.keys(), ...mirrorDictionary.values(), ...sharedWords, ...numbers.map(String), ...synonyms.values(), ...tellingWords];
  const texts = ["., ? ! : (a) (b) (c)", "def f (x): return x + 1 - 1 = 2", ...neverRight, ...frames, promptOf({ input: "." }), ...wordings, ...openings, ...words];
  return [...new Set(texts.flatMap(worldPieces))];
}
