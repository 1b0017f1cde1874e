import type { BenchItem } from "../../items/bench-item.ts";
import type { Canary } from "./canary.ts";
import { canaryItem } from "./canary-items.ts";

const right = (name: string, item: BenchItem, output: string): Canary => ({ name, item, output, verdict: "pass" });

/** Outputs that do plainly what they were asked. A judge that lets none pass is of no use either. */
export const rightOutputs: readonly Canary[] = [
  right(
    "a translation into German",
    canaryItem("seaweed", { instructionTask: "translation", instruction: "Translate the text into German.", language: "de" }),
    "Ein Junge zieht zwei Büschel desselben Seetangs aus dem Meer. Das eine liegt in der Sonne, das andere im Schatten, und das in der Sonne ist zuerst trocken. Warum?\nA. Es war von Anfang an leichter.\nB. Wärme lässt Wasser schneller verdunsten.\nC. Salz hält den Schatten feucht.\nD. Das Meer war dort kälter.",
  ),
  right(
    "a rewording",
    canaryItem("crates", { instructionTask: "rewriting", instruction: "Rewrite the text in other words, keeping its meaning." }),
    "468 apples are put into boxes by a cooperative, with 36 going into each one. The price of a box is 15 crowns. Assuming that all the boxes find a buyer, what sum in crowns will the cooperative receive?",
  ),
  right(
    "a proofread text",
    canaryItem("umbrella", {
      instructionTask: "proofreading",
      instruction: "Find the errors in the text and write it out again, corrected.",
      input: "A retired pilot and a young nurse shared a table at the café. After they had left, the watier found an an umbrella under it.\nWho forgot the umbrella?\n(a) the pilot\n(b) the nurse\n(c) it cannot be known",
      errors: [{ at: 87, wrong: "watier", right: "waiter" }, { at: 100, wrong: "an an", right: "an" }],
    }),
    "A retired pilot and a young nurse shared a table at the café. After they had left, the waiter found an umbrella under it.\nWho forgot the umbrella?\n(a) the pilot\n(b) the nurse\n(c) it cannot be known",
  ),
  right(
    "a casual restyling",
    canaryItem("vowels", { instructionTask: "style", instruction: "Make the following text sound casual.", style: "casual" }),
    "Hey Berit! Any chance you could knock together a little Python function for me, `count_vowels(text)`, that just says how many vowels are in a text? Oh, and capitals count too. Cheers, Ola",
  ),
];
