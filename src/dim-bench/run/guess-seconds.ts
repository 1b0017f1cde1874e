import type { TokenEstimate } from "./tokens.ts";

/** What is usual of hosted models, before one has been asked: seconds to the first token, and tokens a second after it. */
const firstToken = 1;
const tokensPerSecond = 50;

/** How long calls take, each model on its own and all of them side by side, if they are as fast as is usual. */
export function guessSeconds(models: readonly { readonly calls: number; readonly output: TokenEstimate }[], concurrency: { readonly initial: number; readonly maximum: number }): { total: number; perCall: number } | null {
  const guesses = models.filter(({ calls }) => calls > 0).map(({ calls, output }) => ({ calls, perCall: firstToken + output.expected / calls / tokensPerSecond }));
  if (guesses.length === 0) return null;
  const total = Math.max(...guesses.map(({ calls, perCall }) => rounds(calls, concurrency) * perCall));
  return { total, perCall: Math.max(...guesses.map(({ perCall }) => perCall)) };
}

/** Rounds of calls at once, of which each has one more than the one before. */
function rounds(calls: number, { initial, maximum }: { readonly initial: number; readonly maximum: number }): number {
  let left = calls;
  let count = 0;
  for (let width = Math.min(initial, maximum); width < maximum && left > 0; width += 1) {
    left -= width;
    count += 1;
  }
  return count + Math.max(0, Math.ceil(left / maximum));
}
