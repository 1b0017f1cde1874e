import { posix } from "node:path";
import { importsOf } from "./module-imports.ts";

/** What the checker is told of the house. */
export interface House {
  /** Rooms and their levels. */
  rooms: Readonly<Record<string, number>>;
  /** The room that every other may stand on, whatever its level. */
  floor: string;
}

/** One breach of the house's rules, as a sentence that begins with the place. */
export type Violation = string;

/**
 * Checks one file of the repository against the rules: a room imports only rooms of lower levels and the floor, only by
 * their doors; what stands outside `src/` uses doors too, but for a room's own benchmarks.
 *
 * @param path from the root of the repository, with slashes.
 */
export function checkFile(path: string, source: string, { rooms, floor }: House): Violation[] {
  const own = roomOf(path);
  const violations: Violation[] = [];
  if (own !== null && !(own in rooms)) return [`${path}: the room '${own}' is not in tests/house/rooms.ts`];
  for (const { specifier, line } of importsOf(path, source)) {
    const place = `${path}:${line}`;
    // Plain JavaScript in bench/ measures the package as it is published.
    if (path.startsWith("bench/") && path.endsWith(".mjs") && specifier.startsWith("steadfast/")) continue;
    if (specifier === "steadfast" || specifier.startsWith("steadfast/")) violations.push(`${place}: '${specifier}' names the package itself; rooms are imported by relative paths`);
    if (!specifier.startsWith(".")) continue;
    const target = posix.normalize(posix.join(posix.dirname(path), specifier));
    const room = roomOf(target);
    if (room === null) {
      // package.json and shipped data are read, not imported; nothing in a room depends on scripts or tests.
      if (own !== null) violations.push(`${place}: '${specifier}' leaves src/`);
      continue;
    }
    if (room === own || room === benchedRoomOf(path)) continue;
    if (!(room in rooms)) violations.push(`${place}: '${specifier}' is in no room of the house`);
    else if (target !== `src/${room}/index.ts`) violations.push(`${place}: '${specifier}' passes by the door of '${room}', src/${room}/index.ts`);
    else if (own !== null && room !== floor && rooms[room]! >= rooms[own]!) violations.push(`${place}: '${own}' (level ${rooms[own]}) may not import '${room}' (level ${rooms[room]})`);
  }
  return violations;
}

// A room's benchmarks know its insides as its tests do, which they share helpers with.
function benchedRoomOf(path: string): string | null {
  return /^bench\/([^/.]+)(?:\/|\.ts$)/.exec(path)?.[1] ?? null;
}

function roomOf(path: string): string | null {
  return /^src\/([^/]+)(?:\/|$)/.exec(path)?.[1] ?? null;
}
