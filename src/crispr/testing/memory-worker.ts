// `memory-worker.ts COUNT`: attribution over COUNT instances under two instructions; prints, in megabytes, the highest that was alive after a
// batch, and by how much the process grew behind its first tenth.
import { attribute } from "../attribution/attribute.ts";
import { tinyConfigurations, tinyModel } from "./tiny-models.ts";

const count = Number(process.argv[2]);
const model = tinyModel({ ...tinyConfigurations.gpt2!, n_embd: 192, n_head: 4, n_inner: 768 }, { spread: 0.05 });
const instructions = [0, 1].map((instruction) => Array.from({ length: count }, (_, instance) => ({ ids: Array.from({ length: 12 }, (__, place) => 3 + ((instruction + instance * 7 + place * 5) % 30)), labels: [[5, 6], [7, 8], [9]], gold: instance % 3 })));
let alive = 0;
let early: number | undefined;
const { scores, instances } = await attribute(model, instructions, {
  threads: 1,
  tokensAtOnce: 128,
  sink: (event) => {
    if (event.type !== "progress") return;
    globalThis.gc!();
    const { heapUsed, external, rss } = process.memoryUsage();
    alive = Math.max(alive, heapUsed + external);
    if (early === undefined && event.done >= 0.1 * event.total!) early = rss;
  },
});
console.log(JSON.stringify({ neurons: scores.length, instances: instances.flat().length, aliveMegabytes: alive / 2 ** 20, grownMegabytes: (process.memoryUsage().rss - early!) / 2 ** 20 }));
