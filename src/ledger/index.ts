export { checkSqliteLedger } from "./check-sqlite-ledger.ts";
export { describeArtifact } from "./describe-artifact.ts";
export type * from "./ledger.ts";
export { openSqliteLedger, type SqliteLedgerOptions } from "./sqlite-ledger.ts";
