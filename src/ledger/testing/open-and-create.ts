// `open-and-create.ts FOLDER`: opens a ledger that several make at once, and creates a run in it.
import { openSqliteLedger } from "../sqlite-ledger.ts";

const [folder] = process.argv.slice(2) as [string];
await using ledger = await openSqliteLedger({ folder });
console.log((await ledger.createRun({ kind: "bench" })).id);
