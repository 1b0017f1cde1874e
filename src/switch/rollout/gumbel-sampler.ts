import { add, cast, clamp, compile, type CompileOptions, expandDimensions, greater, gumbelNoise, logSoftmax, pick, reshape, slice, subtract, sum, type Tensor, type TensorValue, tensorValue, topK } from "../../graph/index.ts";
import { createChoose, noiseKey, type RandomAddress } from "../../lm/index.ts";
import { randomStream } from "../../stats/index.ts";
import { jensenShannon } from "../distribution/jensen-shannon.ts";
import { logMixture } from "../distribution/log-mixture.ts";
import { type Candidate, closeMargin, type Comparison, type Sampler, type SamplerReads } from "./sampler.ts";

/** @see createGumbelSampler */
export interface GumbelSamplerOptions {
  readonly vocabulary: number;
  readonly seed: number;
  readonly reads: SamplerReads;
  readonly options?: CompileOptions;
}

/**
 * Samples as the largest of logits + Gumbel noise, the noise common to both models and made in the graph: so the two agree
 * as often as shared noise can make them. The noise is `generate`'s of the same seed, so a plain rollout is what that
 * model generates.
 *
 * Only tokens, their probabilities and divergences leave the graph.
 */
export function createGumbelSampler({ vocabulary, seed, reads, options = {} }: GumbelSamplerOptions): Sampler {
  const choose = createChoose(vocabulary, 1, seed, options);
  const compared = compile((student: Tensor, teacher: Tensor, keys: Tensor, drafted: Tensor) => compareInGraph({ student, teacher, keys, drafted }, vocabulary, reads), {
    ...options,
    inputs: [
      { dtype: "float32", shape: ["steps", vocabulary] },
      { dtype: "float32", shape: ["steps", vocabulary] },
      { dtype: "uint32", shape: ["steps", 2] },
      { dtype: "int32", shape: ["steps"] },
    ],
  });
  return {
    draft: choose,
    random: ({ sequence, step }) => randomStream(seed, "switch", sequence, step).uniform(),
    async compare({ student, teacher, drafted, addresses }) {
      const keys = tensorValue("uint32", [addresses.length, 2], Uint32Array.from(addresses.flatMap((address: RandomAddress) => noiseKey(seed, address))));
      const found = await compared(student, teacher, keys, tensorValue("int32", [drafted.length], drafted));
      return addresses.map((_, row): Comparison => {
        const at = (value: TensorValue | undefined): number => (value === undefined ? Number.NaN : Number(value.data[row]));
        const candidate = (made: Record<keyof Candidate, TensorValue>): Candidate => ({ id: at(made.id), margin: at(made.margin), studentLog: at(made.studentLog), teacherLog: at(made.teacherLog) });
        const { mixture } = found;
        return {
          divergence: at(found.divergence),
          drafted: { studentLog: at(found.drafted.studentLog), teacherLog: at(found.drafted.teacherLog) },
          teacher: candidate(found.teacher),
          ...(mixture === undefined ? {} : { mixture: candidate(mixture) }),
          rank: [1 + at(found.rank?.surelyAbove), 1 + at(found.rank?.perhapsAbove)],
        };
      });
    },
  };
}

interface GraphCandidate {
  id: Tensor;
  margin: Tensor;
  studentLog: Tensor;
  teacherLog: Tensor;
}

interface GraphComparison {
  divergence?: Tensor;
  drafted: { studentLog: Tensor; teacherLog: Tensor };
  teacher: GraphCandidate;
  mixture?: GraphCandidate;
  rank?: { surelyAbove: Tensor; perhapsAbove: Tensor };
}

function compareInGraph({ student, teacher, keys, drafted }: { student: Tensor; teacher: Tensor; keys: Tensor; drafted: Tensor }, vocabulary: number, reads: SamplerReads): GraphComparison {
  const [teacherLogs, studentLogs] = [logSoftmax(teacher), logSoftmax(student)];
  const noise = gumbelNoise(keys, vocabulary);
  const logsOf = (ids: Tensor): { studentLog: Tensor; teacherLog: Tensor } => ({ studentLog: pick(studentLogs, ids), teacherLog: pick(teacherLogs, ids) });
  const sample = (logits: Tensor): GraphCandidate => {
    const { values, indices } = topK(add(logits, noise), Math.min(2, vocabulary));
    const column = (x: Tensor, index: number): Tensor => reshape(slice(x, 1, index, index + 1), ["steps"]);
    const id = column(indices, 0);
    return { id, margin: vocabulary === 1 ? column(values, 0) : subtract(column(values, 0), column(values, 1)), ...logsOf(id) };
  };
  const above = (margin: number): Tensor => sum(cast(greater(teacher, add(expandDimensions(pick(teacher, drafted), -1), margin)), "float32"), { axes: [-1] });
  return {
    ...(reads.divergence ? { divergence: clamp(jensenShannon(teacherLogs, studentLogs), 0, 1) } : {}),
    drafted: logsOf(drafted),
    teacher: sample(teacher),
    ...(reads.mixture === undefined ? {} : { mixture: sample(logMixture(teacherLogs, studentLogs, reads.mixture)) }),
    // The token itself is above its own logit less the margin.
    ...(reads.teacherRank ? { rank: { surelyAbove: above(closeMargin), perhapsAbove: subtract(above(-closeMargin), 1) } } : {}),
  };
}
