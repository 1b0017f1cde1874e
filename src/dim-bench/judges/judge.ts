import type { EventSink } from "../../base/index.ts";
import type { ChatUsage, Price } from "../../chat/index.ts";
import type { BenchItem } from "../items/bench-item.ts";

/** A question that a judge answers about one output, and the answer that passes. */
export interface JudgeAnswer {
  /** The name of the question or rule: `options-kept`. */
  readonly question: string;
  readonly expected: "yes" | "no";
  readonly given: "yes" | "no" | "unsure";
  /** For people: one sentence. */
  readonly reason: string;
}

/** What an output that failed did instead of what it was asked. */
export const insteadKinds: readonly ["answered", "answered-and-transformed", "refused", "wrong-language", "wrong-style", "options-dropped", "numbers-changed", "truncated", "commentary-added", "echoed", "addressed-the-judge", "other"] = [
  "answered", "answered-and-transformed", "refused", "wrong-language", "wrong-style", "options-dropped", "numbers-changed", "truncated", "commentary-added", "echoed", "addressed-the-judge", "other",
];
export type InsteadKind = (typeof insteadKinds)[number];

/** Unscored where the judge could not say: that is the judge's failure, never the model's. */
export type Judgement = {
  /** One sentence, for people. */
  readonly reason: string;
  readonly answers: readonly JudgeAnswer[];
} & ({ readonly verdict: "pass" } | { readonly verdict: "fail"; readonly instead: InsteadKind } | { readonly verdict: "unscored"; readonly cause: string });

/** Who listens to a judgement, and who may end it. */
export interface JudgeOptions {
  readonly signal?: AbortSignal;
  /** Told what each call of a model took that the judgement needed; null where the provider does not say. */
  readonly onCall?: (usage: ChatUsage | null) => void;
}

/** @see Judge.prepare */
export interface PrepareJudgeOptions extends JudgeOptions {
  /** Lets a judge through that fails its canaries, with a warning. */
  readonly allowWeak?: boolean;
  readonly sink?: EventSink;
}

/** Decides whether an output does what its item's instruction says, whatever the input asks. */
export interface Judge {
  /** `rules`, `exact`, or the reference of the model that judges. */
  readonly name: string;
  /** SHA-256, in hex, of all that its judgements depend on beside item and output: rules' version, questions, prompts, parameters, the model's details. */
  readonly hash: string;
  /** Of the model that judges; null where it is not known, absent of judges that ask none. */
  readonly price?: Price | null;
  /**
   * What a judge that could be fooled does before the first judgement of a run: it is tried on canaries, outputs of known truth. Others
   * have none.
   *
   * @throws SteadfastError `judge-weak`, unless weak judges are allowed; what `judge` throws
   */
  prepare?(options?: PrepareJudgeOptions): Promise<void>;
  /**
   * Judgements are repeatable as far as the judge is. A model's failure to answer is thrown (`ChatFailure`); an answer that is
   * no judgement is unscored.
   */
  judge(item: BenchItem, output: string, options?: JudgeOptions): Promise<Judgement>;
  close(): Promise<void>;
}
