import { SteadfastError } from "../../../base/index.ts";
import type { OptionDefinition } from "../../definition/option.ts";

/** Whole numbers with commas between them: `10,20`. */
export function seedList(options: { summary: string; placeholder: string }): OptionDefinition<readonly number[] | undefined> {
  return {
    ...options,
    default: undefined,
    form: "numbers",
    parse(given, flag) {
      const parts = given.split(/[\s,]+/).filter((part) => part !== "");
      if (parts.length > 0 && parts.every((part) => /^\d+$/.test(part) && Number.isSafeInteger(Number(part)))) return parts.map(Number);
      throw new SteadfastError({ code: "bad-value", sentence: `${flag} takes whole numbers such as 10,20, not '${given}'.`, hint: "Separate seeds by commas." });
    },
  };
}
