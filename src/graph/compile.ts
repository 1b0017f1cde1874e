import { isTensor } from "./gradient/grad.ts";
import { createExecutable, type Executable, fromRuntime, toRuntime } from "./onnx/executable.ts";
import { type Device, runSession, type SessionOptions } from "./onnx/session.ts";
import { type CachedSession, type SessionCache, sharedCache } from "./onnx/session-cache.ts";
import { explainFailure } from "./run-failure.ts";
import { canonicalShape } from "./tensor/canonical-shape.ts";
import type { TensorType } from "./tensor/tensor.ts";
import { type Leaf, leavesOf, mapTree } from "./tensor/tree.ts";
import { isTensorType, trace } from "./trace.ts";
import { bindNames, checkValue, isTensorValue, matchValue, type TensorValue, type ValuesOf, wrongValue } from "./value.ts";

/** Where a compiled function runs and what it keeps. */
export interface CompileOptions {
  device?: Device;
  /** Threads for one operator; by default all cores. */
  threads?: number;
  cache?: SessionCache;
  /** Where ONNX Runtime writes the time of each operator when its session is released: the beginning of a path. */
  profile?: string;
}

/** The part of the options that a session is created with. */
export function sessionOptions({ device = "cpu", threads, profile }: CompileOptions): Omit<SessionOptions, "deviceOutputs"> {
  return { device, ...(threads === undefined ? {} : { threads }), ...(profile === undefined ? {} : { profile }) };
}

/** With `inputs`, one session serves every length of the named dimensions; without, each set of shapes gets its own. */
export interface FunctionOptions extends CompileOptions {
  /** The types of the arguments, in their nesting: `[{ dtype: "int32", shape: ["batch", "sequence"] }]`. */
  inputs?: readonly unknown[];
}

let compiled = 0;

/** A key for sessions that no other compiled function has. */
export function uniqueKey(): string {
  compiled += 1;
  return `function ${compiled}`;
}

/**
 * A function over tensors as one over numbers: traced, differentiated where it asks for gradients, and run by ONNX
 * Runtime. Arguments and results are values in any nesting of arrays and objects.
 *
 * @throws SteadfastError when called: `graph-trace` for a mistake in the function, `value-wrong` for a value of another
 *   type, shape or nesting than expected, `run-failed` for a failure while computing, `not-finite` where `requireFinite`
 *   found an infinity or NaN.
 * @example
 * const slope = compile((x: Tensor) => grad(sum(square(x)), x));
 * const { data } = await slope(tensorValue("float32", [2], [3, 4])); // [6, 8]
 */
export function compile<Arguments extends readonly unknown[], Result>(
  traced: (...inputs: Arguments) => Result,
  { inputs: signature, cache = sharedCache, ...options }: FunctionOptions = {},
): (...values: ValuesOf<Arguments>) => Promise<ValuesOf<Result>> {
  const name = uniqueKey();
  const fixedTypes = signature && mapTree(signature, isTensorType, ({ dtype, shape }) => ({ dtype, shape: canonicalShape("compile", shape) }));

  return async (...values) => {
    const types = (fixedTypes ?? typesOf(values)) as readonly unknown[];
    const fed = matchLeaves(values, leavesOf(types, isTensorType));
    const key = signature === undefined ? JSON.stringify(types) : "";
    // The trace lives and goes with the session: it holds the data of all constants.
    const create = async (): Promise<CachedSession<Executable & { result: Result }>> => {
      const { inputs, outputs, result } = trace(traced, types);
      const { details, ...created } = await createExecutable(inputs.map((leaf) => leaf.value), outputs.map((leaf) => leaf.value), sessionOptions(options));
      return { ...created, details: { ...details, result } };
    };
    return cache.use(`${name} ${key}`, create, async ({ session, details: { inputNames, outputNames, plan, result } }) => {
      const feeds = Object.fromEntries(await Promise.all(fed.map(async ({ value }, index) => [inputNames[index]!, await toRuntime(value)] as const)));
      const fetches = Object.fromEntries(outputNames.map((output) => [output, null]));
      const fetched = await runSession(session, feeds, fetches).catch((error: unknown) => {
        throw explainFailure(error, plan);
      });
      let next = 0;
      return mapTree(result, isTensor, (tensor) => fromRuntime(fetched[outputNames[next++]!]!, tensor)) as ValuesOf<Result>;
    });
  };
}

/** The types of values, in their nesting. */
export function typesOf(values: unknown): readonly unknown[] {
  return mapTree(values, isTensorValue, (value, path) => {
    checkValue(path, value);
    return { dtype: value.dtype, shape: [...value.shape] };
  }) as readonly unknown[];
}

/** The values in the order of the expected types, whatever their order of keys, each checked against its type. */
export function matchLeaves(values: unknown, expected: readonly Leaf<TensorType>[]): Leaf<TensorValue>[] {
  const given = new Map(leavesOf(values, isTensorValue).map((leaf) => [leaf.path, leaf]));
  const missing = expected.find(({ path }) => !given.has(path));
  const surplus = [...given.keys()].find((path) => !expected.some((leaf) => leaf.path === path));
  if (missing !== undefined) throw wrongValue(`There is no value for "${missing.path}"${surplus === undefined ? "" : `, but one for "${surplus}"`}.`);
  if (surplus !== undefined) throw wrongValue(`"${surplus}" is not an input.`);
  const fed = expected.map(({ path }) => given.get(path)!);
  const bound = new Map<string, number>();
  // Plain names first: a length made of them may stand before them.
  for (const [index, { value }] of expected.entries()) bindNames(fed[index]!.value, value, bound);
  for (const [index, { path, value }] of expected.entries()) matchValue(path, fed[index]!.value, value, bound);
  return fed;
}
