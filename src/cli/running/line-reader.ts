import { createInterface } from "node:readline";
import { visibleText } from "../output/visible-text.ts";
import type { Conversation } from "./ask.ts";

/** A person who answers in lines. */
export interface LineReader {
  /** The next line without surrounding blanks; null where there is no more: Ctrl-C, Ctrl-D. */
  ask(question: string): Promise<string | null>;
  close(): void;
}

/** Reads lines of a terminal; undefined where no person is there to answer. */
export function openLineReader({ input, output, signal }: Conversation): LineReader | undefined {
  if (!input.isTTY || !output.isTTY) return undefined;
  const reader = createInterface({ input, output });
  const lines = reader[Symbol.asyncIterator]();
  const close = (): void => reader.close();
  // In raw mode the terminal hands Ctrl-C to readline instead of sending a signal.
  reader.on("SIGINT", close);
  signal.addEventListener("abort", close, { once: true });
  return {
    ask: async (question) => {
      if (signal.aborted) return null;
      output.write(`${visibleText(question)} `);
      const { done, value } = await lines.next();
      return done === true ? null : value.trim();
    },
    close: () => {
      signal.removeEventListener("abort", close);
      close();
    },
  };
}
