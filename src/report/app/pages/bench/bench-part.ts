import type { BenchDocument } from "../../../data/bench/bench-document.ts";
import { shortNames } from "../../parts/short-names.ts";

/** What every part of a page of DIM-Bench is given. */
export interface BenchPartProps {
  readonly run: string;
  readonly bench: BenchDocument;
}

/** What a model is called on these pages: a folder by its last part, where that is enough. */
export function modelName({ systems }: BenchDocument["results"], model: string): string {
  return shortNames(systems.map((system) => system.model)).get(model) ?? model;
}

/** The name of a system in a line; the defence only where there are several. */
export function systemName(results: BenchDocument["results"], place: number): string {
  const { model, defence } = results.systems[place]!;
  const name = modelName(results, model);
  return new Set(results.systems.map((system) => system.defence)).size > 1 ? `${name}, ${defence}` : name;
}
