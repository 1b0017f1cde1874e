import type { InsteadKind } from "../judge.ts";
import type { Vote } from "./read-answer.ts";

/** What most votes say of one question: the answer that more than half of all gave, else that it is unsure. A vote that could not be read counts for none. */
export function majorityAnswer(votes: readonly (Vote | null)[], question: string): { readonly given: "yes" | "no" | "unsure"; readonly reason: string } {
  const said = votes.flatMap((vote) => vote?.answers[question] ?? []);
  for (const given of ["yes", "no"] as const) {
    const those = said.filter(({ answer }) => answer === given);
    if (2 * those.length > votes.length) return { given, reason: those[0]!.reason };
  }
  const unsure = said.find(({ answer }) => answer === "unsure");
  return { given: "unsure", reason: votes.length === 1 ? (unsure?.reason ?? "") : `Of ${votes.length} votes, ${said.filter(({ answer }) => answer === "yes").length} say yes and ${said.filter(({ answer }) => answer === "no").length} no.` };
}

/** What most of the votes that name something say was done instead; the first named of those that are named as often. */
export function majorityKind(votes: readonly (Vote | null)[]): InsteadKind | undefined {
  const counts = new Map<InsteadKind, number>();
  for (const vote of votes) if (vote?.instead !== undefined) counts.set(vote.instead, (counts.get(vote.instead) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
}
