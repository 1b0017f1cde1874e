import type { AttributionPrompt } from "./attribution-prompt.ts";
import { type BranchedShape, totalPlaces } from "./branched-inputs.ts";

/** A prompt and where it belongs. */
export interface PlacedPrompt {
  readonly instruction: number;
  readonly instance: number;
  readonly prompt: AttributionPrompt;
}

/** Prompts that are computed together; the last ones of a shape may be fewer than its batch. */
export interface PlannedBatch {
  readonly shape: BranchedShape;
  readonly prompts: readonly PlacedPrompt[];
}

/** @see planBatches */
export interface PlanOptions {
  readonly tokensAtOnce: number;
  readonly hasEncoder: boolean;
  /** So many prompts are planned together: the more, the fuller the batches; the fewer, the less long does a prompt wait for its neighbours. */
  readonly window: number;
  /** A new shape needs a new session, whose making takes as long as computing about so many places (12 × 768 layers: 400; T5-base: 2000). */
  readonly placesOfSession?: number;
}

/** A shape but for the number of rows, and who has it. */
interface Group {
  readonly shape: Omit<BranchedShape, "batch">;
  readonly prompts: readonly PlacedPrompt[];
}

/** More groups than this are made coarser before any are joined: joining looks at all pairs. */
const mostGroups = 48;

/** Batches of few shapes, of about `tokensAtOnce` places each: prompts are padded to a longer shape where that is cheaper than a session more. */
export function* planBatches(prompts: Iterable<PlacedPrompt>, { tokensAtOnce, hasEncoder, window, placesOfSession = 1000 }: PlanOptions): Generator<PlannedBatch> {
  // Rows of the shapes that have a session already.
  const known = new Map<string, number>();
  const plan = function* (pending: readonly PlacedPrompt[]): Generator<PlannedBatch> {
    for (const { shape, prompts: ofShape } of mergedGroups(groupsOf(pending, hasEncoder), known, placesOfSession)) {
      const key = JSON.stringify(shape);
      const batch = known.get(key) ?? evenBatch(ofShape.length, Math.max(1, Math.floor(tokensAtOnce / placesOf(shape))));
      known.set(key, batch);
      for (let start = 0; start < ofShape.length; start += batch) yield { shape: { ...shape, batch }, prompts: ofShape.slice(start, start + batch) };
    }
  };
  let pending: PlacedPrompt[] = [];
  for (const prompt of prompts) {
    pending.push(prompt);
    if (pending.length < window) continue;
    yield* plan(pending);
    pending = [];
  }
  yield* plan(pending);
}

/** Rows of a batch where so many prompts are cut into as few batches as can be, of one size: the last is then nearly full, and one session does. */
export function evenBatch(prompts: number, largest: number): number {
  return Math.ceil(prompts / Math.ceil(prompts / largest));
}

function groupsOf(prompts: readonly PlacedPrompt[], hasEncoder: boolean): Group[] {
  for (let step = 1; ; step *= 2) {
    const groups = groupsInSteps(prompts, hasEncoder, step);
    const options = new Set(groups.map(({ shape }) => shape.options)).size;
    if (groups.length <= Math.max(mostGroups, options)) return groups;
  }
}

/** @param step how much coarser than the finest: 4 places of a prompt, 1 of an option */
function groupsInSteps(prompts: readonly PlacedPrompt[], hasEncoder: boolean, step: number): Group[] {
  const byShape = Map.groupBy(prompts, ({ prompt: { ids, labels } }) => {
    const length = Math.ceil(ids.length / (4 * step)) * 4 * step;
    const further = Math.ceil((Math.max(...labels.map((label) => label.length)) - 1) / step) * step;
    const shape: Group["shape"] = { ...(hasEncoder ? { encoded: length, prompt: 1 } : { prompt: length }), options: labels.length, further };
    return JSON.stringify(shape);
  });
  return [...byShape].map(([key, ofShape]) => ({ shape: JSON.parse(key) as Group["shape"], prompts: ofShape }));
}

/** Joins the two groups whose joining saves most, until none saves anything. */
function mergedGroups(groups: readonly Group[], known: ReadonlyMap<string, number>, placesOfSession: number): Group[] {
  const cost = ({ shape, prompts }: Group): number => prompts.length * placesOf(shape) + (prompts.length === 0 || known.has(JSON.stringify(shape)) ? 0 : placesOfSession);
  let left: Group[] = [...groups, ...[...known.keys()].map((key) => ({ shape: JSON.parse(key) as Group["shape"], prompts: [] }))];
  for (;;) {
    let best: { saved: number; one: Group; other: Group; joined: Group } | undefined;
    for (const [place, one] of left.entries()) {
      for (const other of left.slice(place + 1)) {
        if (one.shape.options !== other.shape.options || one.prompts.length + other.prompts.length === 0) continue;
        const joined = join(one, other);
        const saved = cost(one) + cost(other) - cost(joined);
        if (saved > 0 && (best === undefined || saved > best.saved)) best = { saved, one, other, joined };
      }
    }
    if (best === undefined) return left.filter(({ prompts }) => prompts.length > 0);
    const { one, other, joined } = best;
    left = [...left.filter((group) => group !== one && group !== other), joined];
  }
}

function join(one: Group, other: Group): Group {
  const longer = (a: number, b: number): number => Math.max(a, b);
  const shape = { ...(one.shape.encoded === undefined ? {} : { encoded: longer(one.shape.encoded, other.shape.encoded!) }), prompt: longer(one.shape.prompt, other.shape.prompt), options: one.shape.options, further: longer(one.shape.further, other.shape.further) };
  return { shape, prompts: [...one.prompts, ...other.prompts] };
}

function placesOf(shape: Group["shape"]): number {
  return totalPlaces({ ...shape, batch: 1 }) + (shape.encoded ?? 0);
}
