import { unusable } from "./parameters.ts";

/** A parsed config.json. */
export type PlainConfig = Readonly<Record<string, unknown>>;

/** A number of the configuration; null counts as absent, as published files mean it. */
export function numberOf(config: PlainConfig, key: string, absent?: number): number {
  const value = config[key] ?? absent;
  if (typeof value !== "number" || !Number.isFinite(value)) throw unusable(`The configuration's ${key} must be a number, not ${JSON.stringify(value)}.`);
  return value;
}

/** A whole number of at least 1. */
export function countOf(config: PlainConfig, key: string, absent?: number): number {
  const value = numberOf(config, key, absent);
  if (!Number.isSafeInteger(value) || value < 1) throw unusable(`The configuration's ${key} must be a whole number of at least 1, not ${value}.`);
  return value;
}

export function flagOf(config: PlainConfig, key: string, absent: boolean): boolean {
  const value = config[key] ?? absent;
  if (typeof value !== "boolean") throw unusable(`The configuration's ${key} must be true or false, not ${JSON.stringify(value)}.`);
  return value;
}

export function textOf(config: PlainConfig, key: string, absent: string): string {
  const value = config[key] ?? absent;
  if (typeof value !== "string") throw unusable(`The configuration's ${key} must be a text, not ${JSON.stringify(value)}.`);
  return value;
}

/** `whole / parts`, which must come out even. */
export function share(whole: number, parts: number, what: string): number {
  if (whole % parts !== 0) throw unusable(`${what}: ${whole} cannot be shared evenly among ${parts}.`);
  return whole / parts;
}
