import { SteadfastError } from "../../base/index.ts";

/** Refuses a text that a solver cannot read. */
export function unsolvable(what: string, text: string): SteadfastError {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return new SteadfastError({ code: "world-unsolvable", sentence: `${what}: ${JSON.stringify(shown)}.`, hint: "Solvers read the micro-world's own language only; docs/world.md shows it." });
}
