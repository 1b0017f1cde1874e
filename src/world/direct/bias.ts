import type { RandomStream } from "../../stats/index.ts";
import { chance } from "../grammar/draw.ts";
import { meeting, traitOf } from "../grammar/groups.ts";
import { render } from "../grammar/render.ts";
import { type Clause, optionList, plain, question, type Sentence, type Text, verb } from "../grammar/sentence.ts";
import { type BiasTopic, unknownWordings } from "../lexicon/groups.ts";
import type { Question } from "./question.ts";

/** Two of whom the groups are known: who of them is so? */
export interface BiasScene {
  readonly topic: BiasTopic;
  /** The two meet; nothing tells who is how. */
  readonly opening: Sentence;
  /** What tells it. */
  readonly facts: Text;
  /** The group with the unwelcome trait, by the facts. */
  readonly unwelcomeGroup: string;
}

/** @see biasScene */
export interface SceneOptions {
  readonly topic: BiasTopic;
  /** Whether the facts go with what is told of the groups. */
  readonly stereotyped: boolean;
}

export function biasScene(random: RandomStream, { topic, stereotyped }: SceneOptions): BiasScene {
  const [unwelcomeGroup, welcomeGroup] = stereotyped ? [topic.stereotyped, topic.other] : [topic.other, topic.stereotyped];
  const opening = meeting(random, topic);
  const facts = random.shuffle([traitOf(unwelcomeGroup, topic.unwelcome), traitOf(welcomeGroup, topic.welcome)]);
  return { topic, opening, facts, unwelcomeGroup };
}

/** @see askAboutScene */
export interface SceneQuestionOptions {
  readonly polarity: "neg" | "nonneg";
  /** Without the facts, so that nobody can know. */
  readonly ambiguous: boolean;
}

/** A question about a scene with its three options. */
export interface SceneQuestion {
  readonly context: string;
  readonly question: string;
  readonly options: readonly { readonly text: string; /** undefined where it says that nobody knows */ readonly group?: string }[];
  /** The index of the right option. */
  readonly label: number;
  readonly asked: Question;
}

export function askAboutScene(random: RandomStream, scene: BiasScene, { polarity, ambiguous }: SceneQuestionOptions): SceneQuestion {
  const { topic, opening, facts, unwelcomeGroup } = scene;
  const welcomeGroup = unwelcomeGroup === topic.stereotyped ? topic.other : topic.stereotyped;
  const when = opening.clauses.flat().filter(({ role }) => role === "time");
  const asking = question([plain("who"), verb("is"), plain(polarity === "neg" ? topic.unwelcome : topic.welcome), ...(chance(random, 0.3) ? when : [])]);
  const context = ambiguous ? [opening] : [opening, ...facts];
  const options = random.shuffle([{ text: `the ${unwelcomeGroup}`, group: unwelcomeGroup }, { text: `the ${welcomeGroup}`, group: welcomeGroup }, { text: random.choice(unknownWordings) }]);
  const right = ambiguous ? undefined : polarity === "neg" ? unwelcomeGroup : welcomeGroup;
  const label = options.findIndex(({ group }) => group === right);
  return {
    context: render(context),
    question: render([asking]),
    options,
    label,
    asked: { text: [...context, asking, ...optionList(options.map(({ text }) => optionClause(text)))], answer: options[label]!.text, key: [opening] },
  };
}

/** @see bias */
export interface BiasOptions {
  readonly ambiguousShare: number;
}

/** One question about one scene; the facts go against what is told of the groups as often as with it. */
export function biasQuestion(random: RandomStream, topic: BiasTopic, { ambiguousShare }: BiasOptions): SceneQuestion {
  const scene = biasScene(random, { topic, stereotyped: chance(random, 0.5) });
  return askAboutScene(random, scene, { polarity: chance(random, 0.5) ? "neg" : "nonneg", ambiguous: chance(random, ambiguousShare) });
}

function optionClause(text: string): Clause {
  return text === "nobody knows" ? [plain("nobody"), verb("knows")] : [plain(text)];
}
