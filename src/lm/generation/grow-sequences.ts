/** Sequences that grow together. Single models and pairs of models in step are two kinds of it. */
export interface GrowingBatch<Token> {
  /** The next tokens of each row: at least one, at most as many as the row may still take. */
  advance(remaining: readonly number[]): Promise<readonly (readonly Token[])[]>;
  /** Keeps the rows of these indices, in this order. */
  keep(rows: readonly number[]): void;
  /** Adds another batch's rows behind its own. */
  append(other: this): void;
}

/** @see growSequences */
export interface GrowOptions<Request, Token, Batch extends GrowingBatch<Token>> {
  readonly requests: readonly Request[];
  /** How many sequences grow at once, at most. */
  readonly rows: number;
  /** Reads the prompts of some requests, ready to grow. */
  start(requests: readonly Request[]): Promise<Batch>;
  /** How many tokens the sequence may grow by. */
  limitOf(request: Request): number;
  /** Called with each new token, in order; true ends the sequence with it. */
  take(request: number, token: Token): boolean;
  readonly signal?: AbortSignal;
}

/**
 * Grows a sequence for each request until `take` ends it or its limit is reached. Finished rows leave the batch at once; when a
 * quarter of its places is free, requests that wait take them.
 *
 * @example
 * await growSequences({ requests, rows: 8, start, limitOf: () => 20, take: (_request, token) => token === 3 });
 */
export async function growSequences<Request, Token, Batch extends GrowingBatch<Token>>({ requests, rows, start, limitOf, take, signal }: GrowOptions<Request, Token, Batch>): Promise<void> {
  let active: { request: number; remaining: number }[] = [];
  let batch: Batch | undefined;
  // One with no room at all is finished before it begins.
  const waiting = [...requests.keys()].filter((request) => limitOf(requests[request]!) > 0);
  while (active.length > 0 || waiting.length > 0) {
    signal?.throwIfAborted();
    if (waiting.length > 0 && active.length <= (rows * 3) / 4) {
      const admitted = waiting.splice(0, rows - active.length);
      const joining = await start(admitted.map((request) => requests[request]!));
      if (batch === undefined || active.length === 0) batch = joining;
      else batch.append(joining);
      active.push(...admitted.map((request) => ({ request, remaining: limitOf(requests[request]!) })));
    }
    const grown = await batch!.advance(active.map(({ remaining }) => remaining));
    const staying: number[] = [];
    for (const [row, tokens] of grown.entries()) {
      const place = active[row]!;
      let ended = false;
      for (const token of tokens) {
        place.remaining -= 1;
        ended = take(place.request, token) || place.remaining <= 0;
        if (ended) break;
      }
      if (!ended) staying.push(row);
    }
    if (staying.length < active.length) {
      if (staying.length > 0) batch!.keep(staying);
      active = staying.map((row) => active[row]!);
    }
  }
}
