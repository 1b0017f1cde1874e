import { type Calibration, calibrateJudge, type Gold, openJudge } from "../../../dim-bench/index.ts";

/** What the rules say of the same outputs: a type, not an interface, so it is JSON as it is. */
export type BesideRules = {
  readonly balancedAccuracy: number | null;
  readonly agree: number;
  /** Outputs of which one of the two is wrong: what each called them. */
  readonly disagreements: readonly { readonly id: string; readonly kind: string; readonly judge: string; readonly rules: string }[];
};

/** Judges the gold by the rules too, and lists where a model that judges and they differ. */
export async function besideRules(calibration: Calibration, { gold, signal }: { readonly gold: Gold; readonly signal: AbortSignal }): Promise<BesideRules> {
  const rules = await openJudge("rules");
  const { mistakes, balancedAccuracy } = await calibrateJudge({ judge: rules, gold, signal });
  const [judged, ruled] = [calibration.mistakes, mistakes].map((each) => new Map(each.map(({ id, called }) => [id, called]))) as [Map<string, string>, Map<string, string>];
  // What is no mistake is called what it is.
  const disagreements = gold.outputs.flatMap(({ id, verdict, kind }) => (judged.has(id) === ruled.has(id) ? [] : [{ id, kind, judge: judged.get(id) ?? verdict, rules: ruled.get(id) ?? verdict }]));
  return { balancedAccuracy: balancedAccuracy.estimate, agree: gold.outputs.length - disagreements.length, disagreements };
}
