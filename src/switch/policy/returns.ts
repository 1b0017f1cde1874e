/** @see rewardsToGo */
export interface PolicySettings {
  /** What rewards are divided by, and how far from 0 they may then be. */
  readonly rewardScale: number;
  readonly rewardBound: number;
  readonly discount: number;
  /** How far the ratio of probabilities may be from 1. */
  readonly clip: number;
}

/** MiniLLM's published settings. */
export const miniLlmPolicy: PolicySettings = { rewardScale: 0.5, rewardBound: 100, discount: 0.95, clip: 0.2 };

/**
 * The return of each token of a response: r_t = clip((log T − log S) / scale, ±bound), R_t = Σ_{i ≥ t} discount^(i − t)·r_i ÷ (tokens
 * from t on).
 */
export function rewardsToGo(teacherLogs: readonly number[], studentLogs: readonly number[], { rewardScale, rewardBound, discount }: PolicySettings): number[] {
  const returns = new Array<number>(teacherLogs.length);
  let sum = 0;
  for (let token = teacherLogs.length - 1; token >= 0; token -= 1) {
    const reward = Math.min(rewardBound, Math.max(-rewardBound, (teacherLogs[token]! - studentLogs[token]!) / rewardScale));
    sum = reward + discount * sum;
    returns[token] = sum / (teacherLogs.length - token);
  }
  return returns;
}

/** Returns of a batch's tokens with mean 0 and deviation 1, as advantages. */
export function whitened(returns: readonly (readonly number[])[]): number[][] {
  const all = returns.flat();
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
  return returns.map((row) => row.map((value) => (value - mean) / Math.sqrt(variance + 1e-8)));
}
