import type { ArgumentDefinition } from "../definition/command.ts";
import { flag, type OptionDefinition, type OptionValues, wholeNumber } from "../definition/option.ts";

/** Options of commands that run a model on this machine. */
export type LocalModelOptions = {
  offline: OptionDefinition<boolean>;
  threads: OptionDefinition<number | undefined>;
};

export const localModelOptions: LocalModelOptions = {
  offline: flag("open no connection: the model must be in the cache already (also HF_HUB_OFFLINE=1)"),
  threads: wholeNumber({ summary: "threads of the engine (default: all cores)", placeholder: "COUNT", minimum: 1, maximum: 1024 }),
};

/** What a model reference may be, for the help of commands. */
export const modelArgument: ArgumentDefinition = { name: "model", summary: "hf:org/name[@revision], ./folder or lab:name", required: true };

/** The options as a model takes them. */
export function localModelInput({ offline, threads }: OptionValues<LocalModelOptions>): { offline: boolean; threads?: number } {
  return { offline, ...(threads === undefined ? {} : { threads }) };
}
