import { messageOf, SteadfastError } from "../../base/index.ts";
import type { Uniforms } from "./uniform-sampler.ts";

/**
 * The numbers of a file `{"u": [[…], …], "v": [[…], …]}`.
 *
 * @throws SteadfastError `uniforms-wrong`
 * @example
 * const uniforms = parseUniforms('{"u": [[0.1, 0.7]]}', "uniforms.json");
 */
export function parseUniforms(text: string, path: string): Uniforms {
  const wrong = (why: string): SteadfastError => new SteadfastError({ code: "uniforms-wrong", sentence: `${path} holds no uniforms: ${why}.`, hint: 'Write {"u": [[0.12, 0.5], [0.9]]}: a row for each sequence, numbers from 0 to below 1; "v" beside it decides for --strategy random.' });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw wrong(`it is not JSON (${messageOf(cause)})`);
  }
  const { u, v } = (typeof value === "object" && value !== null ? value : {}) as { u?: unknown; v?: unknown };
  const isRows = (rows: unknown): rows is number[][] => Array.isArray(rows) && rows.every((row) => Array.isArray(row) && row.every((number) => typeof number === "number" && number >= 0 && number < 1));
  if (!isRows(u)) throw wrong('its "u" is no list of lists of numbers from 0 to below 1');
  if (v !== undefined && !isRows(v)) throw wrong('its "v" is no list of lists of numbers from 0 to below 1');
  return { u, ...(v === undefined ? {} : { v }) };
}
