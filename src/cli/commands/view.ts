import { messageOf } from "../../base/index.ts";
import { startViewer } from "../../report/index.ts";
import { type CommandDefinition, defineCommand } from "../definition/command.ts";
import { wholeNumber } from "../definition/option.ts";

export const command: CommandDefinition = defineCommand({
  name: "view",
  summary: "look at all runs in a browser, those that are still going too",
  description:
    "Serves the pages of `steadfast report` live from the ledger, on this machine only, until Ctrl-C. The address holds a token, new each time: whoever has it, on this machine, can read the ledger; nobody can change it. Pages follow what running commands write.",
  options: {
    port: wholeNumber({ summary: "where to listen (default: a free one)", placeholder: "NUMBER", minimum: 1, maximum: 65_535 }),
  },
  examples: [
    { command: "steadfast view", summary: "then open the address that is printed" },
    { command: "steadfast view --ledger experiments/.steadfast --port 8123", summary: "another ledger, always at the same port" },
  ],
  async run({ options: { port }, output, sink, signal, ledgerToRead }) {
    const ledger = await ledgerToRead();
    const viewer = await startViewer({ ledger, ...(port === undefined ? {} : { port }), onError: (error) => sink({ type: "message", level: "warning", text: `A page could not be shown: ${messageOf(error)}` }) });
    try {
      if (output.json) sink({ type: "message", level: "info", text: viewer.address });
      output.print(viewer.address);
      output.print("Open it in a browser. Ctrl-C ends it.");
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
    } finally {
      await viewer.close();
    }
    output.result({ address: viewer.address });
    return "done";
  },
});
