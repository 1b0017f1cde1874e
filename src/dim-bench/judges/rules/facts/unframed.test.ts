import { expect, test } from "vitest";
import { unframed } from "./unframed.ts";

const source = "Ada asked, \"Who?\", and nobody knew. Who was it?";
const text = "Ada fragte: »Wer?«, und niemand wusste es. Wer war es?";

test.each([
  ["a line of introduction", `Here is the translation:\n\n${text}`],
  ["one in another language", `Hier ist die Übersetzung：\n${text}`],
  ["a fence", `\`\`\`text\n${text}\n\`\`\``],
  ["both", `Sure:\n\n\`\`\`\n${text}\n\`\`\``],
  ["quotation marks", `"${text}"`],
  ["other quotation marks", `„${text}“`],
  ["bold letters", text.replace("niemand", "**niemand**")],
  ["a farewell", `${text}\n\nI hope this helps!`],
  ["a count of errors", `${text}\n\n(Three errors corrected.)`],
  ["white space", `\n ${text}\t`],
])("%s around a text is taken away", (_, framed) => {
  expect(unframed(framed, source)).toBe(text);
});

test.each([
  ["speech at both ends", "“Who?” she asked, and nobody said, “I.”", source],
  ["speech at the beginning", '"Who?" she asked, and nobody said.', source],
  ["a first line that the source has too", "Liste:\neins\nzwei", "List:\none\ntwo"],
  ["a first line in the source's own words", "Ada asked who it was, for nobody knew:\nWho was it?", source],
  ["bold letters of the source", "**Wer** war es?", "**Who** was it?"],
  ["a last line that is no farewell", `${text}\n\nBela.`, source],
])("%s stays", (_, text, source) => {
  expect(unframed(text, source)).toBe(text);
});
