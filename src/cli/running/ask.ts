import { createInterface } from "node:readline/promises";
import { SteadfastError } from "../../base/index.ts";
import { visibleText } from "../output/visible-text.ts";

/** The two ends of a conversation with a person. */
export interface Conversation {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream & { isTTY?: boolean };
  signal: AbortSignal;
}

/**
 * Asks a yes-or-no question on a terminal; anything but yes is no. Where no person can answer, it refuses and names the
 * flag that answers in advance.
 *
 * @throws SteadfastError `needs-yes` when there is no terminal; `interrupted` on Ctrl-C.
 */
export async function askYesOrNo(question: string, options: Conversation & { flag: string }): Promise<boolean> {
  const { input, output, signal, flag } = options;
  if (!input.isTTY || !output.isTTY) {
    throw new SteadfastError({ code: "needs-yes", sentence: `${question} Nobody is here to answer, so nothing was done.`, hint: `Give ${flag} to answer yes in advance.` });
  }
  const lines = createInterface({ input, output });
  const interrupted = new AbortController();
  // In raw mode the terminal hands Ctrl-C to readline instead of sending a signal.
  lines.on("SIGINT", () => interrupted.abort());
  // Ctrl-D closes without an answer.
  lines.on("close", () => interrupted.abort());
  try {
    const answer = await lines.question(`${visibleText(question)} [y/N] `, { signal: AbortSignal.any([signal, interrupted.signal]) });
    return /^y(?:es)?$/i.test(answer.trim());
  } catch (error) {
    if (!signal.aborted && !interrupted.signal.aborted) throw error;
    output.write("\n");
    throw new SteadfastError({ code: "interrupted", kind: "incomplete", sentence: "Interrupted: nothing was done.", cause: error });
  } finally {
    lines.close();
  }
}
