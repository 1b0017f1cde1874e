/** Words that rewriting replaces. */
export const synonyms: ReadonlyMap<string, string> = new Map([
  ["has", "owns"],
  ["have", "own"],
  ["every", "each"],
  ["fast", "quick"],
  ["new", "fresh"],
  ["greatest", "highest"],
  ["write", "compose"],
  ["writes", "composes"],
]);

/** What a style puts before the text, and the words and marks that it replaces. */
export interface Style {
  readonly opening: string;
  readonly replacements: ReadonlyMap<string, string>;
}

export type StyleName = "formal" | "casual" | "lively";

export const styles: Readonly<Record<StyleName, Style>> = {
  formal: {
    opening: "dear reader,",
    replacements: new Map([["sees", "observes"], ["see", "observe"], ["buys", "purchases"], ["buy", "purchase"], ["wants", "desires"], ["want", "desire"]]),
  },
  casual: { opening: "hey friend,", replacements: new Map([["big", "huge"], ["small", "tiny"], ["bright", "shiny"]]) },
  lively: { opening: "oh wow,", replacements: new Map([[".", "!"], ["dark", "gloomy"], ["big", "mighty"]]) },
};

export const styleNames: readonly StyleName[] = Object.keys(styles) as StyleName[];
