/** What `JSON.parse` does not tell of a text. */
export interface JsonStructure {
  /** The first key that an object has twice; `JSON.parse` would keep the last of them. */
  readonly duplicate: string | undefined;
  /** Whether objects and arrays lie in one another more than `maximumDepth` deep. */
  readonly tooDeep: boolean;
}

const quote = 0x22;
const backslash = 0x5c;
const maximumDepth = 8;

/** Walks over a text that may be JSON or not, in time and memory proportional to its length. */
export function structureOf(json: string): JsonStructure {
  const open: (Set<string> | undefined)[] = [];
  let position = 0;
  while (position < json.length) {
    const character = json.charCodeAt(position);
    if (character === quote) {
      const end = endOfString(json, position);
      if (json[skipSpace(json, end)] === ":") {
        const key = keyOf(json.slice(position, end));
        const keys = open.at(-1);
        if (keys?.has(key)) return { duplicate: key, tooDeep: false };
        keys?.add(key);
      }
      position = end;
      continue;
    }
    if (character === 0x7b) open.push(new Set());
    else if (character === 0x5b) open.push(undefined);
    else if (character === 0x7d || character === 0x5d) open.pop();
    if (open.length > maximumDepth) return { duplicate: undefined, tooDeep: true };
    position++;
  }
  return { duplicate: undefined, tooDeep: false };
}

function endOfString(json: string, start: number): number {
  let position = start + 1;
  while (position < json.length && json.charCodeAt(position) !== quote) position += json.charCodeAt(position) === backslash ? 2 : 1;
  return Math.min(position + 1, json.length);
}

function skipSpace(json: string, start: number): number {
  let position = start;
  while (position < json.length && json.charCodeAt(position) <= 0x20) position++;
  return position;
}

// Two spellings of one key ("a" and "\u0061") are one key. What is no JSON is left for JSON.parse to refuse.
function keyOf(literal: string): string {
  if (!literal.includes("\\")) return literal.slice(1, -1);
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}
