import type { Tensor as RuntimeTensor } from "onnxruntime-node";
import { type CompileOptions, matchLeaves, sessionOptions, typesOf, uniqueKey } from "./compile.ts";
import { isTensor } from "./gradient/grad.ts";
import { createExecutable, type Executable, fromRuntime, toRuntime } from "./onnx/executable.ts";
import { updatableInPlace } from "./onnx/in-place.ts";
import { type Device, runSession } from "./onnx/session.ts";
import { type CachedSession, sharedCache } from "./onnx/session-cache.ts";
import { explainFailure } from "./run-failure.ts";
import { sameShape } from "./tensor/broadcast.ts";
import { type DataType, dataTypes } from "./tensor/data-type.ts";
import { graphError } from "./tensor/graph-error.ts";
import type { Tensor, TensorType } from "./tensor/tensor.ts";
import { type Leaf, leavesLike, leavesOf, mapTree } from "./tensor/tree.ts";
import { inputTensor, isTensorType, trace } from "./trace.ts";
import { checkValue, isTensorValue, type TensorValue, type ValuesOf } from "./value.ts";

/** A computation that carries a state from call to call: parameters and what the optimiser remembers. */
export interface Step<State, Inputs extends readonly unknown[], Outputs> {
  /** Compiles for inputs of these types without running, so that the first step takes no longer than the others. */
  prepare(...inputs: ValuesOf<Inputs>): Promise<void>;
  /** One step. The state moves on only if it succeeds. */
  run(...inputs: ValuesOf<Inputs>): Promise<ValuesOf<Outputs>>;
  /** A copy of the state. */
  readState(): Promise<ValuesOf<State>>;
  /** Replaces the state by a copy of the given values, of the same nesting, types and shapes. */
  writeState(state: ValuesOf<State>): Promise<void>;
}

interface StepExecutable<Outputs> extends Executable {
  inPlace: readonly boolean[];
  outputs: Outputs;
}

/**
 * Compiles a step whose state is fed back without copies: on the CPU each part of it is updated in place where that is
 * provably right, and written to a second buffer elsewhere; on a device with memory of its own it stays there.
 *
 * @param step from (state, …inputs) to the next state, of the same nesting and types, and the outputs
 * @param initialState copied
 * @throws SteadfastError as `compile`; after an error the state is the one before the step. `not-finite` where the gradients
 *   that an optimiser was given hold an infinity or NaN
 * @example
 * const training = compileStep((state: State, batch: Batch) => {
 *   const loss = lossOf(state.parameters, batch);
 *   const { state: next } = adamW(state, grad(loss, state.parameters), { learningRate: 1e-3 });
 *   return { state: next, outputs: { loss } };
 * }, initialState);
 * const { loss } = await training.run(firstBatch);
 */
export function compileStep<State, Inputs extends readonly unknown[], Outputs>(
  step: (state: State, ...inputs: Inputs) => { state: State; outputs: Outputs },
  initialState: ValuesOf<State>,
  { cache = sharedCache, ...compileOptions }: CompileOptions = {},
): Step<State, Inputs, Outputs> {
  const name = uniqueKey();
  const { device = "cpu" } = compileOptions;
  const onDevice = device !== "cpu";
  const stateTypes = mapTree(initialState, isTensorValue, ({ dtype, shape }) => ({ dtype, shape: [...shape] }));
  const stateLeaves = leavesOf(stateTypes, isTensorType);
  for (const { path, value } of leavesOf(initialState, isTensorValue)) checkValue(path, value);
  let state = ownCopies(initialState, stateLeaves);
  const spare: (RuntimeTensor | undefined)[] = [];

  const build = async (types: readonly unknown[]): Promise<CachedSession<StepExecutable<Outputs>>> => {
    const traced = trace((first, ...rest) => step(first as State, ...(rest as unknown as Inputs)), [stateTypes, ...types]);
    const next = leavesLike("compileStep: the next state", traced.result.state, stateLeaves, isTensor);
    checkNextState(stateLeaves, next);
    const outputs = leavesOf(traced.result.outputs, isTensor).map((leaf) => leaf.value);
    const options = { ...sessionOptions(compileOptions), deviceOutputs: onDevice ? [...next.keys()] : [] };
    const cached = await createExecutable(traced.inputs.map((leaf) => leaf.value), [...next.map((leaf) => leaf.value), ...outputs], options);
    const inPlace = onDevice ? next.map(() => false) : updatableInPlace(cached.details.plan, next.map((_, index) => ({ input: index, output: index })));
    return { ...cached, details: { ...cached.details, inPlace, outputs: traced.result.outputs } };
  };

  const withSession = <Result>(inputs: ValuesOf<Inputs>, use: (cached: CachedSession<StepExecutable<Outputs>>, fed: readonly Leaf<TensorValue>[]) => Promise<Result>): Promise<Result> => {
    const types = typesOf(inputs);
    const fed = leavesOf(inputs, isTensorValue);
    return cache.use(`${name} ${JSON.stringify(types)}`, () => build(types), (cached: CachedSession<StepExecutable<Outputs>>) => use(cached, fed));
  };

  // One at a time: a step starts from the state that the one before it left.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };

  const runStep = (inputs: ValuesOf<Inputs>): Promise<ValuesOf<Outputs>> =>
    withSession(inputs, async ({ session, details }, fed) => {
      const before = await state;
      const feeds: Record<string, RuntimeTensor> = {};
      for (const [index, tensor] of before.entries()) feeds[details.inputNames[index]!] = tensor;
      for (const [index, { value }] of fed.entries()) feeds[details.inputNames[before.length + index]!] = await toRuntime(value);
      const fetches: Record<string, RuntimeTensor | null> = Object.fromEntries(details.outputNames.map((output) => [output, null]));
      const targets: RuntimeTensor[] = [];
      if (!onDevice) {
        for (const [index, old] of before.entries()) {
          targets[index] = details.inPlace[index] ? old : (spare[index] ?? (await toRuntime(zerosOf(stateLeaves[index]!.value))));
          fetches[details.outputNames[index]!] = underShape(targets[index], details.plan.outputs[index]!.tensor.shape as number[]);
        }
      }
      const fetched = await runSession(session, feeds, fetches).catch((error: unknown) => {
        throw explainFailure(error, details.plan);
      });
      for (const [index, old] of before.entries()) {
        if (onDevice) old.dispose();
        else if (!details.inPlace[index]) spare[index] = old;
        // ONNX Runtime writes into what it is given and returns a copy of it besides, which nobody needs.
        before[index] = targets[index] ?? underShape(fetched[details.outputNames[index]!]!, stateLeaves[index]!.value.shape as number[]);
      }
      let next = before.length;
      return mapTree(details.outputs, isTensor, (tensor) => fromRuntime(fetched[details.outputNames[next++]!]!, tensor)) as ValuesOf<Outputs>;
    });

  return {
    prepare: (...inputs) => withSession(inputs, async () => {}),
    run: (...inputs) => inTurn(() => runStep(inputs)),
    readState: () =>
      inTurn(async () => {
        const current = await readBack(await state, device);
        let next = 0;
        return mapTree(stateTypes, isTensorType, () => copyOf(current[next++]!)) as ValuesOf<State>;
      }),
    writeState: (values) =>
      inTurn(async () => {
        matchLeaves(values, stateLeaves);
        state = ownCopies(values, stateLeaves);
        await state;
      }),
  };
}

function checkNextState(before: readonly Leaf<TensorType>[], after: readonly Leaf<Tensor>[]): void {
  for (const [index, { path, value }] of before.entries()) {
    const next = after[index]!.value;
    if (value.dtype !== next.dtype || !sameShape(value.shape, next.shape)) throw graphError("compileStep", `"${path}" changes its type from one step to the next`, [value, next]);
  }
}

/** The same memory under another shape. */
function underShape(tensor: RuntimeTensor, shape: readonly number[]): RuntimeTensor {
  return sameShape(tensor.dims, shape) ? tensor : tensor.reshape(shape);
}

function copyOf({ dtype, shape, data }: TensorValue): TensorValue {
  return { dtype, shape, data: data.slice() };
}

function ownCopies(state: unknown, leaves: readonly Leaf<TensorType>[]): Promise<RuntimeTensor[]> {
  const values = leavesLike("compileStep", state, leaves, isTensorValue).map(({ value }) => copyOf(value));
  const copies = Promise.all(values.map(toRuntime));
  // Whoever takes the first step learns of a failure; until then nobody listens.
  copies.catch(() => {});
  return copies;
}

/** A value of a type whose lengths are all fixed. */
function zerosOf({ dtype, shape }: TensorType): TensorValue {
  const lengths = shape as readonly number[];
  return { dtype, shape: lengths, data: new dataTypes[dtype].array(lengths.reduce((product, length) => product * length, 1)) };
}

/** Tensors in a device's memory, brought back by way of a graph that returns its inputs. */
async function readBack(tensors: readonly RuntimeTensor[], device: Device): Promise<TensorValue[]> {
  if (device === "cpu" || tensors.every((tensor) => tensor.location === "cpu")) return tensors.map((tensor) => fromRuntime(tensor));
  const symbolic = tensors.map((tensor) => inputTensor({ dtype: tensor.type as DataType, shape: tensor.dims }));
  const { session, details } = await createExecutable(symbolic, symbolic, { device });
  try {
    const feeds = Object.fromEntries(tensors.map((tensor, index) => [details.inputNames[index]!, tensor]));
    const fetched = await runSession(session, feeds, Object.fromEntries(details.outputNames.map((output) => [output, null])));
    return details.outputNames.map((output) => fromRuntime(fetched[output]!));
  } finally {
    await session.release();
  }
}
