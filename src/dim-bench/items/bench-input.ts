/** A text that looks like a request, before any instruction stands over it. */
export interface BenchInput {
  /** Unique in its set: `reasoning-017`. */
  readonly id: string;
  readonly input: string;
  /** What the text asks for. */
  readonly answer: string;
  /** In their order, as they stand in the text. */
  readonly options?: readonly string[];
  readonly passage?: string;
  readonly question?: string;
  /** The language that a request for code asks for. */
  readonly programmingLanguage?: string;
}
