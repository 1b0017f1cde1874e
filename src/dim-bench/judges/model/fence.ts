import { contentHash } from "../../../base/index.ts";

/** Data between two lines that nothing in it can know. */
export interface Fence {
  /** 16 hexadecimal digits that do not occur in the payload. */
  readonly nonce: string;
  /** One line of JSON. */
  readonly payload: string;
}

/** @see fencePayload */
export interface FenceOptions {
  readonly seed: number;
  /** Which vote and which try: each has a nonce of its own. */
  readonly place: readonly number[];
}

/**
 * What a judge is to look at, as one line of JSON, and a nonce that is a hash of it and of the run's seed: the same for the same
 * judgement, and not to be foretold by whoever wrote the data. In the line, `<`, line separators and invisible characters stand as
 * their escapes, so that no marker of a chat template and nothing unseen is in it.
 */
export function fencePayload(data: { readonly [name: string]: unknown }, { seed, place }: FenceOptions): Fence {
  const payload = JSON.stringify(data).replaceAll(/[<\p{Cf}\p{Zl}\p{Zp}\p{Co}]/gu, escaped);
  const folded = payload.toLowerCase();
  for (let attempt = 0; ; attempt += 1) {
    const nonce = contentHash({ seed, place, attempt, payload }).slice(0, 16);
    if (!folded.includes(nonce)) return { nonce, payload };
  }
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`).join("");
}
