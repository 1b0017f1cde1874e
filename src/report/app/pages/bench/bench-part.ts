import type { BenchDocument } from "../../../data/bench/bench-document.ts";

/** What every part of a page of DIM-Bench is given. */
export interface BenchPartProps {
  readonly run: string;
  readonly bench: BenchDocument;
}

/** The name of a system in a line; the defence only where there are several. */
export function systemName({ systems }: BenchDocument["results"], place: number): string {
  const { model, defence } = systems[place]!;
  return new Set(systems.map((system) => system.defence)).size > 1 ? `${model}, ${defence}` : model;
}
