import { solve } from "../solver/solve.ts";
import { type TrainingOptions, type TrainingRecord, trainingStream } from "../stream/training-stream.ts";
import { worldPieces } from "../vocabulary.ts";

/** What a stretch of a training stream was found to be. */
export interface StreamReport {
  readonly rows: Readonly<Record<string, { readonly records: number; readonly share: string; readonly tokens: string; readonly longest: number }>>;
  /** Records of which the solver says something else. */
  readonly wrong: readonly (TrainingRecord & { readonly solved: string })[];
}

/** Solves every record of a stream; a statement has nothing to solve. */
export function checkStream({ count, ...options }: TrainingOptions & { readonly count: number }): StreamReport {
  const found = new Map<string, { records: number; tokens: number; longest: number }>();
  const wrong: (TrainingRecord & { solved: string })[] = [];
  for (const record of trainingStream(options).take(count)) {
    const { kind, task, instruction, input, prompt, output } = record;
    const name = `${kind} ${task}`;
    const row = found.get(name) ?? { records: 0, tokens: 0, longest: 0 };
    const tokens = worldPieces(`${prompt} ${output}`).length;
    found.set(name, { records: row.records + 1, tokens: row.tokens + tokens, longest: Math.max(row.longest, tokens) });
    if (task === "statements") continue;
    const solved = solve({ task, instruction, input });
    if (solved !== output) wrong.push({ ...record, solved });
  }
  const rows = [...found].sort().map(([name, { records, tokens, longest }]) => [name, { records, share: `${((100 * records) / count).toFixed(1)}%`, tokens: (tokens / records).toFixed(1), longest }] as const);
  return { rows: Object.fromEntries(rows), wrong };
}
