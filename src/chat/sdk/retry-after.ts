/**
 * How long a provider asks to wait, in milliseconds: `retry-after-ms`, `Retry-After` in seconds or as an HTTP date (RFC 9110, section
 * 10.2.3), or Google's `RetryInfo` in the body of an error. Undefined where it does not say, or says what cannot be read.
 */
export function readRetryAfter({ headers = {}, body, now }: { headers?: Readonly<Record<string, string>> | undefined; body?: string | undefined; now: number }): number | undefined {
  const milliseconds = readNumber(headers["retry-after-ms"]);
  if (milliseconds !== undefined) return milliseconds;
  const header = headers["retry-after"];
  const seconds = readNumber(header);
  if (seconds !== undefined) return seconds * 1000;
  const date = header === undefined || !/[a-z]/i.test(header) ? NaN : Date.parse(header);
  if (!Number.isNaN(date)) return Math.max(0, date - now);
  const [, delay] = /"retryDelay"\s*:\s*"(\d+(?:\.\d+)?)s"/.exec(body ?? "") ?? [];
  const asked = readNumber(delay);
  return asked === undefined ? undefined : asked * 1000;
}

function readNumber(text: string | undefined): number | undefined {
  if (text === undefined || !/^\s*\d{1,12}(?:\.\d{1,12})?\s*$/.test(text)) return undefined;
  return Number(text);
}
