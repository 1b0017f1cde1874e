// A program with the one command `count`, for tests that need a process which takes its time.
import { start } from "../start.ts";
import { countingCommand } from "./counting-command.ts";

await start([{ name: "count", summary: countingCommand.summary, group: "Testing", load: async () => countingCommand }]);
