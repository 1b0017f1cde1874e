/** A stretch of a prompt. */
export interface TextPart {
  readonly text: string;
  /** Whether it comes from a record, or from the template. */
  readonly isData: boolean;
}
