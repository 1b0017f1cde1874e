import { porterStem, wordsOf } from "../../../../text/index.ts";

const common: ReadonlySet<string> = new Set(
  "the a an of to in on at by for from with and or but not no is are was were be been being it its he she they them his her their this that these those i you we my your our me him us as if so than then there here do does did done have has had will would can could may might must shall should what which who whom whose how when where why all any each both one out up down off over under again very just only own same too s t d ll m re ve".split(" "),
);

/** The stems of the English words of a text that tell what it is about. */
export function tellingStems(text: string): ReadonlySet<string> {
  return new Set(wordsOf(text).filter((word) => word.length > 1 && !common.has(word)).map((word) => porterStem(word)));
}

/** The share of one text's telling words that another has; 1 where it has none. */
export function tellingShare(part: string, whole: string): number {
  const wanted = tellingStems(part);
  const there = tellingStems(whole);
  return wanted.size === 0 ? 1 : [...wanted].filter((stem) => there.has(stem)).length / wanted.size;
}
