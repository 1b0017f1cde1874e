/**
 * A template with `{instruction}` and `{input}` replaced, in one pass: what is put in is never looked at again, so that
 * data which is spelled like a slot stays data.
 */
export function fillSlots(template: string, values: { readonly instruction: string; readonly input: string }): string {
  return template.replaceAll(/\{(instruction|input)\}/g, (_slot, name: "instruction" | "input") => values[name]);
}
