import { broadcastShapes } from "../tensor/broadcast.ts";
import { productOf } from "../tensor/dimension.ts";
import { graphError } from "../tensor/graph-error.ts";
import { makeTensor, type Tensor } from "../tensor/tensor.ts";
import { add, multiply, requireFloat } from "./elementwise.ts";
import { full, reshape, sumTo } from "./shape-and-sum.ts";
import { transpose } from "./transpose.ts";

/** Which operand is transposed in its last two axes, and a factor for the product. */
export interface MatmulOptions {
  transposeA?: boolean;
  transposeB?: boolean;
  scale?: number;
}

/**
 * Matrix product over the last two axes; the axes in front broadcast.
 *
 * @throws SteadfastError `graph-trace` where inner lengths, types or ranks do not fit.
 * @example
 * matmul(queries, keys, { transposeB: true, scale: 1 / 8 }); // [b, h, t, 64] × [b, h, s, 64] → [b, h, t, s]
 */
export function matmul(a: Tensor, b: Tensor, options: MatmulOptions = {}): Tensor {
  const { transposeA = false, transposeB = false, scale = 1 } = options;
  requireFloat("matmul", a);
  if (a.dtype !== b.dtype) throw graphError("matmul", "the data types differ", [a, b]);
  if (a.rank < 2 || b.rank < 2) throw graphError("matmul", "both operands need at least two axes", [a, b]);
  const [rows, innerA] = lastTwo(a, transposeA);
  const [innerB, columns] = lastTwo(b, transposeB);
  if (innerA !== innerB) throw graphError("matmul", `the inner lengths ${innerA} and ${innerB} differ`, [a, b]);
  // One large product is faster than a batch of small ones, and its derivative sums over the batch by itself.
  if (b.rank === 2 && a.rank > 2 && !transposeA) {
    const flat = reshape(a, [productOf(a.shape.slice(0, -1)), innerA]);
    return reshape(matmul(flat, b, options), [...a.shape.slice(0, -1), columns]);
  }
  const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  if (batch === undefined) throw graphError("matmul", "the axes in front do not broadcast", [a, b]);
  const shape = [...batch, rows, columns];
  // ONNX Runtime's FusedMatMul has no float64 kernel.
  if (a.dtype === "float64" && (transposeA || transposeB || scale !== 1)) {
    const product = matmul(transposeA ? transpose(a) : a, transposeB ? transpose(b) : b);
    return scale === 1 ? product : multiply(product, scale);
  }
  if (transposeA && a.rank === 2 && b.rank === 2) return transposedProduct(a, b, options);
  const plain = !transposeA && !transposeB && scale === 1;
  return makeTensor({
    operator: plain ? "MatMul" : "FusedMatMul",
    domain: plain ? "" : "com.microsoft",
    inputs: [a, b],
    attributes: plain ? {} : { transA: Number(transposeA), transB: Number(transposeB), alpha: { float: scale } },
    dtype: a.dtype,
    shape,
    derivative: ([gradient]) => {
      const g = gradient!;
      const gradientA = transposeA ? matmul(b, g, { transposeA: transposeB, transposeB: true, scale }) : matmul(g, b, { transposeB: !transposeB, scale });
      const gradientB = transposeB ? matmul(g, a, { transposeA: true, transposeB: transposeA, scale }) : matmul(a, g, { transposeA: !transposeA, scale });
      return [sumTo(gradientA, a.shape), sumTo(gradientB, b.shape)];
    },
  });
}

/**
 * `x · weight + bias`, the bias added inside the product.
 *
 * @example
 * linear(x, weight, bias, { transposeWeight: true }); // PyTorch's layout: weight [out, in]
 */
export function linear(x: Tensor, weight: Tensor, bias?: Tensor, { transposeWeight = false }: { transposeWeight?: boolean } = {}): Tensor {
  requireFloat("linear", x);
  if (weight.rank !== 2) throw graphError("linear", "the weight must have two axes", [x, weight]);
  if (bias === undefined) return matmul(x, weight, { transposeB: transposeWeight });
  const [inner, columns] = lastTwo(weight, transposeWeight);
  if (x.rank === 0 || x.shape.at(-1) !== inner) throw graphError("linear", `the input's last length is not the weight's ${inner}`, [x, weight]);
  if (bias.rank !== 1 || bias.shape[0] !== columns) throw graphError("linear", `the bias must be of shape [${columns}]`, [x, weight, bias]);
  if (x.dtype !== weight.dtype || x.dtype !== bias.dtype) throw graphError("linear", "the data types differ", [x, weight, bias]);
  if (x.dtype === "float64") return add(matmul(x, weight, { transposeB: transposeWeight }), bias);
  const rows = productOf(x.shape.slice(0, -1));
  const flat = reshape(x, [rows, inner]);
  const product = makeTensor({
    operator: "Gemm",
    inputs: [flat, weight, bias],
    attributes: { transB: Number(transposeWeight) },
    dtype: x.dtype,
    shape: [rows, columns],
    derivative: ([gradient]) => {
      const g = gradient!;
      return [
        matmul(g, weight, { transposeB: !transposeWeight }),
        transposeWeight ? matmul(g, flat, { transposeA: true }) : matmul(flat, g, { transposeA: true }),
        sumRows(g),
      ];
    },
  });
  return reshape(product, [...x.shape.slice(0, -1), columns]);
}

/**
 * Aᵀ·B of two matrices, as in every gradient of a weight. A transpose of its own and a plain product are faster than a
 * product that transposes while it runs. Where the result has far more rows than columns (the gradient of a token
 * embedding), so is its transpose, Bᵀ·A, transposed back.
 */
function transposedProduct(a: Tensor, b: Tensor, { transposeB = false, scale = 1 }: MatmulOptions): Tensor {
  const [rows, columns] = [a.shape[1]!, b.shape[transposeB ? 0 : 1]!];
  const tall = typeof rows === "number" && typeof columns === "number" && rows > 8 * columns;
  return tall ? transpose(matmul(transposeB ? b : transpose(b), a, { scale })) : matmul(transpose(a), b, { transposeB, scale });
}

/**
 * Sum over all axes but the last, as in every gradient of a bias. A row of ones times the matrix takes half the time of
 * ONNX Runtime's reduction over leading axes.
 */
export function sumRows(x: Tensor): Tensor {
  const [rows, columns] = [productOf(x.shape.slice(0, -1)), x.shape.at(-1)!];
  return reshape(matmul(full([1, rows], 1, x.dtype), reshape(x, [rows, columns])), [columns]);
}

function lastTwo(x: Tensor, transposed: boolean): [Tensor["shape"][number], Tensor["shape"][number]] {
  const [first, second] = x.shape.slice(-2) as [Tensor["shape"][number], Tensor["shape"][number]];
  return transposed ? [second, first] : [first, second];
}
