// `stream-memory.ts FOLDER RUN KIND`: streams records and prints how many there were and by how much the memory in use grew, in MB.
import { openSqliteLedger } from "../sqlite-ledger.ts";

const [folder, run, kind] = process.argv.slice(2) as [string, string, string];
await using ledger = await openSqliteLedger({ folder, readOnly: true });
await ledger.findRun(run);
const before = process.memoryUsage.rss();
let peak = before;
let count = 0;
let characters = 0;
for await (const { value } of ledger.streamRecords(run, { kind })) {
  count += 1;
  characters += (value as string).length;
  if (count % 20 === 0) peak = Math.max(peak, process.memoryUsage.rss());
}
console.log(JSON.stringify({ count, characters, grownBy: (peak - before) / 2 ** 20 }));
