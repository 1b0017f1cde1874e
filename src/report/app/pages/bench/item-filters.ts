import type { BenchDocument } from "../../../data/bench/bench-document.ts";

/** What the address says of which items are wanted. */
export type ItemQuery = Readonly<Record<string, string>>;

/** Which system is looked at; the first where the address names none. */
export function systemOf({ results }: BenchDocument, { sys = "0" }: ItemQuery): number {
  const place = Number(sys);
  return Number.isInteger(place) && place >= 0 && place < results.systems.length ? place : 0;
}

/** Which trial is looked at. */
export function trialOf({ trials }: BenchDocument, { trial = "0" }: ItemQuery): number {
  const place = Number(trial);
  return Number.isInteger(place) && place >= 0 && place < trials ? place : 0;
}

/** The items that the address wants, by their places: `outcome`, `instead`, `instruction`, `input`, `target`, `than` (a system that did otherwise), `q`. */
export function filterItems(bench: BenchDocument, query: ItemQuery): number[] {
  const { items, names, texts, outcomes, codes } = bench;
  const { outcome = "", instead = "", instruction = "", input = "", target = "", than = "", q = "" } = query;
  const trial = trialOf(bench, query);
  const own = codes[systemOf(bench, query)]![trial]!;
  const others = than === "" ? undefined : codes[Number(than)]?.[trial];
  const fitting = outcomes.map((each) => (outcome === "" || each.type === outcome) && (instead === "" || (each.type === "fail" && each.instead === instead) || (each.type === "unscored" && each.reason === instead)));
  const wanted = { instruction: names.instructions.indexOf(instruction), input: names.inputs.indexOf(input), target: names.targets.indexOf(target) };
  const words = q.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return [...items.ids.keys()].filter((item) => {
    if (!fitting[own[item]!]) return false;
    if (instruction !== "" && items.instruction[item] !== wanted.instruction) return false;
    if (input !== "" && items.input[item] !== wanted.input) return false;
    if (target !== "" && items.target[item] !== wanted.target) return false;
    if (others !== undefined && !differ(outcomes[own[item]!]!.type, outcomes[others[item]!]!.type)) return false;
    if (words.length === 0) return true;
    const text = `${items.ids[item]} ${texts[items.text[item]!]!.preview}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

// What is unscored is no answer to who did better.
function differ(one: string, other: string): boolean {
  return one !== other && one !== "unscored" && other !== "unscored";
}
