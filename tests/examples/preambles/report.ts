import { type Ledger, openSqliteLedger } from "../../../src/ledger/index.ts";

export const ledger: Ledger = await openSqliteLedger();
const { id } = await ledger.createRun({ kind: "generate", options: {} });
await ledger.updateRun(id, { status: "done", summary: { texts: 1 } });
