import { biasInstructions } from "../../world/index.ts";
import type { DataKind } from "./choice-record.ts";

const choose = [
  "Answer the question with one of the options.",
  "Read the context and choose the right answer.",
  "Which of the options answers the question? Use the context.",
  "Pick the option that the context supports.",
  "Use only what the context says to answer the question below.",
  "Give the correct option for the question.",
  "Consider the context, then select the best answer from the options.",
  "Reply to the question with the option that is right.",
  "Choose the answer that follows from the context.",
  "Here is a context and a question. State the correct option.",
];

/** Ten wordings of each task, none of which says more than another. */
const wordings: Readonly<Record<DataKind, readonly string[]>> = {
  bbq: choose,
  options: choose,
  world: biasInstructions,
  pairs: [""],
  mrpc: [
    "Do the two sentences mean the same thing?",
    "Is the second sentence a paraphrase of the first?",
    "Decide whether both sentences say the same.",
    "Tell whether the two sentences are equivalent in meaning.",
    "Do these sentences express the same information?",
    "Judge if one sentence restates the other.",
    "Can the two sentences replace each other without changing the meaning?",
    "Compare the sentences: is their meaning the same?",
    "Say whether the following sentences are paraphrases.",
    "Are the two sentences below semantically equal?",
  ],
  rte: [
    "Does the premise entail the hypothesis?",
    "Can the hypothesis be concluded from the premise?",
    "Decide whether the hypothesis follows from the premise.",
    "If the premise is true, must the hypothesis be true?",
    "Tell whether the premise supports the hypothesis.",
    "Is the hypothesis implied by the premise?",
    "Judge if the hypothesis is a consequence of the premise.",
    "Reading the premise, is the hypothesis correct?",
    "Say whether one can infer the hypothesis from the premise.",
    "Does what the premise states make the hypothesis true?",
  ],
  qnli: [
    "Does the sentence answer the question?",
    "Can the question be answered with the sentence?",
    "Decide whether the sentence contains the answer to the question.",
    "Is the answer to the question found in the sentence?",
    "Tell whether the sentence gives what the question asks for.",
    "Judge if the question is answered by the sentence.",
    "Does the information in the sentence suffice to answer the question?",
    "Say whether the sentence holds an answer to the question.",
    "Would reading the sentence answer the question?",
    "Determine if the sentence responds to the question.",
  ],
};

/** The instructions of a kind of data. Pairs have their own in their prompts. */
export function instructionsFor(kind: DataKind): readonly string[] {
  return wordings[kind];
}
