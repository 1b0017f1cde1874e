// Replaces the file argv[2] over and over by contents that tell whether they are whole, until it is killed.
// With argv[3] "plain" it writes in place: the proof that torn files would be noticed.
import { writeFile } from "node:fs/promises";
import { writeFileAtomically } from "../index.ts";
import { wholeContent } from "./whole-content.ts";

const [path, how] = process.argv.slice(2);
if (path === undefined) throw new Error("usage: write-until-killed.ts FILE [plain]");
for (let version = 1; ; version++) {
  const pieces = wholeContent(version);
  if (how === "plain") await writeFile(path, pieces);
  else await writeFileAtomically(path, pieces);
  if (version === 1) process.stdout.write("started\n");
}
