import type { EventSink } from "../../base/index.ts";
import { checkPush, pushModel } from "../../lm/index.ts";
import { flag, type OptionDefinition, type OptionValues, text } from "../definition/option.ts";

/** Options of commands that save a model. */
// A type, not an interface: only types fit where options of any name are taken.
export type PushOptionDefinitions = {
  push: OptionDefinition<string | undefined>;
  public: OptionDefinition<boolean>;
};

export const pushOptions: PushOptionDefinitions = {
  push: text({ summary: "also put the saved model on the hub: hf:org/name; needs HF_TOKEN", placeholder: "REPOSITORY" }),
  public: flag("where --push makes the repository, everybody may read it (default: it is private)"),
};

/** Where a model was pushed to. */
export interface PushedModel {
  url: string;
  revision: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Fails before the work where the push after it would. */
export function checkPushOptions({ push }: OptionValues<PushOptionDefinitions>, environment: Environment): void {
  if (push !== undefined) checkPush({ repository: push, environment });
}

/** Pushes a saved model where that was asked for. */
export async function pushSaved(folder: string, { push, public: open }: OptionValues<PushOptionDefinitions>, context: { sink: EventSink; signal: AbortSignal; environment: Environment }): Promise<PushedModel | undefined> {
  return push === undefined ? undefined : pushModel({ folder, repository: push, private: !open, ...context });
}
