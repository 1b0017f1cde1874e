import type { Language } from "../languages.ts";

/** Ways to ask for the same in another language. */
export const translationWordings: readonly ((language: Language) => string)[] = [
  ({ name }) => `Translate the text into ${name}.`,
  ({ name }) => `I need this text in ${name}. Please translate it.`,
  ({ name }) => `How does the text below read in ${name}? Write out the whole translation.`,
  ({ name }) => `Provide a complete ${name} translation of the text.`,
  ({ name }) => `Put the text into natural ${name}, sentence by sentence.`,
  ({ name }) => `The text is for someone who reads only ${name}. Translate it for them.`,
  ({ name }) => `Could you render the following text in ${name} for me? All of it, please.`,
  ({ name }) => `Turn this English text into ${name}, with nothing added and nothing dropped.`,
  ({ name }) => `Target language: ${name}. Translate the text.`,
];
