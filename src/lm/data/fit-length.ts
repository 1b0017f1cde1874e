import { SteadfastError } from "../../base/index.ts";
import { cutPrompt, type PromptIds } from "./prompt-encoder.ts";

/** What becomes of an example that is too long: it is left out, or its prompt or its response loses its end. */
export type Overlong = "drop" | "cutPrompt" | "cutResponse";

/** In tokens. */
export interface LengthLimits {
  readonly maximumLength: number;
  readonly maximumPrompt: number;
  readonly overlong: Overlong;
}

/** The ids of one example, not yet joined. */
export interface FittedParts {
  readonly prompt: readonly number[];
  readonly response: readonly number[];
  readonly cut: boolean;
}

/**
 * Prompt and response within the limits. A cut prompt keeps its first tokens, as the papers' evaluation does; a cut
 * response loses its end token with the rest, for it does not end there.
 *
 * @param response with its end token.
 * @returns the parts, or why there is no example.
 */
export function fitLength(promptIds: PromptIds, response: readonly number[], limits: LengthLimits): FittedParts | string {
  const { maximumLength, maximumPrompt, overlong } = limits;
  const { ids: prompt, closing } = promptIds;
  const longPrompt = prompt.length > maximumPrompt;
  if (!longPrompt && prompt.length + response.length <= maximumLength) return { prompt, response, cut: false };
  if (overlong === "cutPrompt") {
    const room = Math.min(maximumPrompt, maximumLength - response.length);
    if (room <= closing) return `its response leaves no room for a prompt within ${maximumLength} tokens`;
    return { prompt: cutPrompt(promptIds, room), response, cut: true };
  }
  if (longPrompt) return `its prompt is longer than ${maximumPrompt} tokens`;
  const room = maximumLength - prompt.length;
  if (overlong === "drop") return `it is longer than ${maximumLength} tokens`;
  if (room < 1) return `its prompt leaves no room for a response within ${maximumLength} tokens`;
  return { prompt, response: response.slice(0, room), cut: true };
}

/** @throws SteadfastError `example-length` for what is no length in tokens. */
export function checkLength(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) throw new SteadfastError({ code: "example-length", sentence: `${name} must be a whole number of at least ${least}, not ${value}.` });
}
