// Replaces the weights in the folder argv[2] over and over, by one file, three shards or two, until it is killed.
// All values of a version are its number, and it has three tensors or two.
import { writeCheckpoint } from "../write-checkpoint.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: write-until-killed.ts FOLDER");
const elements = 20_000;
for (let version = 1; ; version++) {
  const names = version % 2 === 0 ? ["a", "b", "c"] : ["a", "b"];
  const tensors = names.map((name) => ({ name, shape: [elements], data: new Float32Array(elements).fill(version) }));
  // Of five versions, three have shards; the second and the fourth replace shards of the same names.
  const shardBytes = version % 5 < 2 ? 1e9 : elements * 4;
  await writeCheckpoint({ folder, tensors, shardBytes });
  if (version === 1) process.stdout.write("started\n");
}
