// `node run-modules.ts PLAN RESULT [PREAMBLE]`: runs examples one after the other, compares what they tell, and writes what was found.
import { readFileSync, writeFileSync } from "node:fs";
import { Socket } from "node:net";
import { compile, Tensor, type TensorValue } from "../../../src/graph/index.ts";
import { mismatch, parsePattern, parseShape } from "./value-pattern.ts";

/** One example to run. */
export interface PlannedModule {
  readonly module: string;
  readonly values: readonly string[];
  /** The example shows how something is thrown. */
  readonly throws: boolean;
  /** Lengths of the axes that comments name. */
  readonly dimensions: Readonly<Record<string, number>>;
}

const [plan, result, preamble] = process.argv.slice(2) as [string, string, string?];
const connect = Socket.prototype.connect;
Socket.prototype.connect = function (this: Socket, ...given: unknown[]) {
  const [first] = (Array.isArray(given[0]) ? given[0] : given) as readonly unknown[];
  const { host = "localhost", path } = (typeof first === "object" && first !== null ? first : { host: given[1] }) as { readonly host?: string; readonly path?: string };
  if (path === undefined && !/^(?:localhost|127\.0\.0\.1|::1)$/.test(host)) throw new Error(`An example that is run opens a connection to ${host}.`);
  return connect.apply(this, given as unknown as Parameters<typeof connect>);
};

// The fixtures of the room: files in this folder, and what free names mean.
if (preamble !== undefined) await import(preamble);
const problems: (string | null)[] = [];
for (const planned of JSON.parse(readFileSync(plan, "utf8")) as PlannedModule[]) problems.push(await problemOf(planned));
writeFileSync(result, JSON.stringify(problems));
process.exit(0);

async function problemOf({ module, values, throws, dimensions }: PlannedModule): Promise<string | null> {
  const told = new Map<number, unknown>();
  (globalThis as unknown as { $tell: (number: number, value: unknown) => void }).$tell = (number, value) => told.set(number, value);
  try {
    await import(module);
    if (throws) return "it throws nothing";
  } catch (error) {
    if (!throws || !(error instanceof Error)) return `it throws ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
  for (const [number, comment] of values.entries()) {
    if (!told.has(number)) return `it never comes to what gives ${comment}`;
    const problem = await compare(comment, told.get(number), dimensions).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    if (problem !== null) return `${problem}, not ${comment}`;
  }
  return null;
}

async function compare(comment: string, value: unknown, dimensions: PlannedModule["dimensions"]): Promise<string | null> {
  const shape = parseShape(comment);
  if (shape !== null) {
    const given = value instanceof Tensor || isValue(value) ? value.shape : null;
    const wanted = shape.map((part) => (/^\d/.test(part) ? Number(part) : dimensions[part]));
    return JSON.stringify(given) === JSON.stringify(wanted) ? null : `its shape is ${JSON.stringify(given)} (wanted ${JSON.stringify(wanted)})`;
  }
  const leaves = value instanceof Tensor ? [value] : typeof value === "object" && value !== null ? Object.values(value) : [];
  const symbolic = leaves.length > 0 && leaves.every((leaf) => leaf instanceof Tensor);
  const run: unknown = symbolic ? await compile(() => value)() : value;
  return mismatch(parsePattern(comment), plain(run), containsValue(run) ? 1e-6 : 1e-12);
}

function isValue(value: unknown): value is TensorValue {
  return typeof value === "object" && value !== null && "dtype" in value && "shape" in value && "data" in value;
}

function containsValue(value: unknown): boolean {
  return isValue(value) || value instanceof Float32Array || (typeof value === "object" && value !== null && Object.values(value).some(isValue));
}

// Values of tensors as lists in lists, conditions as true and false.
function plain(value: unknown): unknown {
  if (isValue(value)) {
    const elements = [...(value.data as Iterable<number | bigint>)].map((element) => (value.dtype === "bool" ? Boolean(element) : Number(element)));
    return nested(elements, value.shape);
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
  return value;
}

function nested(elements: readonly unknown[], shape: readonly number[]): unknown {
  if (shape.length === 0) return elements[0];
  const [length, ...rest] = shape as [number, ...number[]];
  const size = elements.length / length;
  return Array.from({ length }, (_, index) => nested(elements.slice(index * size, (index + 1) * size), rest));
}
