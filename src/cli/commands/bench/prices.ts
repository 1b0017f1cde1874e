import { SteadfastError } from "../../../base/index.ts";
import type { Price } from "../../../chat/index.ts";
import type { OptionDefinition } from "../../definition/option.ts";

/** Prices by the reference of their model: `http://localhost:8000/v1#qwen3=0.1/0.4`. */
export function prices(options: { summary: string; placeholder: string }): OptionDefinition<readonly (readonly [reference: string, price: Price])[]> {
  return {
    ...options,
    default: [],
    form: "text",
    several: true,
    parse(given, flag, before) {
      const equals = given.lastIndexOf("=");
      const parts = given.slice(equals + 1).split("/");
      const numbers = parts.map(Number);
      if (equals < 1 || parts.length < 2 || parts.length > 3 || parts.some((part) => !/^\d*\.?\d+$/.test(part)) || numbers.some((number) => !Number.isFinite(number))) {
        throw new SteadfastError({ code: "bad-value", sentence: `${flag} takes a model and its price, not '${given}'.`, hint: "Such as http://localhost:8000/v1#qwen3=0.1/0.4: dollars for a million tokens in, and out." });
      }
      const [input, output, cached = null] = numbers as [number, number, number?];
      return [...before, [given.slice(0, equals), { input, output, cached }]];
    },
  };
}
