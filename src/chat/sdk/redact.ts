/** Real keys are longer. Shorter ones (`EMPTY`, `not-needed`) are placeholders, and words that an answer may well hold. */
const shortestSecret = 16;

/** A text without secrets, as they are and as JSON and addresses write them. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length < shortestSecret) continue;
    for (const form of new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])) clean = clean.replaceAll(form, "[removed]");
  }
  return clean;
}
