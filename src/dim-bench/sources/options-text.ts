/** Options with their letters, each on a line: `A. dry palms`. */
export function optionsText(options: readonly string[]): string {
  return options.map((option, at) => `${letterOf(at)}. ${option}`).join("\n");
}

export function letterOf(index: number): string {
  return String.fromCharCode(0x41 + index);
}
