import type { InferenceSession } from "../../lm/index.ts";
import type { AttributionPrompt } from "../attribution/attribution-prompt.ts";
import { scoreOptions } from "../answers/score-options.ts";

const sizes = [256, 512, 1024, 2048, 4096] as const;
/** A larger batch must be this much faster to be worth its memory. */
const worthwhile = 1.05;

/** How many tokens of prompts at once are answered fastest, tried on some of the prompts themselves; a size that fails ends the trial. */
export async function fastestBatch(session: InferenceSession, prompts: readonly AttributionPrompt[], { now = () => performance.now() }: { now?: () => number } = {}): Promise<number> {
  const take = (tokens: number): AttributionPrompt[] => {
    let left = tokens;
    return prompts.filter(({ ids }) => (left -= ids.length) >= 0);
  };
  let best: { size: number; rate: number } | undefined;
  for (const size of sizes) {
    const some = take(size);
    if (some.length === 0) continue;
    const tokens = some.reduce((sum, { ids }) => sum + ids.length, 0);
    // What is not half full says nothing of its size.
    if (best !== undefined && tokens < size / 2) break;
    try {
      if (best === undefined) await scoreOptions(session, some, { tokensAtOnce: size });
      const start = now();
      await scoreOptions(session, some, { tokensAtOnce: size });
      const rate = tokens / Math.max(now() - start, 1e-3);
      if (best !== undefined && rate < worthwhile * best.rate) break;
      best = { size, rate };
    } catch (error) {
      if (best === undefined) throw error;
      break;
    }
  }
  return best?.size ?? sizes[0];
}
