import { render, tokensOfText } from "../grammar/render.ts";
import { joinTokens, tokensOf } from "../grammar/spelling.ts";
import { type Style, type StyleName, styleNames, styles } from "../lexicon/substitutions.ts";
import type { InstructionTask } from "./instruction-task.ts";

const frames: readonly ((style: StyleName) => string)[] = [
  (style) => `write the text in a ${style} style.`,
  (style) => `write the following text in a ${style} style.`,
  (style) => `change the style of the text: ${style}.`,
  (style) => `put this text into a ${style} style.`,
  (style) => `please say this in a ${style} way.`,
  (style) => `say the same in a ${style} style.`,
  (style) => `give the text a ${style} style.`,
  (style) => `rewrite this in a ${style} style.`,
];

/** The style's opening words, then the text with the style's own words. */
export const styleTransfer: InstructionTask = {
  wordings: frames.flatMap((frame) => styleNames.map(frame)),
  apply: (text, random) => {
    const name = random.choice(styleNames);
    const style: Style = styles[name];
    const output = joinTokens([...tokensOf(style.opening), ...tokensOfText(text).map((token) => style.replacements.get(token) ?? token)]);
    return { instruction: random.choice(frames)(name), input: render(text), output };
  },
};
