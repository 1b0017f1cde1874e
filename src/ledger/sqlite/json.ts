import { canonicalJson, type Json } from "../../base/index.ts";

/**
 * The stored form of a value, its keys in their own order. Lone surrogates are escaped by `JSON.stringify` itself.
 *
 * @throws SteadfastError `not-json` for what would come back changed.
 */
export function encodeJson(value: Json): string {
  canonicalJson(value);
  return JSON.stringify(value);
}

/** The value of a stored form. */
export function decodeJson(text: string): Json {
  return JSON.parse(text) as Json;
}
