import type { PlainTensor } from "./parameters.ts";
import type { Rows } from "./rows.ts";

/** (x − mean) / √(variance + ε) · scale + bias, with the variance over n, not n − 1 (Ba et al. 2016). */
export function layerNorm(rows: Rows, scale: PlainTensor | undefined, bias: PlainTensor | undefined, epsilon: number): Rows {
  return rows.map((row) => {
    const mean = row.reduce((total, value) => total + value, 0) / row.length;
    const variance = row.reduce((total, value) => total + (value - mean) ** 2, 0) / row.length;
    return row.map((value, channel) => ((value - mean) / Math.sqrt(variance + epsilon)) * (scale?.data[channel] ?? 1) + (bias?.data[channel] ?? 0));
  });
}

/** x / √(mean of x² + ε) · scale: no mean is taken off and nothing added (Zhang & Sennrich 2019). */
export function rmsNorm(rows: Rows, scale: PlainTensor, epsilon: number): Rows {
  return rows.map((row) => {
    const meanSquare = row.reduce((total, value) => total + value * value, 0) / row.length;
    return row.map((value, channel) => (value / Math.sqrt(meanSquare + epsilon)) * scale.data[channel]!);
  });
}
