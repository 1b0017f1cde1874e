import { expect, test } from "vitest";
import { compile } from "../compile.ts";
import { checkpoint } from "../gradient/checkpoint.ts";
import { grad } from "../gradient/grad.ts";
import { constant } from "../ops/constant.ts";
import { crossEntropy } from "../ops/cross-entropy.ts";
import { matmul } from "../ops/matmul.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { leavesOf, mapTree } from "../tensor/tree.ts";
import { isTensorValue, type TensorValue, type ValuesOf } from "../value.ts";
import { checkGradients, uniforms } from "./check-gradients.ts";
import { type DecoderParameters, decoderHidden, decoderLogits, decoderParameters } from "./gpt2-shaped.ts";

const size = { layers: 2, width: 8, heads: 2, vocabulary: 11, positions: 5 };
const ids = constant(Int32Array.from([1, 2, 3, 2, 9, 0, 10, 10, 4, 5]), [2, 5]);
const labels = constant(Int32Array.from([2, 3, 2, 9, -100, 10, 10, 4, 5, 6]), [2, 5]);

/** Parameters large enough for every path to matter, as a tree and as a list. */
function largeParameters(): { list: TensorValue[]; rebuild: (list: Tensor[]) => DecoderParameters<Tensor> } {
  const random = uniforms(5);
  const tree = mapTree(decoderParameters(size, "float64"), isTensorValue, (value) => ({ ...value, data: (value.data as Float64Array).map((element) => element + random() - 0.5) }));
  const list = leavesOf(tree, isTensorValue).map((leaf) => leaf.value);
  return {
    list,
    rebuild: (tensors) => {
      let next = 0;
      return mapTree(tree, isTensorValue, () => tensors[next++]!) as DecoderParameters<Tensor>;
    },
  };
}

test("gradients of a two-layer transformer agree with central differences, second derivatives too", async () => {
  const { list, rebuild } = largeParameters();
  await checkGradients({ compute: (...tensors) => crossEntropy(decoderLogits(rebuild(tensors), ids, size), labels), inputs: list });
}, 120_000);

test("a transformer with every block recomputed has the same gradients to the bit", async () => {
  const parameters = decoderParameters(size) as unknown as ValuesOf<DecoderParameters<Tensor>>;
  const gradients = (block?: (run: (x: Tensor) => Tensor, x: Tensor) => Tensor): Promise<unknown> =>
    compile((tree: DecoderParameters<Tensor>) => {
      const hidden = decoderHidden(tree, ids, { ...size, ...(block === undefined ? {} : { block }) });
      return grad(crossEntropy(matmul(hidden, tree.tokens, { transposeB: true }), labels), tree);
    })(parameters);
  expect(await gradients((run, x) => checkpoint(run, x))).toEqual(await gradients());
});
