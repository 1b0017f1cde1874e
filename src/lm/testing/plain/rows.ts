import { type PlainTensor, unusable } from "./parameters.ts";

/** One vector a position: [sequence][channels]. */
export type Rows = Float64Array[];

/** The rows of an embedding table [entries, channels] at the given places. */
export function embed(places: readonly number[], table: PlainTensor): Rows {
  const [entries, channels] = [table.shape[0]!, table.shape[1]!];
  if (places.length === 0) throw unusable("A row of token ids must hold at least one.");
  return places.map((place) => {
    if (!Number.isSafeInteger(place) || place < 0 || place >= entries) throw unusable(`An embedding table of ${entries} entries has none at ${place}.`);
    return table.data.slice(place * channels, (place + 1) * channels);
  });
}

export function add(left: Rows, right: Rows): Rows {
  return left.map((row, position) => row.map((value, channel) => value + right[position]![channel]!));
}

export function multiply(left: Rows, right: Rows): Rows {
  return left.map((row, position) => row.map((value, channel) => value * right[position]![channel]!));
}

/** A function of one number, applied to every element. */
export function each(rows: Rows, apply: (value: number) => number): Rows {
  return rows.map((row) => row.map(apply));
}

/** The channels [start, end) of every row. */
export function channels(rows: Rows, start: number, end: number): Rows {
  return rows.map((row) => row.slice(start, end));
}
