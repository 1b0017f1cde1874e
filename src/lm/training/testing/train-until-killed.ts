// `train-until-killed.ts OPTIONS`: fine-tunes with options in JSON, and says each step that is done on a line of its own.
import type { FineTuneOptions } from "../fine-tune-options.ts";
import { fineTune } from "../fine-tune.ts";

await fineTune(JSON.parse(process.argv[2]!) as FineTuneOptions, {
  sink: (event) => {
    if (event.type === "metric" && event.name === "loss") process.stdout.write(`${event.step}\n`);
  },
});
