// SQLite keeps text as UTF-8, which has no lone surrogates, and its shell ends a text at NUL. So both are written as
// U+001A (SUBSTITUTE) and four hexadecimal digits, and so is U+001A itself; all other text stays as it is.
const ESCAPE = "\u001a";

/** The stored form of any JavaScript string; different strings have different forms. */
export function encodeText(text: string): string {
  if (text.isWellFormed() && !text.includes("\0") && !text.includes(ESCAPE)) return text;
  // With the flag u the two halves of a pair are one character and stay as they are.
  return text.replace(/[\p{Surrogate}\p{Control}]/gu, (unit) => {
    const needsEscape = unit === "\0" || unit === ESCAPE || !unit.isWellFormed();
    return needsEscape ? ESCAPE + unit.charCodeAt(0).toString(16).padStart(4, "0") : unit;
  });
}

/** The string of a stored form. */
export function decodeText(text: string): string {
  if (!text.includes(ESCAPE)) return text;
  const [start, ...escaped] = text.split(ESCAPE);
  return start + escaped.map((part) => String.fromCharCode(Number.parseInt(part.slice(0, 4), 16)) + part.slice(4)).join("");
}

/** {@link encodeText} where there may be no text. */
export function encodeOptional(text: string | undefined): string | undefined {
  return text === undefined ? undefined : encodeText(text);
}
