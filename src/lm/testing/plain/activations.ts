import { normalCdf } from "../../../stats/index.ts";
import { unusable } from "./parameters.ts";

/** An activation by the name that published configurations give it. */
export function activation(name: string): (value: number) => number {
  const found = activations.get(name);
  if (found === undefined) throw unusable(`The plain models know no activation ${name}.`);
  return found;
}

/** The approximation with tanh (Hendrycks & Gimpel 2016). */
const geluTanh = (value: number): number => 0.5 * value * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (value + 0.044715 * value ** 3)));
const silu = (value: number): number => value / (1 + Math.exp(-value));

const activations: ReadonlyMap<string, (value: number) => number> = new Map(Object.entries({
  relu: (value: number) => Math.max(0, value),
  gelu: (value: number) => value * normalCdf(value),
  gelu_new: geluTanh,
  gelu_pytorch_tanh: geluTanh,
  silu,
  swish: silu,
}));
