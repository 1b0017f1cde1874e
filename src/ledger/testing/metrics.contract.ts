import * as fc from "fast-check";
import { expect, test } from "vitest";
import { anyText, collect, type ContractContext } from "./contract-context.ts";

export function metricsContract({ fresh }: ContractContext): void {
  test("a step that is reported again is replaced, not doubled", async () => {
    const ledger = await fresh();
    const { id } = await ledger.createRun({ kind: "distill" });
    await ledger.putMetrics(id, [0, 1, 2, 3].map((step) => ({ name: "loss", step, value: 10 - step })));
    // The run was killed and goes on from the checkpoint of step 2.
    await ledger.putMetrics(id, [2, 3, 4].map((step) => ({ name: "loss", step, value: 20 - step })));
    expect((await collect(ledger.streamMetrics(id))).map(({ step, value }) => [step, value])).toEqual([[0, 10], [1, 9], [2, 18], [3, 17], [4, 16]]);
  });

  test("points come by series and step, within the steps asked for, across pages", async () => {
    const ledger = await fresh();
    const { id } = await ledger.createRun({ kind: "distill" });
    const points = ["b", "a"].flatMap((name) => Array.from({ length: 1300 }, (_, index) => ({ name, step: 1299 - index, value: index })));
    await ledger.putMetrics(id, points);
    const all = await collect(ledger.streamMetrics(id));
    expect(all.map(({ name, step }) => `${name}${step}`)).toEqual(["a", "b"].flatMap((name) => Array.from({ length: 1300 }, (_, step) => `${name}${step}`)));
    expect((await collect(ledger.streamMetrics(id, { name: "b", fromStep: 100, toStep: 102 }))).map(({ name, step }) => [name, step])).toEqual([["b", 100], ["b", 101], ["b", 102]]);
    expect(await collect(ledger.streamMetrics(id, { fromStep: 1299 }))).toHaveLength(2);
    expect(await collect(ledger.streamMetrics(id, { name: "c" }))).toEqual([]);
  });

  test("any number under any name is kept, NaN and infinities too", async () => {
    const ledger = await fresh();
    const { id } = await ledger.createRun({ kind: "distill" });
    const point = fc.record({ name: anyText, step: fc.nat(Number.MAX_SAFE_INTEGER), value: fc.double().map((number) => number + 0) });
    await fc.assert(
      fc.asyncProperty(point, async ({ name, step, value }) => {
        await ledger.putMetrics(id, [{ name, step, value }]);
        const [stored] = await collect(ledger.streamMetrics(id, { name, fromStep: step, toStep: step }));
        expect(stored).toMatchObject({ name, step, value });
      }),
    );
  });

  test("a series is summed up without being read", async () => {
    const ledger = await fresh();
    const { id } = await ledger.createRun({ kind: "distill" });
    const report = (name: string, values: number[]) => ledger.putMetrics(id, values.map((value, index) => ({ name, step: 10 + index, value })));
    await report("loss", [3, Number.NaN, 1, 2]);
    await report("rate", [Number.NaN]);
    expect(await ledger.summarizeMetrics(id)).toEqual([
      { name: "loss", count: 4, firstStep: 10, lastStep: 13, lastValue: 2, minimum: 1, maximum: 3 },
      { name: "rate", count: 1, firstStep: 10, lastStep: 10, lastValue: Number.NaN, minimum: null, maximum: null },
    ]);
  });

  test("a step that is no whole number is refused with the whole batch", async () => {
    const ledger = await fresh();
    const { id } = await ledger.createRun({ kind: "distill" });
    for (const step of [0.5, -1, Number.NaN, 2 ** 60]) {
      await expect(ledger.putMetrics(id, [{ name: "loss", step: 0, value: 1 }, { name: "loss", step, value: 1 }])).rejects.toMatchObject({ code: "metric-step" });
    }
    expect(await collect(ledger.streamMetrics(id))).toEqual([]);
  });
}
