import { SteadfastError } from "../../base/index.ts";
import { adamW, type AdamWState, adamWState, add, after, compile, compileStep, grad, multiply, muon, type Schedule, SessionCache, type Tensor, type TensorValue, tensorValue, type ValuesOf } from "../../graph/index.ts";
import { sitesOf } from "../architecture/parameters.ts";
import type { LossFunction } from "./loss/loss-function.ts";
import type { Named, Trainable } from "./trainable.ts";

/** @see createTrainer */
export interface TrainerOptions<Inputs> {
  readonly trainable: Trainable;
  readonly loss: LossFunction<Inputs>;
  readonly schedule: Schedule;
  /** Of matrices and embeddings, not of norms and biases. By default 0. */
  readonly weightDecay?: number;
  /** By default AdamW; `muon` steps the matrices of linear layers by Muon, and everything else by AdamW. */
  readonly optimizer?: OptimizerName;
  /** The norm that all gradients together are cut to. By default they are not. */
  readonly clip?: number;
  readonly threads?: number;
  /** Compiled steps that are kept, one for each combination of shapes. By default 32. */
  readonly sessions?: number;
}

/** What turns gradients into steps. */
export type OptimizerName = "adamw" | "muon";
export const optimizerNames: readonly OptimizerName[] = ["adamw", "muon"];

/** What the optimizer knows between two steps. */
export type TrainerState = ValuesOf<AdamWState<Named<Tensor>>>;

/** What a step found, before it changed anything. */
export interface StepOutcome {
  /** Per token, in nats. */
  readonly loss: number;
  /** Of all gradients, before they were cut. */
  readonly gradientNorm: number;
  readonly learningRate: number;
}

/** Learns, one batch after the other. */
export interface Trainer<Inputs> {
  /**
   * One step of AdamW on a batch that is given in micro-batches: one after the other, so that only one's activations are
   * in memory; the same step as on all at once, but for rounding.
   *
   * @param tokens of the whole batch: what the sum of the losses is divided by.
   */
  step(microBatches: readonly ValuesOf<Inputs>[], tokens: number): Promise<StepOutcome>;
  /** The sum of the losses of a micro-batch under parameters that were read. */
  sumOfLosses(learnt: Named<TensorValue>, inputs: ValuesOf<Inputs>): Promise<number>;
  /** A copy. */
  readState(): Promise<TrainerState>;
  writeState(state: TrainerState): Promise<void>;
  /** Gives back what was compiled. */
  close(): Promise<void>;
}

interface Feed<Inputs> {
  frozen: Named<Tensor>;
  microBatches: Inputs[];
  /** 1 / tokens, float32. */
  share: Tensor;
}

/**
 * A trainer of what is trainable by any loss over any inputs.
 *
 * @example
 * const trainer = createTrainer({ trainable: fullParameters(model), loss: responseLoss(), schedule: constantSchedule(5e-5) });
 * const { loss } = await trainer.step(responseInputs(batch, 1), batch.responseTokens);
 */
export function createTrainer<Inputs>({ trainable, loss, schedule, weightDecay = 0, optimizer = "adamw", clip, threads, sessions = 32 }: TrainerOptions<Inputs>): Trainer<Inputs> {
  const cache = new SessionCache({ count: sessions });
  const compiling = { cache, ...(threads === undefined ? {} : { threads }) };
  const matrices = new Set(sitesOf(trainable.architecture).map(({ weight }) => weight));
  const training = compileStep(
    (state: AdamWState<Named<Tensor>>, { frozen, microBatches, share }: Feed<Inputs>) => {
      const graph = trainable.graph(state.parameters, frozen);
      const { value, gradients } = accumulated(state.parameters, microBatches, (inputs) => multiply(loss(graph, inputs), share));
      const learningRate = schedule(state.stepsDone);
      const options = { learningRate, weightDecay, ...(clip === undefined ? {} : { clipNorm: clip }) };
      const { state: next, norm } = optimizer === "muon" ? muon(state, gradients, { ...options, orthogonal: (name) => matrices.has(name) }) : adamW(state, gradients, options);
      return { state: next, outputs: { loss: value, norm, learningRate } };
    },
    adamWState<Named<Tensor>>(trainable.start as unknown as ValuesOf<Named<Tensor>>),
    compiling,
  );
  const evaluate = compile((learnt: Named<Tensor>, frozen: Named<Tensor>, inputs: Inputs) => loss(trainable.graph(learnt, frozen), inputs), compiling);
  return {
    async step(microBatches, tokens) {
      if (!(tokens > 0)) throw new SteadfastError({ code: "batch-empty", kind: "bug", sentence: "A batch without a token to learn has no loss." });
      const feed = { frozen: trainable.frozen, microBatches: [...microBatches], share: tensorValue("float32", [], [1 / tokens]) };
      const outputs = await training.run(feed as unknown as ValuesOf<Feed<Inputs>>);
      return { loss: numberOf(outputs.loss), gradientNorm: numberOf(outputs.norm), learningRate: numberOf(outputs.learningRate) };
    },
    async sumOfLosses(learnt, inputs) {
      return numberOf((await evaluate(learnt as never, trainable.frozen as never, inputs)) as unknown as TensorValue);
    },
    readState: () => training.readState(),
    writeState: (state) => training.writeState(state),
    close: () => cache.clear(),
  };
}

/** The sum of the losses and of their gradients; each micro-batch waits until the one before has been differentiated. */
function accumulated<Inputs>(parameters: Named<Tensor>, microBatches: readonly Inputs[], lossOf: (inputs: Inputs) => Tensor): { value: Tensor; gradients: Named<Tensor> } {
  const [first, ...others] = microBatches as [Inputs, ...Inputs[]];
  const firstValue = lossOf(first);
  let sums = { value: firstValue, gradients: grad(firstValue, parameters) };
  for (const inputs of others) {
    const done = [...Object.values(sums.gradients), sums.value];
    const late = Object.fromEntries(Object.entries(inputs as Named<Tensor>).map(([name, tensor]) => [name, after(tensor, done)])) as Inputs;
    const value = lossOf(late);
    const gradients = grad(value, parameters);
    sums = { value: add(sums.value, value), gradients: Object.fromEntries(Object.entries(sums.gradients).map(([name, sum]) => [name, add(sum, gradients[name]!)])) };
  }
  return sums;
}

function numberOf({ data }: TensorValue): number {
  return Number(data[0]);
}
