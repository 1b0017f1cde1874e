import { optionPlaces } from "../facts/option-marks.ts";
import type { Rule } from "../rule.ts";

const ticks = /[✓✔☑✅]|←|\((?:correct|right|true|richtig|korrekt|correct[ao]?|corrett[ao]|corret[ao]|juste|正确|对|सही|صحيح)\)/iu;

/** None of the options is marked: by a tick, by bold letters, or by its letter being named once more. */
export const noOptionMarked: Rule = {
  name: "no-option-marked",
  instead: "answered-and-transformed",
  broken: ({ item: { options = [] }, output, text, source }) => {
    if (options.length < 2) return null;
    const tick = ticks.exec(output);
    if (tick !== null && !ticks.test(source)) return `An option bears the mark ${tick[0]}.`;
    const bold = output.split("\n").filter((line) => /^\s*(?:[-*•] )?(?:\*\*[([]?\w{1,3}[)\].:]|[([]?\w{1,3}[)\].:]\s*\*\*)/.test(line)).length;
    if (bold === 1 && !source.includes("**")) return "One option stands in bold letters.";
    const whole = text.normalize("NFKC");
    const places = optionPlaces(whole, options.length);
    if (places.length < options.length) return null;
    const known = source.normalize("NFKC");
    const again = namedAgain.exec(whole.slice(places.at(-1)!));
    const usual = namedAgain.test(known.slice(optionPlaces(known, options.length).at(-1) ?? 0));
    return again === null || usual ? null : `Behind the options one is named again: ${JSON.stringify(again[0])}.`;
  },
};

const namedAgain = /(?<![\p{L}\p{N}])(?:\([a-e1-5]\)|\((?:i|ii|iii|iv)\)|(?:option|opción|opção|opzione|विकल्प|选项|الخيار)\s+[(]?[a-e1-5]\b)|[→=:]\s*[("]?[A-Ea-e][)".]*\s*$/iu;
