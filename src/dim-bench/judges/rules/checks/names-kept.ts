import type { Rule } from "../rule.ts";

const LEAST = 0.5;

/** Of requests for code: names in the manner of code are still there, for nobody translates or rewords them. */
export const namesKept: Rule = {
  name: "names-kept",
  instead: "other",
  broken: ({ item, text, source }) => {
    if (item.inputTask !== "code") return null;
    const names = [...new Set(source.match(/\b[A-Za-z]\w*_\w+\b|\b[a-z]+[A-Z]\w*|\b\w+(?=\()|\b\w+\.(?:\w{1,4})\b(?!\.)|(?<=`)\w+(?=`)/g) ?? [])].filter((name) => name.length > 2 && /[A-Za-z]/.test(name));
    const kept = names.filter((name) => text.includes(name));
    return names.length > 0 && kept.length < LEAST * names.length ? `Of the names in the input, such as ${names.find((name) => !kept.includes(name))}, only ${kept.length} of ${names.length} are in it.` : null;
  },
};
