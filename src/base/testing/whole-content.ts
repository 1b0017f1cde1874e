const LINES = 4000;

/** Some 100 kB to 300 kB in pieces, from which `isWhole` can tell that none is missing and all are of one version. */
export function* wholeContent(version: number): Generator<string> {
  const lines = LINES * (1 + (version % 3));
  yield `${version} ${lines}\n`;
  for (let line = 0; line < lines; line += 500) yield `${version} some text to fill it\n`.repeat(500);
}

/** Whether a text is all of one version's content. */
export function isWhole(text: string): boolean {
  const version = Number.parseInt(text, 10);
  return Number.isSafeInteger(version) && text === [...wholeContent(version)].join("");
}
