import { SteadfastError } from "../../../base/index.ts";
import type { OptionDefinition } from "../../definition/option.ts";

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A point in time, in milliseconds since 1970: a date, or how long ago (`90m`, `12h`, `7d`, `2w`). */
export function since(summary: string, now: () => number = Date.now): OptionDefinition<number | undefined> {
  return {
    summary: `${summary}: a date, or 90m, 12h, 7d, 2w ago`,
    placeholder: "WHEN",
    default: undefined,
    form: "text",
    parse(given, flag): number {
      const ago = /^(\d+)([mhdw])$/.exec(given);
      if (ago !== null) return now() - Number(ago[1]) * units[ago[2]!]!;
      // A date alone means its beginning here, not in Greenwich.
      const time = Date.parse(/^\d{4}-\d\d-\d\d$/.test(given) ? `${given}T00:00` : given);
      if (/^\d{4}-/.test(given) && !Number.isNaN(time)) return time;
      throw new SteadfastError({ code: "bad-value", sentence: `${flag} takes a date like 2026-01-31 or a time ago like 7d, not '${given}'.` });
    },
  };
}
