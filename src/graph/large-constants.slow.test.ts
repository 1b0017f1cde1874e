import { expect, test } from "vitest";
import { compile } from "./compile.ts";
import { SessionCache } from "./onnx/session-cache.ts";
import { constant } from "./ops/constant.ts";
import { gather } from "./ops/gather.ts";
import { add } from "./ops/elementwise.ts";
import type { Tensor } from "./tensor/tensor.ts";
import { tensorValue } from "./value.ts";

test("constants of more than 2 GB, which protobuf cannot hold, are read from where they are", async () => {
  const rows = 140_000;
  const table = (offset: number): Tensor => {
    const data = new Float32Array(rows * 2048);
    for (const row of [0, 1, rows - 1]) data.fill(row + offset, row * 2048, (row + 1) * 2048);
    return constant(data, [rows, 2048]);
  };
  const [first, second] = [table(0.25), table(0.5)];
  const cache = new SessionCache();
  const lookUp = compile((ids: Tensor) => add(gather(first, ids), gather(second, ids)), { cache });
  const { data, shape } = await lookUp(tensorValue("int32", [3], [0, 1, rows - 1]));
  expect(shape).toEqual([3, 2048]);
  expect([data[0], data[2048], data[3 * 2048 - 1]]).toEqual([0.75, 2.75, 2 * (rows - 1) + 0.75]);
  expect(cache.bytes).toBeGreaterThan(2 ** 31);
  await cache.clear();
});
