import { SteadfastError } from "../../base/index.ts";
import type { RandomAddress } from "../../lm/index.ts";
import { divergenceOf, probabilitiesOf } from "../distribution/plain-distribution.ts";
import { type Candidate, closeMargin, type Comparison, type Sampler, type SamplerReads } from "./sampler.ts";

/** Numbers in [0, 1), a row for each sequence, one for each step: `u` draws the tokens, `v` decides for a random strategy. */
export interface Uniforms {
  readonly u: readonly (readonly number[])[];
  readonly v?: readonly (readonly number[])[];
}

/**
 * Samples by numbers that are given: a token is the smallest index whose cumulative probability, in float64, exceeds the
 * step's number. Slow, and made to be checked by anyone.
 *
 * @throws SteadfastError while sampling: `uniforms-short` where a step has no number.
 */
export function createUniformSampler({ uniforms, reads }: { readonly uniforms: Uniforms; readonly reads: SamplerReads }): Sampler {
  const numberAt = (name: "u" | "v", { sequence, step }: RandomAddress): number => {
    const found = uniforms[name]?.[sequence]?.[step];
    if (found === undefined) throw new SteadfastError({ code: "uniforms-short", sentence: `The uniforms have no number "${name}" for step ${step + 1} of sequence ${sequence + 1}.`, hint: "Give a row for each sequence, with a number for each token that may be written." });
    return found;
  };
  return {
    async draft(logits, addresses) {
      return addresses.map((address, row) => draw(probabilitiesOf(logits[row]!), numberAt("u", address)));
    },
    random: (address) => numberAt("v", address),
    steps: (sequence) => uniforms.u[sequence]?.length ?? 0,
    async compare({ student, teacher, drafted, addresses }) {
      return addresses.map((address, row): Comparison => {
        const [p, q] = [probabilitiesOf(teacher[row]!), probabilitiesOf(student[row]!)];
        const logsOf = (id: number): Pick<Candidate, "studentLog" | "teacherLog"> => ({ studentLog: Math.log(q[id]!), teacherLog: Math.log(p[id]!) });
        const candidate = (distribution: Float64Array): Candidate => {
          const drawn = draw(distribution, numberAt("u", address));
          return { ...drawn, ...logsOf(drawn.id) };
        };
        const { mixture } = reads;
        return {
          divergence: divergenceOf(p, q),
          drafted: logsOf(drafted[row]!),
          teacher: candidate(p),
          ...(mixture === undefined ? {} : { mixture: candidate(p.map((value, id) => mixture * value + (1 - mixture) * q[id]!)) }),
          rank: rankOf(teacher[row]!, drafted[row]!),
        };
      });
    },
  };
}

function draw(probabilities: Float64Array, number: number): { id: number; margin: number } {
  let cumulative = 0;
  for (const [id, probability] of probabilities.entries()) {
    const before = cumulative;
    cumulative += probability;
    if (cumulative > number) return { id, margin: Math.min(cumulative - number, id === 0 ? Number.POSITIVE_INFINITY : number - before) };
  }
  // Rounding left the sum below a number near 1: the last token that is possible at all.
  return { id: probabilities.findLastIndex((probability) => probability > 0), margin: 0 };
}

function rankOf(logits: Float32Array, id: number): readonly [number, number] {
  let [best, worst] = [1, 1];
  for (const [other, logit] of logits.entries()) {
    if (other === id) continue;
    if (logit > logits[id]! + closeMargin) best += 1;
    if (logit > logits[id]! - closeMargin) worst += 1;
  }
  return [best, worst];
}
