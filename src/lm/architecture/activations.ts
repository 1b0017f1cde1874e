import type { Activation } from "./description.ts";

/** Names of activations as configurations have them. */
export const activations: Readonly<Record<string, Activation>> = {
  gelu: "gelu",
  gelu_new: "geluTanh",
  gelu_pytorch_tanh: "geluTanh",
  gelu_fast: "geluTanh",
  relu: "relu",
  silu: "silu",
  swish: "silu",
};
