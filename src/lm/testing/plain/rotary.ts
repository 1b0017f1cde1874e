import { type PlainConfig, numberOf, textOf } from "./config.ts";
import { unusable } from "./parameters.ts";
import type { Rows } from "./rows.ts";

/**
 * Each head's channels i and i + width/2 are a point in the plane, turned by position · frequency[i]
 * (Su et al. 2021, with the pairs on split halves as the published checkpoints want them).
 */
export function rotate(rows: Rows, heads: number, frequencies: readonly number[]): Rows {
  return rows.map((row, position) => {
    const result = new Float64Array(row.length);
    const width = row.length / heads;
    const half = width / 2;
    for (let head = 0; head < heads; head += 1) {
      for (let pair = 0; pair < half; pair += 1) {
        const angle = position * frequencies[pair]!;
        const first = row[head * width + pair]!;
        const second = row[head * width + half + pair]!;
        result[head * width + pair] = first * Math.cos(angle) - second * Math.sin(angle);
        result[head * width + half + pair] = second * Math.cos(angle) + first * Math.sin(angle);
      }
    }
    return result;
  });
}

/** Radians a position turns each of the `headWidth / 2` pairs by, `rope_scaling` applied. */
export function rotaryFrequencies(config: PlainConfig, headWidth: number): number[] {
  if (headWidth % 2 !== 0) throw unusable(`A rotary embedding needs heads of even width, not ${headWidth}.`);
  if (config.rope_parameters !== undefined) throw unusable("The plain models read rope_theta and rope_scaling, not rope_parameters.");
  const base = numberOf(config, "rope_theta", 10_000);
  const plain = Array.from({ length: headWidth / 2 }, (_, pair) => base ** ((-2 * pair) / headWidth));
  const scaling = (config.rope_scaling ?? {}) as PlainConfig;
  // Older files call the kind `type`.
  const kind = textOf(scaling, "rope_type", textOf(scaling, "type", "default"));
  if (kind === "default") return plain;
  const factor = numberOf(scaling, "factor");
  if (kind === "linear") return plain.map((frequency) => frequency / factor);
  if (kind === "llama3") return plain.map((frequency) => llama3Frequency(frequency, factor, scaling));
  throw unusable(`The plain models know no rope_scaling of the kind ${kind}.`);
}

/**
 * Llama 3.1: waves that fit into the old context often enough keep their frequency, those that hardly fit are slowed by
 * the factor, and between the two the frequency is mixed in proportion to how often the wave fits.
 */
function llama3Frequency(frequency: number, factor: number, scaling: PlainConfig): number {
  const low = numberOf(scaling, "low_freq_factor");
  const high = numberOf(scaling, "high_freq_factor");
  const wavelength = (2 * Math.PI) / frequency;
  const fits = numberOf(scaling, "original_max_position_embeddings") / wavelength;
  if (fits > high) return frequency;
  if (fits < low) return frequency / factor;
  const kept = (fits - low) / (high - low);
  return (1 - kept) * (frequency / factor) + kept * frequency;
}
