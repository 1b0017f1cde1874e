/** Whether text on this stream should be coloured: `--no-color`, then NO_COLOR, then FORCE_COLOR, then whether a terminal reads it. */
export function wantsColour(options: { noColour: boolean; environment: Readonly<Record<string, string | undefined>>; isTerminal: boolean }): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = options.environment;
  if (options.noColour) return false;
  // no-color.org: present and not empty, whatever its value.
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return options.isTerminal && TERM !== "dumb";
}
