import * as fc from "fast-check";
import { expect, test } from "vitest";
import { anyText, collect, type ContractContext, TestClock } from "./contract-context.ts";

export function artifactsContract({ fresh }: ContractContext): void {
  test("a file is noted once per path, with what it holds now", async () => {
    const clock = new TestClock();
    const ledger = await fresh(clock);
    const { id } = await ledger.createRun({ kind: "repair" });
    await ledger.putArtifact(id, { name: "model", path: "out/b", sha256: "11", bytes: 5 });
    await ledger.putArtifact(id, { name: "model", path: "out/a", sha256: "22", bytes: 2 ** 40 });
    clock.time += 1000;
    await ledger.putArtifact(id, { name: "report", path: "out/b", sha256: "33", bytes: 0 });
    expect(await collect(ledger.listArtifacts(id))).toEqual([
      { name: "model", path: "out/a", sha256: "22", bytes: 2 ** 40, createdAt: clock.time - 1000 },
      { name: "report", path: "out/b", sha256: "33", bytes: 0, createdAt: clock.time },
    ]);
  });

  test("any text is a path", async () => {
    const ledger = await fresh();
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(anyText, { maxLength: 8 }), anyText, async (paths, name) => {
        const { id } = await ledger.createRun({ kind: "repair" });
        for (const path of paths) await ledger.putArtifact(id, { name, path, sha256: "", bytes: 1 });
        const listed = await collect(ledger.listArtifacts(id));
        expect(listed.map(({ path }) => path).sort()).toEqual(paths.toSorted());
        expect(listed.every((artifact) => artifact.name === name)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test("a long list is whole", async () => {
    const ledger = await fresh();
    const { id } = await ledger.createRun({ kind: "repair" });
    const paths = Array.from({ length: 1100 }, (_, index) => `out/${String(index).padStart(4, "0")}`);
    await Promise.all(paths.toReversed().map((path) => ledger.putArtifact(id, { name: "part", path, sha256: "", bytes: 1 })));
    expect((await collect(ledger.listArtifacts(id))).map(({ path }) => path)).toEqual(paths);
  });
}
