import type { TextPart } from "./text-part.ts";

const slot = /\{(instruction|input)\}/;

/**
 * A template with `{instruction}` and `{input}` replaced, in one pass: what is put in is never looked at again, so that
 * data which is spelled like a slot stays data.
 *
 * @returns the stretches of the text, in order.
 */
export function fillSlots(template: string, values: { readonly instruction: string; readonly input: string }): TextPart[] {
  // Split by a pattern with one group, what the group matched stands at the odd places.
  return template.split(slot).map((piece, place) => (place % 2 === 1 ? { text: values[piece as "instruction" | "input"], isData: true } : { text: piece, isData: false }));
}
