import type { Facts } from "../facts/facts.ts";
import { compoundNumbersIn, numbersIn, spelledNumbersIn } from "../facts/numbers.ts";
import type { Rule } from "../rule.ts";

// Up to here a number is often written as a word, which is not read in other languages.
const SPELT_UP_TO = 20;

/** Numbers are those of the input. They may be written in words, where they are small. */
export const numbersKept: Rule = {
  name: "numbers-kept",
  instead: "numbers-changed",
  broken: (facts) => wholeNumbers(facts) ?? compoundNumbers(facts) ?? numberWords(facts),
};

function wholeNumbers({ text, source, item }: Facts): string | null {
  const there = new Set([...numbersIn(text), ...spelledNumbersIn(text)]);
  const wanted = [...new Set(numbersIn(source))];
  const missing = wanted.filter((number) => number !== "0" && !there.has(number) && !there.has(unsigned(number)));
  const known = new Set([...numbersIn(source), ...spelledNumbersIn(source)].map(unsigned));
  const strange = numbersIn(text).map(unsigned).filter((number) => !known.has(number) && !isAfternoon(number, known));
  const unspelt = item.instructionTask === "translation" ? missing.filter((number) => Math.abs(Number(number)) > SPELT_UP_TO) : missing;
  const tooMany = unspelt.length > Math.max(1, 0.34 * wanted.length) || missing.length > Math.max(3, 0.6 * wanted.length);
  // In a long passage times and dates may come out otherwise.
  const isLong = item.inputTask === "qa" && item.instructionTask !== "proofreading";
  const replaced = isLong ? unspelt.length > 0 && strange.length > 0 && unspelt.length + strange.length > 3 : missing.length > 0 && strange.length > 0;
  return tooMany || replaced ? `The input's ${missing.slice(0, 5).join(", ")} ${missing.length === 1 ? "is" : "are"} missing${strange.length === 0 ? "" : `, and ${strange.slice(0, 5).join(", ")} ${strange.length === 1 ? "is" : "are"} new`}.` : null;
}

/** Where all parts are there, but put together otherwise. */
function compoundNumbers({ text, source }: Facts): string | null {
  const [there, wanted] = [new Set(compoundNumbersIn(text)), new Set(compoundNumbersIn(source))];
  const missing = [...wanted].filter((number) => !there.has(number));
  const strange = [...there].filter((number) => !wanted.has(number));
  return missing.length > 0 && strange.length > 0 ? `It has ${strange[0]} where the input has ${missing[0]}.` : null;
}

/** Where a word for a number has become another. */
function numberWords({ text, source, item }: Facts): string | null {
  if (item.instructionTask === "translation" || (item.inputTask === "qa" && item.instructionTask !== "proofreading")) return null;
  const [there, wanted] = [text, source].map((whole) => new Set([...numbersIn(whole), ...spelledNumbersIn(whole)].map(unsigned))) as [Set<string>, Set<string>];
  const missing = spelledNumbersIn(source).filter((number) => Number(number) > 2 && !there.has(number));
  const strange = spelledNumbersIn(text).filter((number) => Number(number) > 2 && !wanted.has(number));
  return missing.length > 0 && strange.length > 0 ? `It says ${strange[0]} in words where the input says ${missing[0]}.` : null;
}

function unsigned(number: string): string {
  return number.replace("-", "");
}

/** Six in the evening may have become 18. */
function isAfternoon(number: string, known: ReadonlySet<string>): boolean {
  const hour = Number(number);
  return hour > 12 && hour <= 24 && known.has(String(hour - 12));
}
