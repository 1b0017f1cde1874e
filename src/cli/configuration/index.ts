import type { Configuration } from "./configuration-type.ts";

export type { Configuration } from "./configuration-type.ts";

/**
 * A configuration as it is, with its type: editors complete the sections and options of `steadfast.config.ts` by it.
 *
 * @example
 * import { defineConfig } from "steadfast/config";
 *
 * export default defineConfig({
 *   common: { ledger: ".steadfast" },
 *   bench: { judge: "openai:gpt-4.1", perCell: 10 },
 * });
 */
export function defineConfig(configuration: Configuration): Configuration {
  return configuration;
}
