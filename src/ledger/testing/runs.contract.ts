import { expect, test } from "vitest";
import type { Run } from "../ledger.ts";
import { collect, type ContractContext, TestClock } from "./contract-context.ts";

export function runsContract({ fresh, open, freshPlace }: ContractContext): void {
  test("a run is kept with all that was said of it, and changed only where asked", async () => {
    const clock = new TestClock();
    const ledger = await fresh(clock);
    const created = await ledger.createRun({ kind: "bench", title: "first", options: { b: [1], a: null }, environment: { node: "24" } });
    expect(created).toEqual({
      id: expect.stringMatching(/^[0-9a-hjkmnp-tv-z]{9}$/),
      kind: "bench",
      title: "first",
      status: "running",
      options: { b: [1], a: null },
      environment: { node: "24" },
      summary: null,
      createdAt: clock.time,
      updatedAt: clock.time,
      finishedAt: null,
    });
    clock.time += 5000;
    const done = await ledger.updateRun(created.id, { status: "done", summary: { accuracy: 0.5 } });
    expect(done).toEqual({ ...created, status: "done", summary: { accuracy: 0.5 }, updatedAt: clock.time, finishedAt: clock.time });
    expect(await ledger.findRun(created.id)).toEqual(done);
    expect(await ledger.updateRun(created.id, { status: "running", title: null })).toMatchObject({ title: null, finishedAt: null, summary: { accuracy: 0.5 } });
    // The order of keys is kept: a summary is shown as it was written.
    expect(Object.keys((await ledger.findRun(created.id)).options as object)).toEqual(["b", "a"]);
  });

  test("ids are unique and grow with every run, even if the clock goes backwards", async () => {
    const clock = new TestClock();
    const place = freshPlace();
    const [one, other] = await Promise.all([open(place, clock), open(place, clock)]);
    const ids: string[] = [];
    for (let index = 0; index < 60; index += 1) {
      if (index === 20) clock.time -= 86_400_000;
      if (index === 40) clock.time += 2 * 86_400_000;
      ids.push((await (index % 2 === 0 ? one : other).createRun({ kind: "bench" })).id);
    }
    expect([...new Set(ids)].sort()).toEqual(ids);
    expect((await one.findRun("latest")).id).toBe(ids.at(-1));
    expect((await collect(one.listRuns())).map(({ id }) => id)).toEqual(ids.toReversed());
    await Promise.all([one.close(), other.close()]);
  });

  test("a run is found by an unambiguous beginning of its id, in any case, or as the latest", async () => {
    const clock = new TestClock();
    const ledger = await fresh(clock);
    const first = await ledger.createRun({ kind: "bench" });
    clock.time += 100 * 86_400_000;
    const second = await ledger.createRun({ kind: "repair" });
    const shared = [...first.id].findIndex((character, index) => character !== second.id[index]);
    expect(shared).toBeGreaterThan(0);
    expect(await ledger.findRun(first.id.slice(0, shared + 1).toUpperCase())).toEqual(first);
    expect(await ledger.findRun("latest")).toEqual(second);
    expect(await ledger.findRun("latest", { kind: "bench" })).toEqual(first);
    expect(await ledger.findRun(first.id.slice(0, shared), { kind: "bench" })).toEqual(first);
    await expect(ledger.findRun(first.id.slice(0, shared))).rejects.toMatchObject({
      code: "run-ambiguous",
      message: expect.stringMatching(new RegExp(`${second.id}.*${first.id}`)),
    });
    for (const unknown of ["", "zzzzzzzzz", "latest!", "../x", "%", "_", `${first.id}0`]) {
      await expect(ledger.findRun(unknown)).rejects.toMatchObject({ code: "run-not-found" });
    }
    await expect(ledger.findRun("latest", { status: "failed" })).rejects.toMatchObject({ code: "run-not-found" });
  });

  test("runs are listed newest first, by every filter and page by page", async () => {
    const clock = new TestClock();
    const ledger = await fresh(clock);
    const runs: Run[] = [];
    for (let index = 0; index < 9; index += 1) {
      clock.time += 1000;
      const { id } = await ledger.createRun({ kind: index % 2 === 0 ? "bench" : "repair" });
      runs.unshift(await ledger.updateRun(id, { status: index % 3 === 0 ? "done" : "failed" }));
    }
    expect(await collect(ledger.listRuns())).toEqual(runs);
    expect(await collect(ledger.listRuns({ kind: "bench", status: "done" }))).toEqual(runs.filter(({ kind, status }) => kind === "bench" && status === "done"));
    expect(await collect(ledger.listRuns({ since: runs[3]!.createdAt }))).toEqual(runs.slice(0, 4));
    expect(await collect(ledger.listRuns({ before: runs[2]!.id, limit: 2 }))).toEqual(runs.slice(3, 5));
    expect(await collect(ledger.listRuns({ limit: 0 }))).toEqual([]);
  });

  test("a run tells when it was last written to, whatever was written", async () => {
    const clock = new TestClock();
    const ledger = await fresh(clock);
    const { id } = await ledger.createRun({ kind: "bench" });
    const updatedAfter = async (write: () => Promise<unknown>): Promise<boolean> => {
      clock.time += 10_000;
      await write();
      return (await ledger.findRun(id)).updatedAt === clock.time;
    };
    expect(await updatedAfter(() => ledger.putRecords(id, [{ kind: "a", key: "1", value: 1 }]))).toBe(true);
    expect(await updatedAfter(() => ledger.putMetrics(id, [{ name: "loss", step: 0, value: 1 }]))).toBe(true);
    expect(await updatedAfter(() => ledger.putArtifact(id, { name: "a", path: "a", sha256: "", bytes: 0 }))).toBe(true);
    expect(await updatedAfter(() => ledger.enqueueWork(id, [{ kind: "a", key: "1" }]))).toBe(true);
    const [claim] = await ledger.claimWork(id, { kind: "a", worker: "w", leaseMilliseconds: 60_000 });
    expect(await updatedAfter(() => ledger.renewWork([claim!], { leaseMilliseconds: 60_000 }))).toBe(true);
    expect(await updatedAfter(() => ledger.completeWork([{ claim: claim!, value: 1 }]))).toBe(true);
    expect(await updatedAfter(() => ledger.countWork(id))).toBe(false);
  });

  test("a deleted run is gone with everything in it, and the others stay", async () => {
    const ledger = await fresh();
    const [doomed, kept] = [await ledger.createRun({ kind: "bench" }), await ledger.createRun({ kind: "bench" })];
    for (const { id } of [doomed, kept]) {
      await ledger.putRecords(id, [{ kind: "a", key: "1", value: id }]);
      await ledger.putMetrics(id, [{ name: "loss", step: 0, value: 1 }]);
      await ledger.putArtifact(id, { name: "a", path: "a", sha256: "", bytes: 0 });
      await ledger.enqueueWork(id, [{ kind: "a", key: "1" }]);
    }
    expect(await ledger.deleteRun(doomed.id)).toBe(true);
    expect(await ledger.deleteRun(doomed.id)).toBe(false);
    const contents = async (id: string): Promise<number[]> => [
      (await collect(ledger.streamRecords(id))).length,
      (await collect(ledger.streamMetrics(id))).length,
      (await collect(ledger.listArtifacts(id))).length,
      (await collect(ledger.streamWork(id))).length,
    ];
    expect(await contents(doomed.id)).toEqual([0, 0, 0, 0]);
    expect(await contents(kept.id)).toEqual([1, 1, 1, 1]);
    expect(await ledger.findRecord({ kind: "a" }, "1")).toMatchObject({ run: kept.id });
  });

  test("nothing is written to a run that does not exist", async () => {
    const ledger = await fresh();
    const notFound = { code: "run-not-found" };
    await expect(ledger.updateRun("none", {})).rejects.toMatchObject(notFound);
    await expect(ledger.putRecords("none", [{ kind: "a", key: "1", value: 1 }])).rejects.toMatchObject(notFound);
    await expect(ledger.putMetrics("none", [{ name: "loss", step: 0, value: 1 }])).rejects.toMatchObject(notFound);
    await expect(ledger.putArtifact("none", { name: "a", path: "a", sha256: "", bytes: 0 })).rejects.toMatchObject(notFound);
    await expect(ledger.enqueueWork("none", [{ kind: "a", key: "1" }])).rejects.toMatchObject(notFound);
    await expect(ledger.claimWork("none", { kind: "a", worker: "w", leaseMilliseconds: 1 })).rejects.toMatchObject(notFound);
    expect(await ledger.findRecord({ kind: "a" }, "1")).toBeNull();
  });
}
