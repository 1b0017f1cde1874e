import type { RandomStream } from "../../stats/index.ts";
import { between, chance } from "../grammar/draw.ts";
import { perhapsTime } from "../grammar/phrases.ts";
import { plain, question, type Sentence, sentence, verb } from "../grammar/sentence.ts";
import { names, numbers, objects, pluralOf } from "../lexicon/words.ts";
import type { Question } from "./question.ts";

const greatestNumber = numbers.at(-1)!;

/** Somebody has things, gets or loses some, once or twice: how many now? The answer says each sum: `7 + 5 = 12, 12 - 3 = 9`. */
export function arithmetic(random: RandomStream): Question {
  const [owner, other] = random.sample(names, 2) as [string, string];
  const [kind, otherKind] = random.sample(objects, 2).map(pluralOf) as [string, string];
  const start = between(random, 2, 20);
  const stepCount = chance(random, 0.7) ? 1 : 2;
  const story: Sentence[] = [];
  const sums: string[] = [];
  let amount = start;
  for (let step = 0; step < stepCount; step++) {
    const gains = amount <= 2 || (amount <= greatestNumber - 2 && chance(random, 0.5));
    const change = gains ? between(random, 2, Math.min(12, greatestNumber - amount)) : between(random, 2, Math.min(12, amount));
    const next = gains ? amount + change : amount - change;
    story.push(changed(random, { owner, other, gains, things: `${change} ${kind}` }));
    sums.push(`${amount} ${gains ? "+" : "-"} ${change} = ${next}`);
    amount = next;
  }
  const aside = sentence([plain(other), verb("has"), plain(`${between(random, 2, 20)} ${chance(random, 0.5) ? kind : otherKind}`)]);
  return {
    text: [
      sentence([plain(owner), verb("has"), plain(`${start} ${kind}`)]),
      ...(chance(random, 0.15) ? [aside] : []),
      ...story,
      question([plain(`how many ${kind}`), verb("has"), plain(owner), ...perhapsTime(random, 0.6, ["now", "tonight"])]),
    ],
    answer: sums.join(", "),
  };
}

interface Change {
  readonly owner: string;
  readonly other: string;
  readonly gains: boolean;
  readonly things: string;
}

function changed(random: RandomStream, { owner, other, gains, things }: Change): Sentence {
  const when = perhapsTime(random, 0.3, ["today"]);
  if (chance(random, 0.3)) {
    const [giver, taker] = gains ? [other, owner] : [owner, other];
    return sentence([plain(giver), verb("gives"), plain(`${things} to ${taker}`), ...when]);
  }
  return sentence([plain(owner), verb(random.choice(gains ? ["buys", "finds"] : ["loses", "sells"])), plain(things), ...when]);
}
