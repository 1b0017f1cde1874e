const secretName = /(?:api[-_]?key|token|secret|password|passwd|credential|authorization|(?:^|[-_])key$)/i;
const knownShapes = /\b(?:sk-[\w-]{12,}|hf_\w{12,}|AIza[\w-]{20,}|gh[pousr]_\w{20,}|xai-\w{12,}|gsk_\w{12,})/g;
const removed = "[removed]";

/** Whether a variable or option of this name holds a secret. A plain `--tokens 5` or `--max-tokens` does not. */
export function isSecretName(name: string): boolean {
  return secretName.test(name) && !/tokens|tokenizer/i.test(name);
}

/**
 * A command line that can be stored: without the values of secret environment variables, of options named like secrets,
 * without keys of known shapes, and without the password and secret parameters of addresses.
 */
export function withoutSecrets(argv: readonly string[], environment: Readonly<Record<string, string | undefined>>): string[] {
  const values = Object.entries(environment)
    .filter(([name, value]) => isSecretName(name) && value !== undefined && value.length >= 8)
    .map(([, value]) => value!);
  return argv.map((argument, index) => {
    const previous = argv[index - 1];
    if (previous !== undefined && /^--?[a-z]/i.test(previous) && !previous.includes("=") && isSecretName(previous)) return removed;
    const assignment = /^(--[^=]+)=/.exec(argument);
    if (assignment !== null && isSecretName(assignment[1]!)) return `${assignment[1]}=${removed}`;
    return redact(argument, values);
  });
}

function redact(text: string, values: readonly string[]): string {
  let clean = text;
  for (const value of values) clean = clean.replaceAll(value, removed);
  return clean
    .replace(knownShapes, removed)
    .replace(/\b(Bearer|Basic) +[\w.~+/=-]{8,}/gi, `$1 ${removed}`)
    .replace(/(\w:\/\/)[^\s/@]+@/g, `$1${removed}@`)
    .replace(/([?&][^=&\s]+)=([^&\s]+)/g, (whole, name: string) => (isSecretName(name.slice(1)) ? `${name}=${removed}` : whole));
}

/** Whether a text holds a key of a known shape. */
export function holdsKey(text: string): boolean {
  return text.replace(knownShapes, "") !== text;
}
