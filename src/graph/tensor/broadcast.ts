import type { Dimension, Shape } from "./dimension.ts";

/**
 * The shape that NumPy's rules give two shapes: axes are aligned at the end, a length of 1 stretches.
 * Undefined where they do not fit; two different names never do, for nothing says that they are equal.
 */
export function broadcastShapes(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const shape: Dimension[] = [];
  for (let axis = 0; axis < rank; axis += 1) {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return undefined;
    shape.push(left === 1 ? right : left);
  }
  return shape;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);
}

/** The axis counted from the front; undefined where the rank has no such axis. */
export function normalizeAxis(axis: number, rank: number): number | undefined {
  const normalized = axis < 0 ? axis + rank : axis;
  return Number.isInteger(axis) && normalized >= 0 && normalized < rank ? normalized : undefined;
}
