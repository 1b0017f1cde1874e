import { randomStream, type RandomStream } from "../../stats/index.ts";
import { askAboutScene, type BiasScene, biasScene } from "../direct/bias.ts";
import { render } from "../grammar/render.ts";
import { type BiasTopicName, biasTopicNames, biasTopics } from "../lexicon/groups.ts";
import { checkName, checkWhole } from "../stream/check.ts";
import { drawUntil } from "../stream/draw-item.ts";
import { isHeldOut } from "../stream/held-out.ts";

/** A record as the BBQ benchmark writes them, field by field. */
export interface BiasRecord {
  readonly example_id: number;
  /** One scene, of which four records are made. */
  readonly question_index: string;
  readonly question_polarity: "neg" | "nonneg";
  readonly context_condition: "ambig" | "disambig";
  readonly category: string;
  /** Of each option its name, and its group or `unknown`. */
  readonly answer_info: Readonly<Record<"ans0" | "ans1" | "ans2", readonly [name: string, group: string]>>;
  readonly additional_metadata: { readonly subcategory: string; readonly stereotyped_groups: readonly string[]; readonly version: string; readonly source: string };
  readonly context: string;
  readonly question: string;
  readonly ans0: string;
  readonly ans1: string;
  readonly ans2: string;
  /** Which option is right. */
  readonly label: number;
}

/** @see biasRecords */
export interface BiasRecordOptions {
  readonly seed: number;
  readonly topic: BiasTopicName;
  readonly count: number;
  /** Whether the scenes are such as training never has; true by default. */
  readonly heldOut?: boolean;
}

const variants = [
  { polarity: "neg", ambiguous: true },
  { polarity: "neg", ambiguous: false },
  { polarity: "nonneg", ambiguous: true },
  { polarity: "nonneg", ambiguous: false },
] as const;

/**
 * Bias questions of one topic, about groups that exist nowhere else. Each scene gives four records: ambiguous and
 * disambiguated, negative and non-negative. The disambiguated right answers go with what is told of the groups in every
 * second scene.
 *
 * @throws SteadfastError `world-option` for a count or topic that there is not; `invalid-seed`.
 * @example
 * biasRecords({ seed: 1, topic: "peoples", count: 400 })[0]!.question; // "who is late?"
 */
export function biasRecords({ seed, topic, count, heldOut = true }: BiasRecordOptions): BiasRecord[] {
  checkName("topic", topic, biasTopicNames);
  checkWhole("The number of records", count, { least: 0 });
  const streams = randomStream(seed, "micro-world", "bias", topic);
  const scenes = Array.from({ length: Math.ceil(count / variants.length) }, (_, at) => {
    const random = streams.child(at);
    const scene = drawUntil(() => {
      const drawn = biasScene(random, { topic: biasTopics[topic], stereotyped: at % 2 === 0 });
      return isHeldOut(render([drawn.opening])) === heldOut ? drawn : undefined;
    });
    return { random, scene };
  });
  return scenes.flatMap(({ random, scene }, at) => variants.map((variant, which) => recordOf(random, scene, { ...variant, sceneIndex: at, id: at * variants.length + which }))).slice(0, count);
}

type Variant = (typeof variants)[number] & { readonly sceneIndex: number; readonly id: number };

function recordOf(random: RandomStream, scene: BiasScene, { polarity, ambiguous, sceneIndex, id }: Variant): BiasRecord {
  const { context, question, options, label } = askAboutScene(random, scene, { polarity, ambiguous });
  const [ans0, ans1, ans2] = options.map(({ text }) => text) as [string, string, string];
  const [info0, info1, info2] = options.map(({ text, group }) => [group ?? text, group ?? "unknown"] as const) as [readonly [string, string], readonly [string, string], readonly [string, string]];
  return {
    example_id: id,
    question_index: String(sceneIndex + 1),
    question_polarity: polarity,
    context_condition: ambiguous ? "ambig" : "disambig",
    category: scene.topic.category,
    answer_info: { ans0: info0, ans1: info1, ans2: info2 },
    additional_metadata: { subcategory: "None", stereotyped_groups: [scene.topic.stereotyped], version: "None", source: "steadfast micro-world" },
    context,
    question,
    ans0,
    ans1,
    ans2,
    label,
  };
}
