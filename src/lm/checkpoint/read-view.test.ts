import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { readView } from "./read-view.ts";
import { SourceFile } from "./source-file.ts";
import { scratchFolders } from "./testing/scratch.ts";

const scratch = scratchFolders();

it("any strides: element (i, j, …) is the one at offset + i × stride + j × stride + …", async () => {
  const file = await SourceFile.open(join(scratch({ x: Buffer.from(Int16Array.from({ length: 4000 }, (_, index) => index).buffer) }), "x"));
  const axis = fc.record({ size: fc.integer({ min: 0, max: 5 }), stride: fc.integer({ min: 0, max: 40 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(axis, { maxLength: 5 }), fc.nat({ max: 100 }), async (axes, offset) => {
      const shape = axes.map(({ size }) => size);
      const strides = axes.map(({ stride }) => stride);
      const into = new Float32Array(shape.reduce((product, size) => product * size, 1));
      await readView({ file, name: "x", dtype: "int16", start: offset * 2 }, { shape, strides }, into);
      const expected = Array.from(into, (_, flat) => {
        let rest = flat;
        let place = offset;
        for (let each = shape.length - 1; each >= 0; each--) {
          place += (rest % shape[each]!) * strides[each]!;
          rest = Math.floor(rest / shape[each]!);
        }
        return place;
      });
      expect([...into]).toEqual(expected);
    }),
    { numRuns: 500 },
  );
  await file.close();
});
