import type { StoredType } from "./stored-type.ts";

/** A tensor of an open file. All that reading needs has been checked. */
export interface WeightTensor {
  readonly dtype: StoredType;
  readonly shape: readonly number[];
  /** Elements of the shape; `read` wants an array of this length. */
  readonly count: number;
  read(into: Float32Array): Promise<void>;
}

/** The tensors of one open file by their names. */
export type WeightTensors = ReadonlyMap<string, WeightTensor>;
