import { adamW, type AdamWState, adamWState, type CompileOptions, compileStep, crossEntropy, grad, type Step, type Tensor, type TensorValue, tensorValue, type ValuesOf } from "../../src/graph/index.ts";
import { type DecoderParameters, decoderLogits, decoderParameters, type DecoderSize } from "../../src/graph/testing/gpt2-shaped.ts";

/** A training step of a GPT-2-shaped model with AdamW, decay and clipping. */
export function benchmarkStep(sizes: Omit<DecoderSize, "positions">, options: CompileOptions = {}): Step<AdamWState<DecoderParameters<Tensor>>, [Tensor, Tensor], { loss: Tensor }> {
  const size = { ...sizes, positions: 256 };
  return compileStep(
    (state: AdamWState<DecoderParameters<Tensor>>, ids: Tensor, labels: Tensor) => {
      const loss = crossEntropy(decoderLogits(state.parameters, ids, size), labels);
      const { state: next } = adamW(state, grad(loss, state.parameters), { learningRate: 1e-4, weightDecay: 0.01, clipNorm: 1 });
      return { state: next, outputs: { loss } };
    },
    adamWState<DecoderParameters<Tensor>>(decoderParameters(size) as unknown as ValuesOf<DecoderParameters<Tensor>>),
    options,
  );
}

/** 4 × 256 ids and, as labels, the ids after them. */
export function benchmarkBatch(vocabulary: number): [TensorValue, TensorValue] {
  const ids = (offset: number): TensorValue => tensorValue("int32", [4, 256], Int32Array.from({ length: 1024 }, (_, index) => ((index + offset) * 7919) % vocabulary));
  return [ids(0), ids(1)];
}
