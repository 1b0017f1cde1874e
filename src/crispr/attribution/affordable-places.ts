/** What a place takes for each neuron: its activation, two gradients, their products with it, and what is between them, in float32. */
const bytesOfNeuron = 4 * 8;
/** Of the memory that is free; the rest is for the model's other tensors and for everybody else. */
const share = 0.4;

/** How many places can be attributed at once, at least a few whatever the memory. */
export function affordablePlaces({ neurons, freeBytes }: { neurons: number; freeBytes: number }): number {
  return Math.max(32, Math.floor((share * freeBytes) / (neurons * bytesOfNeuron)));
}
