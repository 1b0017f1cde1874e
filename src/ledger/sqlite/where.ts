import type { Parameters } from "./connection.ts";

/**
 * The conditions whose value is given, joined, with their parameters. The SQL differs by which are given, so that
 * each combination gets a plan of its own.
 *
 * @example
 * where({ run: ["run = :run", "0gk3f9x7q"], kind: ["kind = :kind", undefined] }); // { sql: "run = :run", parameters: { run: "0gk3f9x7q" } }
 */
export function where(conditions: Readonly<Record<string, readonly [sql: string, value: string | number | undefined]>>): { sql: string; parameters: Parameters } {
  const parts: string[] = [];
  const parameters: Parameters = {};
  for (const [name, [sql, value]] of Object.entries(conditions)) {
    if (value === undefined) continue;
    parts.push(sql);
    parameters[name] = value;
  }
  return { sql: parts.join(" AND "), parameters };
}
