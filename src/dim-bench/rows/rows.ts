import type { ChatFailureCode, ChatRequest, ChatResponse } from "../../chat/index.ts";
import type { Judgement } from "../judges/judge.ts";

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
  /** US dollars; null where the price or the usage is not known. */
  readonly cost: number | null;
  readonly milliseconds: number;
}

/** What a judge said of one generation. */
export interface JudgementRow {
  readonly key: string;
  readonly generation: string;
  readonly judge: string;
  readonly judgeHash: string;
  readonly outcome: { readonly type: "judged"; readonly judgement: Judgement } | { readonly type: "failed"; readonly code: ChatFailureCode; readonly sentence: string };
  readonly cost: number | null;
  readonly milliseconds: number;
}
