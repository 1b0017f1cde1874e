import { SteadfastError } from "../../base/index.ts";

/**
 * Token ids as written on a command line: spaces or commas between ids, `;` between sequences.
 *
 * @example
 * parseTokenIds("1 2 3;4,5", "--ids"); // [[1, 2, 3], [4, 5]]
 */
export function parseTokenIds(text: string, flag: string): number[][] {
  return text.split(";").map((sequence, index) => {
    const words = sequence.split(/[\s,]+/).filter((word) => word !== "");
    const ids = words.map(Number);
    const wrong = words.find((word, place) => !/^\d+$/.test(word) || !Number.isSafeInteger(ids[place]));
    if (wrong !== undefined) throw new SteadfastError({ code: "bad-value", sentence: `${flag} takes token ids such as '1 2 3;4 5', and '${wrong}' is none.` });
    if (ids.length === 0) throw new SteadfastError({ code: "bad-value", sentence: `${flag} has no token id in its sequence ${index + 1}.`, hint: "Separate sequences by ';'." });
    return ids;
  });
}
