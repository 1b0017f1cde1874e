import { ChatFailure, type ChatFailureCode } from "../../chat/index.ts";

/** What will fail again until somebody does something about it: what is left waits for that. */
const needsSomebody: ReadonlySet<ChatFailureCode> = new Set(["budget-exceeded", "quota-exhausted", "unauthorized", "model-missing"]);

/** Failures in a row after which a model is given up, for now. Each has had all its tries before. */
const failuresInARow = 20;

/** What becomes of a call that failed, and whether to go on. */
export interface FailureDecision {
  /** `keep`: it is a failure of its own; `release`: it was not the call's fault, and is to be made later. */
  readonly call: "keep" | "release";
  readonly stop: boolean;
}

/** Watches the calls to one model, and says when it makes no sense to go on. */
export class StopRule {
  #inARow = 0;

  answered(): void {
    this.#inARow = 0;
  }

  failed({ code, kind }: ChatFailure): FailureDecision {
    if (needsSomebody.has(code)) return { call: "release", stop: true };
    // A request that is refused says nothing about the next one.
    if (kind === "incomplete") this.#inARow += 1;
    return { call: "keep", stop: this.#inARow >= failuresInARow };
  }
}
