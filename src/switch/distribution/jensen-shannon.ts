import { add, exp, log, maximum, multiply, subtract, sum, type Tensor } from "../../graph/index.ts";

/** Below it a probability is nothing, and its logarithm is not asked for. */
const smallest = 1e-37;

/**
 * The Jensen–Shannon divergence over the last axis, with logarithms of base 2: ½·KL(p‖m) + ½·KL(q‖m), m = (p+q)/2, in [0, 1] but
 * for rounding.
 *
 * @param first log p, natural, [..., vocabulary]
 * @param second log q
 */
export function jensenShannon(first: Tensor, second: Tensor): Tensor {
  const [p, q] = [exp(first), exp(second)];
  const middle = log(maximum(multiply(add(p, q), 0.5), smallest));
  const terms = add(multiply(p, subtract(first, middle)), multiply(q, subtract(second, middle)));
  return multiply(sum(terms, { axes: [-1] }), 0.5 / Math.LN2);
}
