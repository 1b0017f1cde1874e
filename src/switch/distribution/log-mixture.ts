import { absolute, add, exp, log, maximum, negate, subtract, type Tensor, withDerivative, multiply } from "../../graph/index.ts";

/** log(w·p + (1 − w)·q) from log p and log q, without overflow or underflow; w in [0, 1]. */
export function logMixture(first: Tensor, second: Tensor, weight: number): Tensor {
  if (weight === 1) return first;
  if (weight === 0) return second;
  const [a, b] = [add(first, Math.log(weight)), add(second, Math.log1p(-weight))];
  const mixed = add(maximum(a, b), log(add(exp(negate(absolute(subtract(a, b)))), 1)));
  return withDerivative(mixed, [first, second], (gradient) => [multiply(gradient, exp(subtract(a, mixed))), multiply(gradient, exp(subtract(b, mixed)))]);
}
