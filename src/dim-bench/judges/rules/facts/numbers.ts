/** The numbers of a text, as digits, in any script; parts of decimals, times and dates stand alone, so that notations do not count. */
export function numbersIn(text: string): string[] {
  const plain = western(text)
    // Ten thousand is 10,000, 10.000 or 10 000.
    .replaceAll(/(?<![\d.,])[1-9]\d{0,2}(?:[.,’'\u00a0\u202f ]\d{3})+(?![\d.,]?\d)/g, (grouped) => grouped.replaceAll(/\D/g, ""));
  return Array.from(plain.matchAll(/(?<=(?:^|[\s(=,[{<>*/+≤≥])[−-])\d+|\d+/g), ({ 0: digits, index }) => {
    const value = digits.replace(/^0+(?=\d)/, "");
    return /[−-]/.test(plain[index - 1] ?? "") && /(?:^|[\s(=,[{<>*/+≤≥])$/.test(plain.slice(Math.max(0, index - 2), index - 1)) ? `-${value}` : value;
  });
}

/** Numbers with parts, such as decimals and times, whatever stands between the parts: 1,5 is 1.5, and 9:15 is 9.15. */
export function compoundNumbersIn(text: string): string[] {
  return western(text).match(/(?<![\d.,:])\d{1,3}[.,:h٫]\d{1,2}(?![\d]|[.,:]\d)/g)?.map((number) => number.replace(/\D/, ".").replace(/^0+(?=\d)/, "")) ?? [];
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const subscripts = "₀₁₂₃₄₅₆₇₈₉";

/** Digits of all scripts as those of ASCII; raised and lowered ones as numbers of their own. */
function western(text: string): string {
  return text
    .replaceAll(/[⁰¹²³⁴-⁹]+/g, (raised) => ` ${Array.from(raised, (digit) => superscripts.indexOf(digit)).join("")} `)
    .replaceAll(/[₀-₉]+/g, (lowered) => ` ${Array.from(lowered, (digit) => subscripts.indexOf(digit)).join("")} `)
    .replaceAll(/\p{Nd}/gu, (digit) => String(valueOfDigit(digit)))
    .replaceAll("٬", ",")
    .replaceAll("٫", ".");
}

// Decimal digits come in runs of ten that begin with a zero.
function valueOfDigit(digit: string): number {
  const code = digit.codePointAt(0)!;
  let zero = code;
  while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return code < 128 ? code - 48 : (code - zero) % 10;
}

const units = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];
const tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const others: Readonly<Record<string, number>> = { once: 1, twice: 2, thrice: 3, double: 2, triple: 3, pair: 2, couple: 2, dozen: 12, half: 2, halves: 2, quarter: 4, quarters: 4, third: 3, thirds: 3, first: 1, second: 2, fourth: 4, fifth: 5, sixth: 6, seventh: 7, eighth: 8, ninth: 9, tenth: 10, hundred: 100, thousand: 1000, million: 1_000_000, single: 1, noon: 12, midnight: 12, both: 2, quarterly: 4, fortnight: 14, sharp: 0 };

/** The numbers that English words of a text stand for, as digits. */
export function spelledNumbersIn(text: string): string[] {
  const found = new Set<string>();
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  for (const [index, word] of words.entries()) {
    const unit = units.indexOf(word);
    const ten = tens.indexOf(word);
    if (unit >= 0) found.add(String(unit));
    if (unit > 0 && words[index + 1] === "hundred") found.add(String(100 * unit));
    if (unit > 0 && words[index + 1] === "thousand") found.add(String(1000 * unit));
    if (Object.hasOwn(others, word)) found.add(String(others[word]));
    if (word !== "" && ten > 0) {
      const after = units.indexOf(words[index + 1] ?? "");
      const value = 10 * ten + (after > 0 && after < 10 ? after : 0);
      found.add(String(value)).add(String(10 * ten));
      if (words[index + (value === 10 * ten ? 1 : 2)] === "thousand") found.add(String(1000 * value));
    }
  }
  return [...found];
}
