import { expect, test } from "vitest";
import { compoundNumbersIn, numbersIn, spelledNumbersIn } from "./numbers.ts";

test.each([
  ["1,250 and 1.250 and 1 250", ["1250", "1250", "1250"]],
  ["1.5 kg, 07:05", ["1", "5", "7", "5"]],
  ["१२ और ٣٤ と ５６", ["12", "34", "56"]],
  ["x² − 5x₁₂", ["2", "5", "12"]],
  ["x = −7, y = -8, 9-10, 3–4", ["-7", "-8", "9", "10", "3", "4"]],
  ["12,34", ["12", "34"]],
  ["20,000,000", ["20000000"]],
  ["no", []],
])("the numbers of %j", (text, numbers) => {
  expect(numbersIn(text)).toEqual(numbers);
});

test.each([
  ["one point five is 1.5 or 1,5", ["1.5", "1.5"]],
  ["at 9:15 and 09.15 and 9h15", ["9.15", "9.15", "9.15"]],
  ["1,250 and 1.2.3", []],
])("numbers with parts in %j", (text, numbers) => {
  expect(compoundNumbersIn(text)).toEqual(numbers);
});

test.each([
  ["twenty-four mangoes", ["24", "20", "4"]],
  ["five hundred and twelve thousand", ["5", "500", "12", "12000"]],
  ["thirty thousand", ["30", "30000"]],
  ["A dozen, twice", ["12", "2"]],
  ["often", []],
])("numbers in words: %j", (text, numbers) => {
  expect(spelledNumbersIn(text)).toEqual(expect.arrayContaining(numbers));
  expect(numbers.length === 0 ? spelledNumbersIn(text) : []).toEqual([]);
});
