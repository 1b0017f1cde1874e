import type { OptionDefinitions } from "../definition/commander-options.ts";
import { houseOptions } from "../definition/house-options.ts";
import { localModelOptions } from "../models/local-model-options.ts";

const { config: _config, noConfig: _noConfig, ...ofEveryCommand } = houseOptions;
const { out: _out, ...shared } = ofEveryCommand;

/** What the section of any command may hold beside its own options. */
export const houseSection: OptionDefinitions = ofEveryCommand;

/** What the section `common` may hold: it counts for every command that has the option. */
export const commonSection: OptionDefinitions = { ...shared, ...localModelOptions };
