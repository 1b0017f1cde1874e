// `read-file-memory.ts FILE`: reads instruction data and prints what was found, and the largest memory in MB that was held meanwhile.
import { readInstructionFile } from "../read-instruction-file.ts";

let peak = 0;
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5);
const { records, problems } = await readInstructionFile(process.argv[2]!);
clearInterval(watch);
console.log(JSON.stringify({ records: records.length, problems, peak: Math.max(peak, process.memoryUsage.rss()) / 2 ** 20 }));
