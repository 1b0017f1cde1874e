import type { Json } from "../../../base/index.ts";
import type { Source } from "./source.ts";

const mostBlocks = 40;

/** The same source, which keeps the blocks that were read last. */
export function cachedSource(source: Source): Source & { forget(run: string): void } {
  const blocks = new Map<string, Promise<Json>>();
  return {
    ...source,
    block: (run, table, block) => {
      const key = JSON.stringify([run, table, block]);
      const found = blocks.get(key) ?? source.block(run, table, block);
      // What was used last stands last.
      blocks.delete(key);
      blocks.set(key, found);
      found.catch(() => blocks.delete(key));
      const [oldest] = blocks.keys();
      if (blocks.size > mostBlocks) blocks.delete(oldest!);
      return found;
    },
    forget: (run) => {
      const beginning = `[${JSON.stringify(run)},`;
      for (const key of blocks.keys()) if (key.startsWith(beginning)) blocks.delete(key);
    },
  };
}
