/**
 * Every run of white space (line ends, tabs, non-breaking spaces) as one space, none at either end.
 *
 * @example
 * normalizeWhitespace(" a\n\tb "); // "a b"
 */
export function normalizeWhitespace(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/**
 * Quotation marks and apostrophes of typesetters (“ ” „ ‟ « » ‘ ’ ‚ ‛ ‹ ›) as the straight ones of keyboards.
 *
 * @example
 * normalizeQuotes("“It’s”"); // "\"It's\""
 */
export function normalizeQuotes(text: string): string {
  return text.replaceAll(/[“”„‟«»]/g, '"').replaceAll(/[‘’‚‛‹›]/g, "'");
}

/**
 * What two writers of the same text would still share: composed characters (NFC), straight quotes, single spaces. For
 * comparing; letters, case and punctuation stay.
 *
 * @example
 * normalizeText("« cafe\u0301 »\n") === normalizeText('" café "'); // true
 */
export function normalizeText(text: string): string {
  return normalizeWhitespace(normalizeQuotes(text.normalize("NFC")));
}
