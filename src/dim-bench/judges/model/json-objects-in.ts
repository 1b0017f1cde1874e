// A judge's answer is short. Beyond these it is none, and looking for one in it would take long.
const LONGEST = 200_000;
const MOST_BEGINNINGS = 64;

/** The JSON objects that stand in a text, one after another; those inside others are parts of them. None where the text is far too long. */
export function jsonObjectsIn(text: string): Readonly<Record<string, unknown>>[] {
  const found: Readonly<Record<string, unknown>>[] = [];
  if (text.length > LONGEST) return found;
  let place = 0;
  for (let beginning = 0; beginning < MOST_BEGINNINGS; beginning += 1) {
    const start = text.indexOf("{", place);
    if (start < 0) break;
    const end = endOfObject(text, start);
    const object = end === undefined ? undefined : parsed(text.slice(start, end));
    if (object !== undefined) found.push(object);
    place = object === undefined ? start + 1 : end!;
  }
  return found;
}

/** Behind the brace that closes the one at `start`; braces in strings do not count. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let place = start; place < text.length; place += 1) {
    const character = text[place];
    if (inString) {
      if (character === "\\") place += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{") depth += 1;
    else if (character === "}") {
      depth -= 1;
      if (depth === 0) return place + 1;
    }
  }
  return undefined;
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
