import { randomStream } from "../../stats/index.ts";

/** A record under an instruction, by their places. */
export interface QuestionPlace {
  readonly record: number;
  readonly instruction: number;
}

/**
 * All questions in an order whose every beginning is a fair sample: each record once, under instructions in turn, before any comes
 * twice.
 */
export function questionOrder({ records, instructions, seed }: { records: number; instructions: number; seed: number }): QuestionPlace[] {
  const random = randomStream(seed, "crispr", "question-order");
  const order = random.shuffle(Array.from({ length: records }, (_, record) => record));
  const first = order.map(() => random.integer(instructions));
  return Array.from({ length: instructions }, (_, round) => order.map((record, place) => ({ record, instruction: (first[place]! + round) % instructions }))).flat();
}
