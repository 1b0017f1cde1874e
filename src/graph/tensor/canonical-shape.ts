import { canonicalDimension, printShape, type Shape } from "./dimension.ts";
import { graphError } from "./graph-error.ts";

/** The shape with each length in its one spelling, so that `sequence*batch` and `batch*sequence` are equal. */
export function canonicalShape(operation: string, shape: Shape): Shape {
  return shape.map((dimension) => {
    const canonical = canonicalDimension(dimension);
    if (canonical === undefined) throw graphError(operation, `"${dimension}" is no length, in ${printShape(shape)}`, [], 'A length is a whole number, a name, or a sum of products of them, such as "cache+sequence".');
    return canonical;
  });
}
