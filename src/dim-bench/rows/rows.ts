import type { ChatFailureCode, ChatRequest, ChatResponse } from "../../chat/index.ts";
import type { Judgement } from "../judges/judge.ts";

/** Where an answer is from that this run did not pay for: another run of the ledger, or another row of this one that asks the same. */
export interface CachedFrom {
  readonly run: string;
  /** What it cost there, in US dollars. */
  readonly cost: number | null;
}

/** What was asked of a model and what came back. Stored under its key, which is a hash of all that the answer depends on. */
export interface GenerationRow {
  readonly key: string;
  readonly item: string;
  /** As the user named it. */
  readonly model: string;
  readonly defence: string;
  /** From 0. */
  readonly trial: number;
  /** The exact messages and parameters. */
  readonly request: ChatRequest;
  readonly outcome: { readonly type: "answered"; readonly response: ChatResponse } | { readonly type: "failed"; readonly code: ChatFailureCode; readonly sentence: string };
  /** US dollars that this row cost this run; null where the price or the usage is not known, 0 where it is cached. */
  readonly cost: number | null;
  /** Of the last try, without what was waited for its turn. */
  readonly milliseconds: number;
  /** The response, with its usage, is as it was there. */
  readonly cached?: CachedFrom;
}

/** What a judge said of one generation. */
export interface JudgementRow {
  readonly key: string;
  readonly generation: string;
  /** One generation may stand for several items that ask the same of the model. */
  readonly item: string;
  readonly judge: string;
  readonly judgeHash: string;
  readonly outcome: { readonly type: "judged"; readonly judgement: Judgement } | { readonly type: "failed"; readonly code: ChatFailureCode; readonly sentence: string };
  /** Tokens of all calls of the judge; null where they are not known, and 0 of a judge that makes none. */
  readonly usage: { readonly input: number; readonly output: number; readonly cached: number } | null;
  /** As of a generation. */
  readonly cost: number | null;
  readonly milliseconds: number;
  readonly cached?: CachedFrom;
}
