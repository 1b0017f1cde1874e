// `node understand-lines.ts < LINES`: of each command line on standard input, a JSON list of words a line, says on a line of its own why the
// tool would refuse it, as JSON; null where it understands it. Nothing is run.
import { createInterface } from "node:readline";
import { messageOf } from "../../base/index.ts";
import { catalogue } from "../catalogue.ts";
import { parseCommandLine } from "../definition/parse-command-line.ts";

const silent = (): void => {};
for await (const line of createInterface({ input: process.stdin })) {
  const problem = await parseCommandLine(JSON.parse(line) as string[], { catalogue, version: "0", colour: false, columns: 80, writeOut: silent, writeError: silent }).then(() => null, messageOf);
  console.log(JSON.stringify(problem));
}
