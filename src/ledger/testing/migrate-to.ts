// `migrate-to.ts FOLDER`: brings a ledger one step further than this version's schema; several do so at once.
import { openConnection } from "../sqlite/open-connection.ts";
import { MIGRATIONS } from "../sqlite/schema.ts";

const [folder] = process.argv.slice(2) as [string];
// Fails if it is taken twice.
const step = "ALTER TABLE runs ADD COLUMN parent TEXT; UPDATE runs SET parent = coalesce(parent, '') || id";
const connection = await openConnection({ folder, readOnly: false, busyTimeoutMilliseconds: 30_000, migrations: [...MIGRATIONS, step] });
console.log(connection.get<{ parents: string }>("SELECT group_concat(parent) AS parents FROM runs")!.parents);
connection.close();
