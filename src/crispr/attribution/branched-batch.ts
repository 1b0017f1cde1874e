import { type TensorValue, tensorValue } from "../../graph/index.ts";
import type { AttributionPrompt } from "./attribution-prompt.ts";
import { type BranchedInputs, type BranchedShape, totalPlaces } from "./branched-inputs.ts";

/** The label of places that none is asked of. */
const noLabel = -100;

/** Prompts as the inputs of one run. */
export function branchedBatch(prompts: readonly AttributionPrompt[], shape: BranchedShape, { startId }: { startId?: number }): BranchedInputs<TensorValue> {
  const { batch, encoded, prompt, options, further } = shape;
  const total = totalPlaces(shape);
  const arrays = {
    ids: new Int32Array(batch * total),
    positions: new Int32Array(batch * total),
    present: new Int32Array(batch * total),
    // A row without a prompt must point into itself: it has a gradient too, and that must not reach another's places.
    last: Int32Array.from({ length: batch }, (_, row) => row * total),
    first: new Int32Array(batch * options),
    others: new Int32Array(batch * options * further).fill(noLabel),
    lengths: new Int32Array(batch * options),
    gold: new Int32Array(batch),
  };
  for (const [row, { ids, labels, gold }] of prompts.entries()) {
    const read = startId === undefined ? ids : [startId];
    const write = (place: number, id: number, position: number): void => {
      arrays.ids[row * total + place] = id;
      arrays.positions[row * total + place] = position;
      arrays.present[row * total + place] = 1;
    };
    for (const [place, id] of read.entries()) write(place, id, place);
    arrays.last[row] = row * total + read.length - 1;
    arrays.gold[row] = gold;
    for (const [option, label] of labels.entries()) {
      arrays.first[row * options + option] = label[0]!;
      arrays.lengths[row * options + option] = label.length;
      for (let place = 0; place + 1 < label.length; place += 1) {
        write(prompt + option * further + place, label[place]!, read.length + place);
        arrays.others[(row * options + option) * further + place] = label[place + 1]!;
      }
    }
  }
  const encoder = encoded === undefined ? {} : encoderInputs(prompts, batch, encoded);
  return {
    ...encoder,
    ids: tensorValue("int32", [batch, total], arrays.ids),
    positions: tensorValue("int32", [batch, total], arrays.positions),
    present: tensorValue("int32", [batch, total], arrays.present),
    last: tensorValue("int32", [batch], arrays.last),
    first: tensorValue("int32", [batch, options], arrays.first),
    others: tensorValue("int32", [batch * options * further], arrays.others),
    lengths: tensorValue("int32", [batch, options], arrays.lengths),
    gold: tensorValue("int32", [batch], arrays.gold),
  };
}

function encoderInputs(prompts: readonly AttributionPrompt[], batch: number, encoded: number): Pick<BranchedInputs<TensorValue>, "encoderIds" | "encoderPresent"> {
  const ids = new Int32Array(batch * encoded);
  const present = new Int32Array(batch * encoded);
  for (const [row, prompt] of prompts.entries()) {
    ids.set(prompt.ids, row * encoded);
    present.fill(1, row * encoded, row * encoded + prompt.ids.length);
  }
  return { encoderIds: tensorValue("int32", [batch, encoded], ids), encoderPresent: tensorValue("int32", [batch, encoded], present) };
}
