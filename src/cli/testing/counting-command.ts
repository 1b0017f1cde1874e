import { setTimeout as sleep } from "node:timers/promises";
import { type CommandDefinition, defineCommand } from "../definition/command.ts";
import { flag, wholeNumber } from "../definition/option.ts";

/** A command with the shape of the real ones: counts in a ledger run, one record a step, and goes on where it stopped. */
export const countingCommand: CommandDefinition = defineCommand({
  name: "count",
  summary: "counts",
  options: {
    to: wholeNumber({ summary: "how far", placeholder: "COUNT", default: 5 }),
    wait: wholeNumber({ summary: "milliseconds between steps", placeholder: "MILLISECONDS", default: 0 }),
    deaf: flag("ignores the first Ctrl-C"),
    gate: flag("ends with a failed gate"),
    crash: flag("throws what no command should throw"),
  },
  examples: [{ command: "steadfast count --to 3", summary: "counts to three" }],
  async run(context) {
    const { to, wait, deaf, gate, crash } = context.options;
    const { id } = await context.asRun({ kind: "count" }, async ({ id, sink, signal }) => {
      context.goOnWith(`steadfast count --to ${to} --resume ${id}`);
      for (let step = 1; step <= to; step++) {
        if (!deaf) signal.throwIfAborted();
        sink({ type: "record", kind: "step", key: String(step), value: step });
        sink({ type: "progress", task: "counting", done: step, total: to, unit: "steps" });
        await sleep(wait);
      }
      if (crash) throw new TypeError("a is not a function");
      return { outcome: gate ? "gateFailed" : "done", summary: { counted: to } };
    });
    context.output.print(`counted to ${to}`);
    context.output.result({ run: id, counted: to });
    return gate ? "gateFailed" : "done";
  },
});
