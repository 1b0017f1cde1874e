import type { ChatMessage } from "../../chat/index.ts";
import type { BenchItem } from "../items/bench-item.ts";

/** What a run needs of a defence. */
export interface RunDefence {
  readonly name: string;
  /** SHA-256, in hex, of all that its prompts depend on beside the item. */
  readonly hash: string;
  messages(item: BenchItem): readonly ChatMessage[];
  /** What of an answer is judged; null where it does not hold what the defence asked for. */
  outputOf(text: string): string | null;
}
