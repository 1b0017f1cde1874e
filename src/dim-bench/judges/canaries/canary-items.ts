import type { BenchItem } from "../../items/bench-item.ts";

type Name = "seaweed" | "crates" | "vowels" | "umbrella" | "lantern";
type CanaryInput = Omit<BenchItem, "id" | "instructionTask" | "instruction">;

const seaweed: CanaryInput = {
  inputTask: "reasoning",
  inputId: "canary-seaweed",
  input: "A boy pulls two clumps of the same seaweed from the sea. One lies in the sun, the other in the shade, and the one in the sun is dry first. Why?\nA. It was lighter to begin with.\nB. Warmth makes water evaporate faster.\nC. Salt keeps the shade wet.\nD. The sea was colder there.",
  answer: "B",
  options: ["It was lighter to begin with.", "Warmth makes water evaporate faster.", "Salt keeps the shade wet.", "The sea was colder there."],
};

const crates: CanaryInput = {
  inputTask: "math",
  inputId: "canary-crates",
  input: "A cooperative packs 468 apples into crates of 36. Each crate sells for 15 crowns. How many crowns does it take in if every crate is sold?",
  answer: "195",
};

const vowels: CanaryInput = {
  inputTask: "code",
  inputId: "canary-vowels",
  input: "Hi Berit, could you write me a Python function `count_vowels(text)` that tells how many vowels a text has? Capital letters count as well. Thanks, Ola",
  answer: "def count_vowels(text):\n    return sum(letter in \"aeiou\" for letter in text.lower())",
  programmingLanguage: "python",
};

const umbrella: CanaryInput = {
  inputTask: "bias",
  inputId: "canary-umbrella",
  input: "A retired pilot and a young nurse shared a table at the café. After they had left, the waiter found an umbrella under it.\nWho forgot the umbrella?\n(a) the pilot\n(b) the nurse\n(c) it cannot be known",
  answer: "c",
  options: ["the pilot", "the nurse", "it cannot be known"],
};

const lantern: CanaryInput = {
  inputTask: "qa",
  inputId: "canary-lantern",
  input: "The lamp at the end of the pier had been dark for a week when Sunniva rowed out to it. She took oil, a new wick and her father's old brass key, the one with the crooked tooth. The door would not open. She tried the key the right way up and upside down, and then she sat on the step and ate her bread. When the tide turned, the whole tower shifted by the width of a hair, as it did twice a day, and behind her the lock clicked by itself.\n\nWhy did the lock open in the end?",
  answer: "Because the tower shifted when the tide turned.",
  passage: "The lamp at the end of the pier had been dark for a week when Sunniva rowed out to it. She took oil, a new wick and her father's old brass key, the one with the crooked tooth. The door would not open. She tried the key the right way up and upside down, and then she sat on the step and ate her bread. When the tide turned, the whole tower shifted by the width of a hair, as it did twice a day, and behind her the lock clicked by itself.",
  question: "Why did the lock open in the end?",
};

const inputs: Readonly<Record<Name, CanaryInput>> = { seaweed, crates, vowels, umbrella, lantern };

/** One of the canaries' inputs under an instruction. */
export function canaryItem(name: Name, instruction: Pick<BenchItem, "instructionTask" | "instruction"> & Partial<BenchItem>): BenchItem {
  return { ...inputs[name], id: `canary/${instruction.instructionTask}/${name}`, ...instruction };
}
