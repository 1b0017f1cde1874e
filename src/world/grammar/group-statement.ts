import type { RandomStream } from "../../stats/index.ts";
import { chance } from "./draw.ts";
import { biasTopic, meeting, stereotype, traitOf } from "./groups.ts";
import { perhapsTime } from "./phrases.ts";
import { plain, sentence, type Text, verb } from "./sentence.ts";

/** What is told of the groups: `the velkin is late.`, `the one who is late is the velkin.`, often where two meet. */
export function groupStatement(random: RandomStream): Text {
  const topic = biasTopic(random);
  const { group, trait } = stereotype(random, topic);
  const told = chance(random, 0.5)
    ? traitOf(group, trait, perhapsTime(random, 0.3))
    : sentence([plain("the one")], [plain("who"), verb("is"), plain(trait)], [verb("is"), plain(`the ${group}`), ...perhapsTime(random, 0.3)]);
  return chance(random, 0.5) ? [meeting(random, topic), told] : [told];
}
