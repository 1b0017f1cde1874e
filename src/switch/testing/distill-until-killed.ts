// `distill-until-killed.ts OPTIONS`: distils with options in JSON, and says each step that is done on a line of its own.
import type { DistillOptions } from "../training/distill-options.ts";
import { distill } from "../training/distill.ts";

await distill(JSON.parse(process.argv[2]!) as DistillOptions, {
  sink: (event) => {
    if (event.type === "metric" && event.name === "loss") process.stdout.write(`${event.step}\n`);
  },
});
