import { graphError } from "./graph-error.ts";

/** Leaves in any nesting of arrays and plain objects: the parameters of a model, a batch, a state. */
export type Tree<Leaf> = Leaf | readonly Tree<Leaf>[] | { readonly [key: string]: Tree<Leaf> };

/** The same nesting with other leaves. */
export type Remap<T, From, To> = T extends From ? To : { [Key in keyof T]: Remap<T[Key], From, To> };

/** A leaf and where it stands: `parameters.blocks.0.query`. */
export interface Leaf<T> {
  path: string;
  value: T;
}

/** The leaves in order: arrays by index, objects by their own key order. */
export function leavesOf<T>(tree: unknown, isLeaf: (value: unknown) => value is T, path = ""): Leaf<T>[] {
  if (isLeaf(tree)) return [{ path, value: tree }];
  return childrenOf(tree, path).flatMap(([key, child]) => leavesOf(child, isLeaf, join(path, key)));
}

/** The tree with each leaf replaced. */
export function mapTree<T, U>(tree: unknown, isLeaf: (value: unknown) => value is T, replace: (leaf: T, path: string) => U, path = ""): unknown {
  if (isLeaf(tree)) return replace(tree, path);
  const mapped = childrenOf(tree, path).map(([key, child]) => [key, mapTree(child, isLeaf, replace, join(path, key))] as const);
  return Array.isArray(tree) ? mapped.map(([, child]) => child) : Object.fromEntries(mapped);
}

/**
 * The leaves of a tree in the order of a reference of the same nesting, whatever the order of keys.
 *
 * @throws SteadfastError `graph-trace` where one has a leaf that the other has not
 */
export function leavesLike<T>(operation: string, tree: unknown, reference: readonly Leaf<unknown>[], isLeaf: (value: unknown) => value is T): Leaf<T>[] {
  const byPath = new Map(leavesOf(tree, isLeaf).map((leaf) => [leaf.path, leaf]));
  const ordered = reference.map(({ path }) => {
    const leaf = byPath.get(path);
    if (leaf === undefined) throw graphError(operation, `nothing stands at "${path}", where there must be a tensor`);
    return leaf;
  });
  const surplus = [...byPath.keys()].find((path) => !reference.some((leaf) => leaf.path === path));
  if (surplus !== undefined) throw graphError(operation, `"${surplus}" is a tensor too many`);
  return ordered;
}

/** Keys of one level never hold a dot unescaped, so that different nestings have different paths. */
function join(path: string, key: string): string {
  const escaped = key.replaceAll("\\", "\\\\").replaceAll(".", "\\.");
  return path === "" ? escaped : `${path}.${escaped}`;
}

function childrenOf(tree: unknown, path: string): [string, unknown][] {
  const prototype: unknown = tree === null || typeof tree !== "object" ? undefined : Object.getPrototypeOf(tree);
  if (Array.isArray(tree) || prototype === Object.prototype || prototype === null) return Object.entries(tree as object);
  throw graphError("tree", `there is ${describe(tree)} at "${path}" where a tensor belongs`);
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return `${value}`;
  return typeof value === "object" ? `a ${value.constructor.name}` : `a ${typeof value}`;
}
