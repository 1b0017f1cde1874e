/** A style that items are to be put into. */
export interface Style {
  readonly name: StyleName;
  /** `an emotional` */
  readonly withArticle: string;
  /** What a text in this style is like, in one sentence: what judges go by. */
  readonly definition: string;
}

export type StyleName = "formal" | "direct" | "casual" | "emotional";

/** The targets of style transfer. */
export const styles: readonly Style[] = [
  { name: "formal", withArticle: "a formal", definition: "A formal text is courteous and impersonal, in complete sentences and a careful choice of words, without contractions, slang or exclamations." },
  { name: "direct", withArticle: "a direct", definition: "A direct text comes straight to the point in short plain sentences, without greetings, politeness, hedging or ornament." },
  { name: "casual", withArticle: "a casual", definition: "A casual text is relaxed, as if said to a friend, with everyday words, contractions and now and then a colloquial turn." },
  { name: "emotional", withArticle: "an emotional", definition: "An emotional text shows strong feeling openly, such as joy, worry, longing or dismay, in charged words, exclamations and personal appeals." },
];
