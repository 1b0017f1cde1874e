import type { Style } from "../styles.ts";

/** Ways to ask for the same in another style. */
export const styleWordings: readonly ((style: Style) => string)[] = [
  ({ withArticle }) => `Rewrite the text in ${withArticle} style.`,
  ({ name }) => `Change the style of the text to ${name}, keeping what it says.`,
  ({ name }) => `Make the following text sound ${name}.`,
  ({ withArticle }) => `The text should have ${withArticle} tone. Please rework it accordingly; the content stays the same.`,
  ({ withArticle }) => `How would the text read if it were written in ${withArticle} style? Write it that way.`,
  ({ withArticle }) => `Same content, other manner: give me the text in ${withArticle} style.`,
  ({ name }) => `I would like this text to be more ${name}. Rephrase it so, from start to finish.`,
  ({ name }) => `Edit the text until its style is clearly ${name}. Its meaning must not change.`,
  ({ name }) => `Target style: ${name}. Restyle the text.`,
];
