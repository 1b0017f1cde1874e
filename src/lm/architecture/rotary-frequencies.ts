import type { Settings } from "./settings.ts";

/**
 * Angular frequencies of rotary embedding, base^(−2i/width) for i below width/2 (Su et al. 2021, arXiv 2104.09864,
 * section 3.2.2), scaled as `rope_scaling` says. Kinds of scaling that are not implemented are refused by name.
 */
export function rotaryFrequencies(settings: Settings, headWidth: number): number[] {
  const { scaling, name, base } = readRotarySettings(settings);
  if (headWidth % 2 !== 0) throw settings.unsupported("head_dim", `is ${headWidth}; rotary embedding needs an even number`);
  const plain = Array.from({ length: headWidth / 2 }, (_, index) => base ** ((-2 * index) / headWidth));
  const kind = scaling.rope_type ?? scaling.type ?? "default";
  const number = (key: string): number => {
    const value = scaling[key];
    if (typeof value !== "number" || !Number.isFinite(value) || value <= 0) throw settings.unsupported(name, `needs a number above 0 for "${key}"`);
    return value;
  };
  if (kind === "default") return plain;
  if (kind === "linear") return plain.map((frequency) => frequency / number("factor"));
  if (kind === "llama3") {
    return plain.map((frequency) => llama3Scaled(frequency, { factor: number("factor"), low: number("low_freq_factor"), high: number("high_freq_factor"), trained: number("original_max_position_embeddings") }));
  }
  throw settings.unsupported(name, `asks for the kind ${JSON.stringify(kind)}; supported are default, linear, llama3`);
}

/** Newer files keep the base and the scaling together, in `rope_parameters`. */
function readRotarySettings(settings: Settings): { scaling: Record<string, unknown>; name: string; base: number } {
  const asRecord = (name: string): Record<string, unknown> | undefined => {
    const value = settings.read(name);
    if (value === null) return undefined;
    if (typeof value !== "object" || Array.isArray(value)) throw settings.wrong(name, "an object");
    return value as Record<string, unknown>;
  };
  const together = asRecord("rope_parameters");
  const apart = asRecord("rope_scaling");
  const base = settings.positive("rope_theta", typeof together?.rope_theta === "number" ? together.rope_theta : 10000);
  return { scaling: together ?? apart ?? {}, name: together === undefined ? "rope_scaling" : "rope_parameters", base };
}

/** Llama 3.1's scaling: long wavelengths are stretched by the factor, short ones kept, those between interpolated. */
function llama3Scaled(frequency: number, { factor, low, high, trained }: { factor: number; low: number; high: number; trained: number }): number {
  const wavelength = (2 * Math.PI) / frequency;
  if (wavelength < trained / high) return frequency;
  if (wavelength > trained / low) return frequency / factor;
  const smooth = (trained / wavelength - low) / (high - low);
  return ((1 - smooth) * frequency) / factor + smooth * frequency;
}
