import { flag, type OptionDefinition, type OptionValues, text, wholeNumber } from "./option.ts";

/** The options that every command has. */
// A type, not an interface: only types fit where options of any name are taken.
export type HouseOptionDefinitions = {
  json: OptionDefinition<boolean>;
  quiet: OptionDefinition<boolean>;
  out: OptionDefinition<string | undefined>;
  seed: OptionDefinition<number>;
  ledger: OptionDefinition<string | undefined>;
  verbose: OptionDefinition<boolean>;
  noColor: OptionDefinition<boolean>;
  config: OptionDefinition<string | undefined>;
  noConfig: OptionDefinition<boolean>;
};

export type HouseOptions = OptionValues<HouseOptionDefinitions>;

export const houseOptions: HouseOptionDefinitions = {
  json: flag("one JSON document on standard output, progress on standard error"),
  quiet: flag("no progress and no remarks, only results, warnings and errors"),
  out: text({ summary: "also write the result, as JSON, to this file", placeholder: "PATH" }),
  seed: wholeNumber({ summary: "what everything random is drawn from; a command without chance only notes it", placeholder: "NUMBER", default: 0, maximum: 2 ** 32 - 1 }),
  ledger: text({ summary: "the folder of the ledger (default: .steadfast, or STEADFAST_LEDGER)", placeholder: "FOLDER", variable: "STEADFAST_LEDGER" }),
  verbose: flag("show where an error happened (also STEADFAST_DEBUG=1)"),
  noColor: flag("no colours (also NO_COLOR=1)"),
  config: text({ summary: "the configuration file (default: the nearest steadfast.config.ts, .js, .mjs or .json)", placeholder: "FILE" }),
  noConfig: flag("read no configuration file"),
};
