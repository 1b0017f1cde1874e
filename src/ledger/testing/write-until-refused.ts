// `write-until-refused.ts FOLDER RUN`: writes records until the system refuses, then prints how many were confirmed and what was said.
import { SteadfastError } from "../../base/index.ts";
import { openSqliteLedger } from "../sqlite-ledger.ts";

const [folder, run] = process.argv.slice(2) as [string, string];
const ledger = await openSqliteLedger({ folder });
let confirmed = 0;
try {
  for (; confirmed < 10_000; confirmed += 1) await ledger.putRecords(run, [{ kind: "a", key: String(confirmed), value: "x".repeat(3000) }]);
} catch (error) {
  if (!(error instanceof SteadfastError)) throw error;
  console.log(JSON.stringify({ confirmed, code: error.code, message: error.message, hint: error.hint }));
}
await ledger.close();
