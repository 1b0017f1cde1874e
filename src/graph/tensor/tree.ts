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
  if (tree === null || typeof tree !== "object" || ArrayBuffer.isView(tree)) throw graphError("tree", `there is ${describe(tree)} at "${path}" where a tensor belongs`);
  return Object.entries(tree).flatMap(([key, child]) => leavesOf(child, isLeaf, path === "" ? key : `${path}.${key}`));
}

/** The tree with each leaf replaced. */
export function mapTree<T, U>(tree: unknown, isLeaf: (value: unknown) => value is T, replace: (leaf: T, path: string) => U, path = ""): unknown {
  if (isLeaf(tree)) return replace(tree, path);
  if (tree === null || typeof tree !== "object" || ArrayBuffer.isView(tree)) throw graphError("tree", `there is ${describe(tree)} at "${path}" where a tensor belongs`);
  const inner = (key: string, child: unknown): unknown => mapTree(child, isLeaf, replace, path === "" ? key : `${path}.${key}`);
  if (Array.isArray(tree)) return tree.map((child, index) => inner(`${index}`, child));
  return Object.fromEntries(Object.entries(tree).map(([key, child]) => [key, inner(key, child)]));
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return `${value}`;
  return ArrayBuffer.isView(value) ? "a bare typed array" : `a ${typeof value}`;
}
