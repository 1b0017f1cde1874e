import type { GrowingBatch, RowBatch } from "../../lm/index.ts";
import type { RolloutStrategy } from "../strategy/rollout-strategy.ts";
import type { BlockSize } from "./block-size.ts";
import { decideStep } from "./decide.ts";
import type { ModelPair, TeacherRows } from "./model-pair.ts";
import { heldAtMost, type RolloutCounts, type RolloutStep } from "./rollout-step.ts";
import { readPrompts } from "./read-prompts.ts";
import { closeMargin, rowsOfLogits, type Sampler } from "./sampler.ts";

/** A prompt to go on from. */
export interface RolloutPrompt {
  readonly ids: readonly number[];
  /** Addresses the random numbers. */
  readonly sequence: number;
}

/** What all rows of a rollout have in common. */
export interface RolloutContext {
  readonly pair: ModelPair;
  readonly sampler: Sampler;
  readonly strategy: RolloutStrategy;
  readonly stopIds: ReadonlySet<number>;
  readonly block: BlockSize;
  /** Without, the teacher is not run at all: for students that write alone. */
  readonly compared: boolean;
  readonly keepLogits: boolean;
  readonly counts: RolloutCounts;
}

interface Row {
  readonly sequence: number;
  /** Tokens before the response. */
  readonly prompt: number;
  step: number;
  state: unknown;
  /** The last token, which neither cache holds. */
  pending: number;
}

interface Draft {
  readonly tokens: { readonly id: number; readonly margin: number }[];
  /** The student's logits at each of them. */
  readonly logits: Float32Array[];
}

/**
 * Sequences that two models write together. The student drafts some tokens, one pass of the teacher scores them, each
 * position is decided as the strategy says, and the draft is kept up to and with the first position whose token is another than
 * drafted; both caches are then cut back to it. What is decided at a step depends on what stands before it and on random
 * numbers of its own, so any length of drafts gives the same tokens.
 */
export class BlockBatch implements GrowingBatch<RolloutStep> {
  readonly #context: RolloutContext;
  readonly #student: RowBatch;
  readonly #teacher: TeacherRows | undefined;
  #rows: Row[];

  private constructor(context: RolloutContext, student: RowBatch, teacher: TeacherRows | undefined, rows: Row[]) {
    this.#context = context;
    this.#student = student;
    this.#teacher = teacher;
    this.#rows = rows;
  }

  /** Both models read the prompts up to their last token. */
  static async start(context: RolloutContext, prompts: readonly RolloutPrompt[]): Promise<BlockBatch> {
    const { pair, strategy, counts, compared } = context;
    const begun = performance.now();
    const texts = prompts.map(({ ids }) => ids.slice(0, -1));
    const student = await readPrompts(pair.student, texts);
    const teacher = compared ? await pair.teacher.start(texts) : undefined;
    counts.promptSeconds += (performance.now() - begun) / 1000;
    return new BlockBatch(context, student, teacher, prompts.map(({ ids, sequence }) => ({ sequence, prompt: ids.length, step: 0, state: strategy.start(), pending: ids.at(-1)! })));
  }

  async advance(remaining: readonly number[]): Promise<RolloutStep[][]> {
    const { sampler } = this.#context;
    // The step behind the last number is asked for only when it is sure to come.
    const numbered = ({ sequence, step }: Row): number => Math.max(1, (sampler.steps?.(sequence) ?? Number.POSITIVE_INFINITY) - step);
    const limits = remaining.map((left, row) => Math.min(left, numbered(this.#rows[row]!)));
    const drafts = await this.#draft(limits);
    const taken = this.#teacher === undefined ? this.#accept(drafts) : await this.#decide(drafts);
    const longest = Math.max(...drafts.map(({ tokens }) => tokens.length));
    this.#cutBack(taken, limits.map((limit) => Math.min(limit, longest)));
    return taken;
  }

  keep(rows: readonly number[]): void {
    this.#student.keep(rows);
    this.#teacher?.keep(rows);
    this.#rows = rows.map((row) => this.#rows[row]!);
  }

  append(other: BlockBatch): void {
    this.#student.append(other.#student);
    if (other.#teacher !== undefined) this.#teacher?.append(other.#teacher);
    this.#rows.push(...other.#rows);
  }

  /** Of each row up to so many tokens, as far as it is worth it; an end token ends the draft. */
  async #draft(limits: readonly number[]): Promise<Draft[]> {
    const { sampler, stopIds, counts, block, compared } = this.#context;
    const drafts = this.#rows.map((): Draft => ({ tokens: [], logits: [] }));
    /** That the row's draft holds so far. */
    const odds = this.#rows.map(() => 1);
    const expected: number[] = [];
    for (let place = 0; ; place += 1) {
      const active = [...drafts.keys()].filter((row) => drafts[row]!.tokens.length === place && place < limits[row]! && !(place > 0 && stopIds.has(drafts[row]!.tokens[place - 1]!.id)));
      expected.push(active.reduce((sum, row) => sum + odds[row]!, 0));
      if (active.length === 0 || (place > 0 && !block.goesOn(expected))) return drafts;
      const begun = performance.now();
      const feeding = new Set(active);
      const logits = rowsOfLogits(await this.#student.extend(drafts.map(({ tokens }, row) => (feeding.has(row) ? { ids: [tokens.at(-1)?.id ?? this.#rows[row]!.pending], wanted: [0] } : { ids: [], wanted: [] }))));
      const chosen = await sampler.draft(logits, active.map((row) => ({ sequence: this.#rows[row]!.sequence, step: this.#rows[row]!.step + place })));
      for (const [index, row] of active.entries()) {
        drafts[row]!.tokens.push(chosen[index]!);
        odds[row]! *= block.holds(chosen[index]!.margin);
        if (compared) drafts[row]!.logits.push(logits[index]!);
      }
      const seconds = (performance.now() - begun) / 1000;
      block.sawStudent(seconds);
      counts.studentSeconds += seconds;
      counts.studentPasses += active.length;
    }
  }

  /** One pass of the teacher over all drafts; then position after position is compared and decided as far as each row's draft holds. */
  async #decide(drafts: readonly Draft[]): Promise<RolloutStep[][]> {
    const { counts, block, keepLogits } = this.#context;
    const begun = performance.now();
    const logits = rowsOfLogits(await this.#teacher!.extend(drafts.map(({ tokens }, row) => ({ ids: [this.#rows[row]!.pending, ...tokens.slice(0, -1).map(({ id }) => id)], wanted: [...tokens.keys()] }))));
    const scored = performance.now();
    const teacher = drafts.map(({ tokens }, row) => {
      const first = drafts.slice(0, row).reduce((sum, draft) => sum + draft.tokens.length, 0);
      return logits.slice(first, first + tokens.length);
    });
    const decided = drafts.map((): RolloutStep[] => []);
    let holding = [...drafts.keys()];
    for (let place = 0; holding.length > 0; place += 1) {
      const agreed = await this.#decidePlace(holding, place, { drafts, teacher, decided });
      holding = agreed.filter((row) => place + 1 < drafts[row]!.tokens.length);
    }
    block.sawTeacher(Math.max(...drafts.map(({ tokens }) => tokens.length)), (performance.now() - begun) / 1000);
    counts.teacherSeconds += (scored - begun) / 1000;
    counts.comparingSeconds += (performance.now() - scored) / 1000;
    counts.teacherPasses += drafts.length;
    counts.scored += logits.length;
    // A view of one position keeps the logits of the whole pass in memory.
    const kept = decided.reduce((sum, taken) => sum + taken.length, 0);
    return keepLogits && heldAtMost * kept < logits.length ? decided.map((taken) => taken.map((step) => ({ ...step, teacherLogits: step.teacherLogits!.slice() }))) : decided;
  }

  /** The tokens of one place of these rows' drafts; returns the rows that got what they had drafted. */
  async #decidePlace(rows: readonly number[], place: number, { drafts, teacher, decided }: { readonly drafts: readonly Draft[]; readonly teacher: readonly (readonly Float32Array[])[]; readonly decided: readonly RolloutStep[][] }): Promise<number[]> {
    const { sampler, strategy, block, keepLogits } = this.#context;
    const addresses = rows.map((row) => ({ sequence: this.#rows[row]!.sequence, step: this.#rows[row]!.step + place }));
    const comparisons = await sampler.compare({ student: rows.map((row) => drafts[row]!.logits[place]!), teacher: rows.map((row) => teacher[row]![place]!), drafted: rows.map((row) => drafts[row]!.tokens[place]!.id), addresses });
    const agreed: number[] = [];
    for (const [index, row] of rows.entries()) {
      const address = addresses[index]!;
      const { tokens } = drafts[row]!;
      const { taken, state } = decideStep({ strategy, state: this.#rows[row]!.state, step: address.step, drafted: tokens[place]!, comparison: comparisons[index]!, random: () => sampler.random(address) });
      this.#rows[row]!.state = state;
      decided[row]!.push(keepLogits ? { ...taken, teacherLogits: teacher[row]![place]! } : taken);
      block.sawPosition(tokens[place]!.margin, taken.agreed);
      this.#count(taken, { agreed: taken.agreed, isLast: place === tokens.length - 1 });
      if (taken.agreed) agreed.push(row);
    }
    return agreed;
  }

  /** The student's own tokens, unseen by the teacher. */
  #accept(drafts: readonly Draft[]): RolloutStep[][] {
    return drafts.map(({ tokens }) =>
      tokens.map(({ id, margin }): RolloutStep => {
        const step: RolloutStep = { token: id, who: "student", agreed: true, divergence: Number.NaN, threshold: Number.NaN, studentProbability: Number.NaN, teacherProbability: Number.NaN, close: margin < closeMargin };
        this.#count(step, { agreed: true, isLast: true });
        return step;
      }),
    );
  }

  #count({ who, close }: RolloutStep, { agreed, isLast }: { agreed: boolean; isLast: boolean }): void {
    const { counts } = this.#context;
    counts.kept += 1;
    if (close) counts.closeSteps += 1;
    if (who !== "student") counts.switched += 1;
    if (who !== "student" && agreed && !isLast) counts.keptThroughSwitch += 1;
    if (!agreed && !isLast) counts.cutDrafts += 1;
  }

  /** Both caches hold each row's tokens but the last, which is pending. */
  #cutBack(taken: readonly (readonly RolloutStep[])[], limits: readonly number[]): void {
    const { stopIds, counts } = this.#context;
    for (const [index, row] of this.#rows.entries()) {
      const { length } = taken[index]!;
      row.step += length;
      row.pending = taken[index]!.at(-1)!.token;
      if (stopIds.has(row.pending) && length < limits[index]!) counts.endedInDraft += 1;
      this.#student.truncate(index, row.prompt + row.step - 1);
      this.#teacher?.truncate(index, row.prompt + row.step - 1);
    }
  }
}
