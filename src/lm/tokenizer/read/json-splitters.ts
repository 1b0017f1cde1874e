import { spellBytes } from "../byte-alphabet.ts";
import { damaged, shown, unsupported } from "../failure.ts";
import { escapeLiteral, readPattern } from "../pattern.ts";
import { type SplitBehaviour, splitBehaviours, splitBy, type Splitter } from "../split/pieces.ts";
import type { JsonObject } from "./folder.ts";
import { flatSteps, text } from "./json-steps.ts";

/** How GPT-2 splits text into words. */
const gpt2Words = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;
const punctuation = /[!-/:-@[-`{-~\p{P}]/gu;
const whiteSpace = /\p{White_Space}+/gu;

/** The steps that split normalised text before the model sees it. */
export function readSplitter(value: unknown, file: string): Splitter {
  const steps = flatSteps(value, "pre_tokenizer", "pretokenizers", file).map((step) => splitter(step, file));
  return (piece) => steps.reduce((pieces, step) => pieces.flatMap(step), piece.text === "" ? [] : [piece]);
}

function splitter(step: JsonObject & { readonly type: string }, file: string): Splitter {
  switch (step.type) {
    case "ByteLevel":
      return byteLevel({ prefixed: step["add_prefix_space"] === true, words: step["use_regex"] !== false });
    case "Metaspace":
      return metaspace(step, file);
    case "Split":
      return splitBy(readPattern(step["pattern"], file), behaviour(step["behavior"], file), step["invert"] === true);
    case "Digits":
      return splitBy(/\p{N}/gu, step["individual_digits"] === true ? "Isolated" : "Contiguous");
    case "Punctuation":
      return splitBy(punctuation, step["behavior"] === undefined ? "Isolated" : behaviour(step["behavior"], file));
    case "Whitespace":
      return splitBy(/[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]+|[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}\p{White_Space}]+/gu, "Removed", true);
    case "WhitespaceSplit":
      return splitBy(whiteSpace, "Removed");
    case "CharDelimiterSplit":
      return splitBy(new RegExp(escapeLiteral(text(step["delimiter"], "delimiter", file)), "gu"), "Removed");
    default:
      throw unsupported(file, `asks for the pre-tokenizer ${shown(step.type)}, which is not one of those that are followed`);
  }
}

function byteLevel({ prefixed, words }: { prefixed: boolean; words: boolean }): Splitter {
  const split: Splitter = words ? splitBy(gpt2Words, "Isolated") : (piece) => [piece];
  return (piece) => {
    const given = prefixed && !piece.text.startsWith(" ") ? { ...piece, text: ` ${piece.text}` } : piece;
    return split(given).map(({ text, first }) => ({ text: spellBytes(text), first }));
  };
}

function metaspace(step: JsonObject, file: string): Splitter {
  const mark = step["replacement"] === undefined ? "▁" : text(step["replacement"], "replacement", file);
  const scheme = step["prepend_scheme"] ?? (step["add_prefix_space"] === false ? "never" : "always");
  if (scheme !== "always" && scheme !== "first" && scheme !== "never") throw damaged(file, `"prepend_scheme" is ${shown(scheme)}, not always, first or never`);
  const split: Splitter = step["split"] === false ? (piece) => [piece] : splitBy(new RegExp(escapeLiteral(mark), "gu"), "MergedWithNext");
  return (piece) => {
    const marked = piece.text.replaceAll(" ", mark);
    const prefixed = !marked.startsWith(mark) && (scheme === "always" || (scheme === "first" && piece.first));
    return split({ text: prefixed ? mark + marked : marked, first: piece.first });
  };
}

function behaviour(value: unknown, file: string): SplitBehaviour {
  // Written in two ways: MergedWithPrevious and merged_with_previous.
  const plain = typeof value === "string" ? value.replaceAll("_", "").toLowerCase() : undefined;
  const known = splitBehaviours.find((name) => name.toLowerCase() === plain);
  if (known === undefined) throw damaged(file, `"behavior" is ${shown(value)}, not one of ${splitBehaviours.join(", ")}`);
  return known;
}
