// What a terminal or a reader's eye would act on instead of showing: control characters but for tab and line feed; format
// characters, which reorder or hide text, but for the joiners that scripts and emoji are written with and the visible signs
// of Arabic; line and paragraph separators; lone surrogates.
const unsafe = /[^\P{Cc}\t\n]|(?!\u200c|\u200d|[\u0600-\u0605\u06dd])\p{Cf}|[\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Text of unknown origin made safe to print: whatever would steer the terminal is shown as its escape.
 * Line feeds and tabs stay, unless `oneLine` asks for their escapes too.
 *
 * @example
 * visibleText("\u001b[2Jgone?"); // "\\x1b[2Jgone?"
 */
export function visibleText(text: string, options: { oneLine?: boolean } = {}): string {
  const safe = text.replaceAll(/\r\n/g, "\n").replace(unsafe, escapeOf);
  return options.oneLine ? safe.replaceAll("\n", "\\n").replaceAll("\t", "\\t") : safe;
}

function escapeOf(character: string): string {
  if (character === "\r") return "\\r";
  const code = character.codePointAt(0)!;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}
