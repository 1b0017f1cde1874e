/** A stretch of a clause, as far as any task must know it apart. */
export interface Chunk {
  /** `described`: an adjective and its noun; `time`: when, at the end of a sentence; `verb`: one, which agrees with its subject. */
  readonly role: "plain" | "described" | "verb" | "time";
  readonly words: readonly string[];
}

/** Chunks around at most one verb. */
export type Clause = readonly Chunk[];

/** A sentence, a heading that ends in a colon, or an option, which ends in nothing. */
export interface Sentence {
  /** The letter of an option or of an entry in a list: `(a)`. */
  readonly label?: string;
  readonly clauses: readonly Clause[];
  readonly end: "." | "?" | ":" | "";
}

export type Text = readonly Sentence[];

/** Words without a role, from text. */
export function plain(text: string): Chunk {
  return { role: "plain", words: text.split(" ") };
}

export function verb(form: string): Chunk {
  return { role: "verb", words: [form] };
}

export function described(adjective: string, noun: string): Chunk {
  return { role: "described", words: [adjective, noun] };
}

export function time(word: string): Chunk {
  return { role: "time", words: [word] };
}

export function sentence(...clauses: readonly Clause[]): Sentence {
  return { clauses, end: "." };
}

export function question(...clauses: readonly Clause[]): Sentence {
  return { clauses, end: "?" };
}

/** The letters that options and lists have. */
export const labels: readonly string[] = ["(a)", "(b)", "(c)"];

/** Options in their order, each with its letter. */
export function optionList(options: readonly Clause[]): Text {
  return options.map((clause, at) => ({ label: labels[at]!, clauses: [clause], end: "" }));
}
