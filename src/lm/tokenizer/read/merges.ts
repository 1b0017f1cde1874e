import { damaged, shown } from "../failure.ts";
import type { Merge } from "../model/byte-pair.ts";

const mergeLimit = 2 ** 22;

/** The list of merges, the most urgent first: `"a b"` or `["a", "b"]`. Those that would make a special token out of text are left out. */
export function readMerges(lines: readonly unknown[], ids: ReadonlyMap<string, number>, special: ReadonlySet<number>, file: string): Merge[] {
  if (lines.length >= mergeLimit) throw damaged(file, `it has ${lines.length} merges, which no tokenizer needs`);
  const merges: Merge[] = [];
  lines.forEach((line, rank) => {
    const [left, right] = pairOf(line, ids, file);
    const merge = { left: ids.get(left), right: ids.get(right), result: ids.get(left + right), rank };
    const lacking = merge.left === undefined ? left : merge.right === undefined ? right : merge.result === undefined ? left + right : undefined;
    if (lacking !== undefined) throw damaged(file, `merge ${rank + 1}, ${shown(line)}, needs ${shown(lacking)}, which is not in the vocabulary`);
    if (!special.has(merge.result!)) merges.push(merge as Merge);
  });
  return merges;
}

function pairOf(line: unknown, ids: ReadonlyMap<string, number>, file: string): [string, string] {
  if (Array.isArray(line) && line.length === 2 && typeof line[0] === "string" && typeof line[1] === "string") return [line[0], line[1]];
  if (typeof line !== "string") throw damaged(file, `${shown(line)} is no merge`);
  const places = [...line.matchAll(/ /g)].map(({ index }) => index).filter((at) => at > 0 && at < line.length - 1);
  // Pieces may hold spaces themselves; then the vocabulary says which space stands between the two.
  const fitting = places.length === 1 ? places : places.filter((at) => [line.slice(0, at), line.slice(at + 1), line.slice(0, at) + line.slice(at + 1)].every((piece) => ids.has(piece)));
  if (fitting.length !== 1) throw damaged(file, `${shown(line)} is no merge of two pieces`);
  return [line.slice(0, fitting[0]), line.slice(fitting[0]! + 1)];
}
