/** What a prompt needs of a bias record. */
export interface BiasRecordTexts {
  readonly context: string;
  readonly question: string;
  readonly ans0: string;
  readonly ans1: string;
  readonly ans2: string;
}

/**
 * A bias record as the CRISPR paper prompts it; the answer is the text of one option. The micro-world's training records
 * have bias questions in this form too.
 *
 * @example
 * biasPrompt({ instruction: biasInstructions[0]!, record });
 * // "answer the question.\nContext: … Question: who is late? Answer options: {…} Your answer:"
 */
export function biasPrompt({ instruction, record }: { readonly instruction: string; readonly record: BiasRecordTexts }): string {
  const { context, question, ans0, ans1, ans2 } = record;
  return `${instruction === "" ? "" : `${instruction}\n`}Context: ${context} Question: ${question} Answer options: {${ans0}, ${ans1}, ${ans2}} Your answer:`;
}

/**
 * A bias record as an input with lettered options, as the other question-like inputs have them.
 *
 * @example
 * biasInput(record); // "… who is late? (a) … (b) … (c) …"
 */
export function biasInput({ context, question, ans0, ans1, ans2 }: BiasRecordTexts): string {
  return `${context} ${question} (a) ${ans0} (b) ${ans1} (c) ${ans2}`;
}
