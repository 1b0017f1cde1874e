/** Where an example stands in a batch. */
export interface Place {
  /** Its index among the examples. */
  readonly example: number;
  /** The line of its record. */
  readonly line: number;
  readonly row: number;
  /** The column of its first token: 0 unless examples are packed. */
  readonly start: number;
}

interface BatchHead {
  /** Counted over all epochs, from 0. */
  readonly step: number;
  readonly epoch: number;
  readonly rows: number;
  /** Positions whose label counts: what the loss is divided by. */
  readonly responseTokens: number;
  readonly places: readonly Place[];
}

/** What has no label, as PyTorch and others mark it. */
export const noLabel = -100;

/**
 * A batch for a decoder; arrays are [rows, width], row by row. An example of n tokens takes n − 1 places: its last token
 * is only predicted.
 */
export interface DecoderBatch extends BatchHead {
  readonly width: number;
  /** Padding has the padding id. */
  readonly ids: Int32Array;
  /** At each place the token to be predicted behind it; −100 where none is: in the prompt and in padding. */
  readonly labels: Int32Array;
  /** From 0 in every example; 0 in padding. */
  readonly positions: Int32Array;
  /** 1, 2, … by example within the row, 0 in padding: attention stays within one segment. */
  readonly segments: Int32Array;
}

/** A batch for an encoder–decoder; arrays are [rows, encoderWidth] or [rows, decoderWidth], row by row. */
export interface EncoderDecoderBatch extends BatchHead {
  readonly encoderWidth: number;
  readonly decoderWidth: number;
  /** The prompt. */
  readonly encoderIds: Int32Array;
  /** 1 where a row has a token, 0 in padding. */
  readonly encoderSegments: Int32Array;
  /** The start token, then the response without its last token. */
  readonly decoderIds: Int32Array;
  /** 1 where a row has a token, 0 in padding. */
  readonly decoderSegments: Int32Array;
  /** The response; −100 in padding. */
  readonly labels: Int32Array;
}

/** The batches of a training run, each by its step. */
export interface Batches<Batch> {
  readonly batchesPerEpoch: number;
  /** The shapes that batches have: [width], or [encoderWidth, decoderWidth]. */
  readonly shapes: readonly (readonly number[])[];
  /** The share of places without a token, over one epoch. */
  readonly paddingShare: number;
  /**
   * The batch of a step, the same whatever was asked before.
   *
   * @throws SteadfastError `batch-step` unless it is a whole number of at least 0.
   */
  batchAt(step: number): Batch;
}
