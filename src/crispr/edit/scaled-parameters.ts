import { type TensorValue, tensorValue } from "../../graph/index.ts";
import { type LanguageModel, type LinearSite, sitesOf } from "../../lm/index.ts";
import type { Edit } from "./edit-file.ts";

/** Elements of one published tensor that a neuron owns. */
export interface OwnedElements {
  readonly tensor: string;
  /** The first element, how many there are, and how far they stand apart. */
  readonly start: number;
  readonly count: number;
  readonly step: number;
  readonly scale: number;
}

/** The weight row (or column, as GPT-2 has it) and the bias entry of every neuron of an edit. */
export function ownedElements({ neurons }: Edit, { architecture }: Pick<LanguageModel, "architecture">): OwnedElements[] {
  const sites = new Map<string, LinearSite>(sitesOf(architecture).map((site) => [site.site, site]));
  return neurons.flatMap(({ site: name, index, scale }) => {
    const { weight, bias, layout, inputs, publishedOutputs } = sites.get(name)!;
    const row = layout === "outputs by inputs" ? { start: index * inputs, step: 1 } : { start: index, step: publishedOutputs };
    return [{ tensor: weight, ...row, count: inputs, scale }, ...(bias === undefined ? [] : [{ tensor: bias, start: index, step: 1, count: 1, scale }])];
  });
}

/** Scaled; removed is 0 and never −0. */
export function scaled(value: number, scale: number): number {
  return scale === 0 ? 0 : value * scale;
}

/** The model with the edit in its weights; the given one is left as it is. */
export function editedModel(model: LanguageModel, edit: Edit): LanguageModel {
  const parameters = new Map<string, TensorValue>(model.parameters);
  for (const { tensor, start, count, step, scale } of ownedElements(edit, model)) {
    let value = parameters.get(tensor)!;
    if (value === model.parameters.get(tensor)) {
      value = tensorValue("float32", value.shape, (value.data as Float32Array).slice());
      parameters.set(tensor, value);
    }
    const data = value.data as Float32Array;
    for (let element = 0; element < count; element += 1) data[start + element * step] = scaled(data[start + element * step]!, scale);
  }
  return { ...model, parameters };
}
