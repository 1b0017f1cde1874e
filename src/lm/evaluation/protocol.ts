import { SteadfastError } from "../../base/index.ts";

/** `paper` bans repeated 6-grams, as the papers' final evaluations do; `clean` bans nothing. That alone moves ROUGE-L by more than a point. */
export type Preset = "paper" | "clean";

/** The names of the presets, the default first. */
export const presets: readonly Preset[] = ["paper", "clean"];

/** What a number depends on besides the model and the data. A type, not an interface: so it is JSON as it is. */
export type Protocol = {
  readonly preset: Preset;
  /** @see PromptOptions.template */
  readonly template: string;
  /** Tokens of a prompt; a longer one loses its end. */
  readonly maximumPrompt: number;
  readonly maximumNewTokens: number;
  readonly temperature: number;
  /** Follows from the preset; 0 is no ban. The prompt counts. */
  readonly noRepeatNgram: number;
  readonly seeds: readonly number[];
};

/** @see completeProtocol */
export type ProtocolChoices = Partial<Omit<Protocol, "noRepeatNgram">>;

/** The published protocol of MiniLLM, DistiLLM and SWITCH. */
const published: Omit<Protocol, "preset" | "noRepeatNgram"> = { template: "alpaca", maximumPrompt: 256, maximumNewTokens: 256, temperature: 1, seeds: [10, 20, 30, 40, 50] };

/**
 * The papers' protocol, but for what is chosen otherwise.
 *
 * @throws SteadfastError `protocol-wrong` for a value out of its range, no seed, or a seed twice
 * @example
 * completeProtocol({ preset: "clean", seeds: [1, 2, 3] });
 */
export function completeProtocol({ preset = "paper", ...choices }: ProtocolChoices = {}): Protocol {
  const chosen = Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined));
  const protocol: Protocol = { ...published, ...chosen, preset, noRepeatNgram: preset === "paper" ? 6 : 0 };
  const { maximumPrompt, maximumNewTokens, temperature, seeds } = protocol;
  if (!presets.includes(preset)) throw wrong(`There is no preset ${JSON.stringify(preset)}.`, `Take ${presets.join(" or ")}.`);
  checkCount("number of tokens of a prompt", maximumPrompt);
  checkCount("number of new tokens", maximumNewTokens);
  if (!(Number.isFinite(temperature) && temperature >= 0)) throw wrong(`The temperature must be a number of at least 0, not ${temperature}.`);
  if (seeds.length === 0) throw wrong("An evaluation needs at least one seed.", "The papers take 10, 20, 30, 40 and 50.");
  const unusable = seeds.find((seed) => !Number.isSafeInteger(seed) || seed < 0);
  if (unusable !== undefined) throw wrong(`A seed must be a whole number of at least 0, not ${unusable}.`, "The papers take 10, 20, 30, 40 and 50.");
  const twice = seeds.find((seed, place) => seeds.indexOf(seed) !== place);
  if (twice !== undefined) throw wrong(`The seed ${twice} is given twice, and would count twice.`, "Give each seed once.");
  return protocol;
}

/**
 * What stands beside every number: the preset, and whatever differs from the published protocol.
 *
 * @example
 * protocolLabel(completeProtocol({ temperature: 0.5 })); // "paper, temperature 0.5"
 */
export function protocolLabel({ preset, template, maximumPrompt, maximumNewTokens, temperature, seeds }: Protocol): string {
  const changes = [
    template === published.template ? "" : `template ${/^[a-z]+$/.test(template) ? template : "of your own"}`,
    maximumPrompt === published.maximumPrompt ? "" : `prompts of ${maximumPrompt} tokens`,
    maximumNewTokens === published.maximumNewTokens ? "" : `${maximumNewTokens} new tokens`,
    temperature === published.temperature ? "" : `temperature ${temperature}`,
    String(seeds) === String(published.seeds) ? "" : `${seeds.length === 1 ? "seed" : "seeds"} ${seeds.join(" ")}`,
  ];
  return [preset, ...changes.filter((change) => change !== "")].join(", ");
}

function checkCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) throw wrong(`The ${name} must be a whole number of at least 1, not ${value}.`);
}

function wrong(sentence: string, hint?: string): SteadfastError {
  return new SteadfastError({ code: "protocol-wrong", sentence, ...(hint === undefined ? {} : { hint }) });
}
