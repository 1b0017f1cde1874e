/** What becomes of an example that is too long: it is left out, or its prompt or its response loses its end. */
export type Overlong = "drop" | "cutPrompt" | "cutResponse";

/** In tokens. */
export interface LengthLimits {
  readonly maximumLength: number;
  readonly maximumPrompt: number;
  readonly overlong: Overlong;
}

/** The ids of one example, not yet joined. */
export interface ExampleParts {
  readonly prompt: readonly number[];
  /** With the end token. */
  readonly response: readonly number[];
  /** How many of the prompt's last ids close it and stay when it is cut. */
  readonly closing: number;
}

/**
 * Prompt and response within the limits. A cut prompt keeps its first tokens, as the papers' evaluation does; a cut
 * response loses its end token with the rest, for it does not end there.
 *
 * @returns the parts, or why there is no example.
 */
export function fitLength({ prompt, response, closing }: ExampleParts, limits: LengthLimits): (Pick<ExampleParts, "prompt" | "response"> & { cut: boolean }) | string {
  const { maximumLength, maximumPrompt, overlong } = limits;
  if (prompt.length === 0) return "its prompt has no token";
  const longPrompt = prompt.length > maximumPrompt;
  if (!longPrompt && prompt.length + response.length <= maximumLength) return { prompt, response, cut: false };
  if (overlong === "cutPrompt") {
    const room = Math.min(maximumPrompt, maximumLength - response.length);
    if (room <= closing) return `its response leaves no room for a prompt within ${maximumLength} tokens`;
    return { prompt: [...prompt.slice(0, room - closing), ...prompt.slice(prompt.length - closing)], response, cut: true };
  }
  if (longPrompt) return `its prompt is longer than ${maximumPrompt} tokens`;
  const room = maximumLength - prompt.length;
  if (overlong === "drop") return `it is longer than ${maximumLength} tokens`;
  if (room < 1) return `its prompt leaves no room for a response within ${maximumLength} tokens`;
  return { prompt, response: response.slice(0, room), cut: true };
}
