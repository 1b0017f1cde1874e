import type { ChatMessage } from "../../chat/index.ts";
import type { BenchItem } from "../items/bench-item.ts";

/** What of an item a prompt is made of. */
export type PromptItem = Pick<BenchItem, "instruction" | "input">;

/** A way to lay an item before a model. */
export interface Defence {
  /** `standard`, or the path of the file it was read from. */
  readonly name: string;
  /** For people: what it does, as a clause. */
  readonly summary: string;
  /** Where the idea is from. */
  readonly source: string;
  /** SHA-256, in hex, of all that its prompts depend on beside the item. */
  readonly hash: string;
  /** The conversation that asks the item. Instruction and input stand in it to the code unit, unless the defence is to encode them. */
  messages(item: PromptItem): readonly ChatMessage[];
  /** What of an answer is to be judged; null where the answer does not hold what the defence asked for. */
  outputOf(text: string): string | null;
}
