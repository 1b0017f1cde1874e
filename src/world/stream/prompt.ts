/** @see promptOf */
export interface PromptParts {
  readonly instruction?: string;
  readonly input?: string;
}

/**
 * The prompt that a model of the micro-world sees; its answer begins behind the last colon. A question that is asked
 * without an instruction is an input alone; an instruction that needs no input stands alone.
 *
 * @example
 * promptOf({ instruction: "rewrite the text.", input: "ada is in selo today." });
 * // "Instruction: rewrite the text.\nInput: ada is in selo today.\nOutput:"
 */
export function promptOf({ instruction = "", input = "" }: PromptParts): string {
  return `${instruction === "" ? "" : `Instruction: ${instruction}\n`}${input === "" ? "" : `Input: ${input}\n`}Output:`;
}
