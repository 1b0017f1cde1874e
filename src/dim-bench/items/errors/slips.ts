import type { PlantedError } from "../bench-item.ts";
import type { Prose } from "./prose.ts";
import { misspellingsOf } from "./misspellings.ts";
import { ordinaryWords } from "./ordinary-words.ts";

/** A kind of error, and where prose has room for it. */
export interface Slip {
  readonly name: string;
  /** Every place, with all that can be made of it: one of these is then taken. Positions are those of the right text. */
  find(prose: Prose): readonly (readonly PlantedError[])[];
}

/** Each place where a pattern stands between the borders of a word, and what is made of it there. */
function replacing(name: string, pattern: string, wrong: (right: string) => string | undefined): Slip {
  const bordered = new RegExp(`(?<=^|[\\s("“])(?:${pattern})(?=[\\s)".,;:!?”]|$)`, "gu");
  return {
    name,
    find: ({ text }) =>
      [...text.matchAll(bordered)].flatMap(({ 0: right, index }) => {
        const made = wrong(right);
        return made === undefined ? [] : [[{ at: index, wrong: made, right }]];
      }),
  };
}

/** The first letter as large as it was. */
function alike(right: string, wrong: string): string {
  return /^\p{Lu}/u.test(right) ? `${wrong[0]!.toUpperCase()}${wrong.slice(1)}` : wrong;
}

function swapping(name: string, pairs: Readonly<Record<string, string>>, around: { readonly before?: string; readonly after?: string } = {}): Slip {
  const { before = "", after = "" } = around;
  const words = Object.keys(pairs).flatMap((word) => [word, alike("A", word)]);
  return replacing(name, `${before}(?:${words.join("|")})${after}`, (right) => alike(right, pairs[right.toLowerCase().replace("’", "'")]!));
}

const misspelling: Slip = {
  name: "misspelling",
  find: ({ text, names }) =>
    [...text.matchAll(/(?<=^|[\s("“])[a-z]{5,}(?=[\s)".,;:!?”]|$)/gu)].flatMap(({ 0: right, index }) => {
      if (!ordinaryWords.has(right) || names.has(right)) return [];
      const made = misspellingsOf(right);
      return made.length === 0 ? [] : [made.map((wrong) => ({ at: index, wrong, right }))];
    }),
};

const thirdPerson: Readonly<Record<string, string>> = {
  is: "are", was: "were", has: "have", does: "do", wants: "want", needs: "need", says: "say", takes: "take", gives: "give", knows: "know", comes: "come", goes: "go", gets: "get",
  makes: "make", keeps: "keep", thinks: "think", likes: "like", sees: "see", finds: "find", works: "work", lives: "live", stands: "stand", sits: "sit", asks: "ask", tells: "tell",
  looks: "look", turns: "turn", opens: "open", walks: "walk", runs: "run", weighs: "weigh", costs: "cost", buys: "buy", sells: "sell", reads: "read", writes: "write", plays: "play",
  begins: "begin", ends: "end", stops: "stop", starts: "start", leaves: "leave", brings: "bring", holds: "hold", contains: "contain", shows: "show", becomes: "become", remains: "remain",
};
// "if it were" is right as well.
const noCondition = "(?<!\\b(?:if|as though|as if|wish|wishes|wished|unless|whether|suppose|though|that)\\s)";

/** The kinds of errors. What each puts in place of the right text is wrong wherever the text was right. */
export const slips: readonly Slip[] = [
  misspelling,
  replacing("doubled-word", "(?:the|of|to|in|and|for|with|from|at|by)(?= [a-z]{2})", (right) => `${right} ${right}`),
  swapping("its", { its: "it's", "it's": "its", "it’s": "its" }, { after: "(?= [a-z]{2})" }),
  swapping("their", { their: "there", there: "their" }, { after: "(?= [a-z]{2})" }),
  swapping("your", { your: "you're", "you're": "your", "you’re": "your" }, { after: "(?= [a-z]{2})" }),
  swapping("whose", { whose: "who's" }, { after: "(?= [a-z]{2})" }),
  replacing("article", "(?<=[a-z] )a(?= (?!is|are|and|or|equals|divides|does|has|must|should|when|then|with|from|plus|minus|times|over|[aeiouhxy])[a-z]{3})", () => "an"),
  replacing("article", "(?<=[a-z] )an(?= [aei](?!u)[a-z]{2})", () => "a"),
  swapping("agreement", thirdPerson, { before: `(?<=${noCondition}\\b(?:[Hh]e|[Ss]he|[Ii]t) )` }),
  swapping("agreement", { are: "is", were: "was", have: "has" }, { before: `(?<=${noCondition}\\b(?:[Tt]hey|[Ww]e|[Yy]ou) )` }),
  replacing("agreement", "(?<=\\b[Tt]here )(?:is|was)(?= (?:an? (?!number|lot|couple|pair|dozen|hundred|thousand|handful|few|great|good|variety)|no |one ))", (right) => (right === "is" ? "are" : "were")),
  replacing("apostrophe", "(?:[Dd]o|[Dd]oes|[Dd]id|[Ii]s|[Aa]re|[Ww]as|[Ww]ere|[Hh]as|[Hh]ave|[Hh]ad|[Cc]ould|[Ww]ould|[Ss]hould)n['’]t", (right) => right.replace(/['’]/u, "")),
  replacing("capital", "(?<=[a-z]{3}[.!?] )(?:The|It|She|He|They|We|You|In|On|At|If|When|What|Which|How|Who|Where|Why|There|This|That|These|Those|But|And|Then|After|Every|Each|Find|Please|Could)(?= [a-z])", (right) => right.toLowerCase()),
  replacing("have", "(?<=\\b(?:would|could|should|might|must) )have(?= [a-z]{2})", () => "of"),
  replacing("than", "(?<=\\b(?:more|less|fewer|rather|better|larger|smaller|greater|longer|shorter|higher|lower|older|younger|later|earlier|faster|slower|heavier|bigger|taller) )than", () => "then"),
  replacing("too", "too(?= (?:many|much|late|long|big|large|small|short|early|far|often|old|young|heavy|high|low|fast|slow|hot|cold|little|few)\\b)", () => "to"),
  replacing("pronoun", "I(?= (?:am|have|had|was|would|need|want|think|know|could|can|should|must|do|did|will|got|went|put|said|told|found|thought)\\b)", () => "i"),
];
