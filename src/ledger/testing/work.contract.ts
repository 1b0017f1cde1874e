import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Ledger } from "../ledger.ts";
import { anyJson, anyText, collect, type ContractContext, TestClock } from "./contract-context.ts";

const LEASE = 30_000;

export function workContract({ fresh, open, freshPlace }: ContractContext): void {
  const begin = async (keys: readonly string[]): Promise<{ clock: TestClock; ledger: Ledger; id: string; claim: (worker: string, limit?: number) => ReturnType<Ledger["claimWork"]> }> => {
    const clock = new TestClock();
    const ledger = await fresh(clock);
    const { id } = await ledger.createRun({ kind: "bench" });
    await ledger.enqueueWork(id, keys.map((key) => ({ kind: "generation", key, payload: { ask: key } })));
    return { clock, ledger, id, claim: (worker, limit = 1) => ledger.claimWork(id, { kind: "generation", worker, leaseMilliseconds: LEASE, limit }) };
  };

  test("the same work is queued once, whatever became of it", async () => {
    const { ledger, id, claim } = await begin(["a", "b"]);
    expect(await ledger.enqueueWork(id, [{ kind: "generation", key: "b" }, { kind: "generation", key: "c" }, { kind: "generation", key: "c" }, { kind: "judgement", key: "a" }])).toEqual([false, true, false, true]);
    const [first, second] = await claim("w", 2);
    await ledger.completeWork([{ claim: first!, value: 1 }]);
    await ledger.failWork([{ claim: second!, error: "no" }]);
    expect(await ledger.enqueueWork(id, ["a", "b"].map((key) => ({ kind: "generation", key })))).toEqual([false, false]);
    expect(await ledger.countWork(id)).toEqual([
      { kind: "generation", pending: 1, claimed: 0, done: 1, failed: 1, nextAvailableAt: expect.any(Number) },
      { kind: "judgement", pending: 1, claimed: 0, done: 0, failed: 0, nextAvailableAt: expect.any(Number) },
    ]);
  });

  test("work is claimed in order, by one worker at a time, of the kind asked for", async () => {
    const { ledger, id, claim } = await begin(["a", "b", "c"]);
    const mine = await claim("one", 2);
    expect(mine).toEqual(["a", "b"].map((key) => ({ run: id, kind: "generation", key, payload: { ask: key }, attempts: 1, sequence: expect.any(Number) })));
    expect((await claim("two", 5)).map(({ key }) => key)).toEqual(["c"]);
    expect(await claim("three")).toEqual([]);
    expect(await ledger.claimWork(id, { kind: "judgement", worker: "one", leaseMilliseconds: LEASE })).toEqual([]);
    expect((await collect(ledger.streamWork(id))).map(({ worker }) => worker)).toEqual(["one", "one", "two"]);
  });

  test("several that claim at once never get the same item", async () => {
    const place = freshPlace();
    const ledgers = await Promise.all([open(place), open(place), open(place)]);
    const { id } = await ledgers[0]!.createRun({ kind: "bench" });
    const keys = Array.from({ length: 200 }, (_, index) => String(index));
    await ledgers[0]!.enqueueWork(id, keys.map((key) => ({ kind: "a", key })));
    const claims = await Promise.all(
      Array.from({ length: 90 }, (_, index) => ledgers[index % 3]!.claimWork(id, { kind: "a", worker: String(index % 3), leaseMilliseconds: LEASE, limit: 3 })),
    );
    expect(claims.flat().map(({ key }) => key).sort()).toEqual(keys.toSorted());
    await Promise.all(ledgers.map((ledger) => ledger.close()));
  });

  test("completing writes the record, further records and follow-ups together with the item", async () => {
    const { ledger, id, claim } = await begin(["a"]);
    const [item] = await claim("w");
    const outcome = await ledger.completeWork([
      { claim: item!, value: { text: "Paris" }, records: [{ kind: "usage", key: "a", value: 7 }], followUps: [{ kind: "judgement", key: "a", payload: 1 }] },
    ]);
    expect(outcome).toEqual(["recorded"]);
    expect((await collect(ledger.streamRecords(id))).map(({ kind, key, value }) => [kind, key, value])).toEqual([["generation", "a", { text: "Paris" }], ["usage", "a", 7]]);
    expect((await collect(ledger.streamWork(id))).map(({ kind, key, state, availableAt }) => [kind, key, state, availableAt === null])).toEqual([["generation", "a", "done", true], ["judgement", "a", "pending", false]]);
  });

  test("a batch is completed whole or not at all", async () => {
    const { ledger, id, claim } = await begin(["a", "b"]);
    const [first, second] = await claim("w", 2);
    await expect(ledger.completeWork([{ claim: first!, value: 1 }, { claim: second!, value: Number.NaN }])).rejects.toMatchObject({ code: "not-json" });
    expect(await collect(ledger.streamRecords(id))).toEqual([]);
    expect(await ledger.countWork(id)).toMatchObject([{ claimed: 2, done: 0 }]);
    expect(await ledger.completeWork([{ claim: first!, value: 1 }, { claim: second!, value: 2 }, { claim: first!, value: 3 }])).toEqual(["recorded", "recorded", "duplicate"]);
  });

  test("a lease that ended goes to another worker; whoever finishes first is kept, the other is told", async () => {
    const { clock, ledger, id, claim } = await begin(["a", "b"]);
    const [slow] = await claim("slow");
    clock.time += LEASE - 1;
    expect((await claim("other", 5)).map(({ key }) => key)).toEqual(["b"]);
    clock.time += 1;
    const [quick] = await claim("quick");
    expect(quick).toMatchObject({ key: "a", attempts: 2 });
    expect(await ledger.renewWork([slow!, quick!], { leaseMilliseconds: LEASE })).toEqual([false, true]);
    expect(await ledger.failWork([{ claim: slow!, error: "late" }])).toEqual([false]);
    expect(await ledger.releaseWork([slow!])).toEqual([false]);
    expect(await ledger.completeWork([{ claim: quick!, value: "quick" }])).toEqual(["recorded"]);
    expect(await ledger.completeWork([{ claim: slow!, value: "slow", records: [{ kind: "usage", key: "a", value: 1 }], followUps: [{ kind: "judgement", key: "slow" }] }])).toEqual(["duplicate"]);
    expect((await collect(ledger.streamRecords(id))).map(({ value }) => value)).toEqual(["quick"]);
    expect((await ledger.countWork(id)).map(({ kind }) => kind)).toEqual(["generation"]);
  });

  test("a result that comes after its lease but before anybody else's is kept", async () => {
    const { clock, ledger, id, claim } = await begin(["a"]);
    const [slow] = await claim("slow");
    clock.time += LEASE;
    const [second] = await claim("second");
    expect(await ledger.completeWork([{ claim: slow!, value: "slow" }])).toEqual(["recorded"]);
    expect(await ledger.renewWork([second!], { leaseMilliseconds: LEASE })).toEqual([false]);
    expect(await ledger.completeWork([{ claim: second!, value: "second" }])).toEqual(["duplicate"]);
    expect((await collect(ledger.streamRecords(id))).map(({ value }) => value)).toEqual(["slow"]);
  });

  test("renewing keeps a lease from ending", async () => {
    const { clock, ledger, claim } = await begin(["a"]);
    const [item] = await claim("w");
    for (let times = 0; times < 3; times += 1) {
      clock.time += LEASE - 1;
      expect(await ledger.renewWork([item!], { leaseMilliseconds: LEASE })).toEqual([true]);
      expect(await claim("other")).toEqual([]);
    }
    clock.time += LEASE;
    expect(await claim("other")).toHaveLength(1);
  });

  test("failed work stays failed with its error until it is asked for again", async () => {
    const { ledger, id, claim } = await begin(["a", "b"]);
    const [item] = await claim("w");
    expect(await ledger.failWork([{ claim: item!, error: { code: "refused" } }])).toEqual([true]);
    expect((await claim("w", 5)).map(({ key }) => key)).toEqual(["b"]);
    expect(await collect(ledger.streamWork(id, { state: "failed" }))).toMatchObject([{ key: "a", error: { code: "refused" }, attempts: 1, availableAt: null, worker: "w" }]);
    expect(await ledger.retryFailedWork(id, { kind: "judgement" })).toBe(0);
    expect(await ledger.retryFailedWork(id)).toBe(1);
    expect(await claim("w")).toMatchObject([{ key: "a", attempts: 2 }]);
  });

  test("released work can be claimed at once, or after its delay", async () => {
    const { clock, ledger, id, claim } = await begin(["a", "b"]);
    const [first] = await claim("w");
    expect(await ledger.releaseWork([first!], { error: "interrupted" })).toEqual([true]);
    const again = await claim("w", 2);
    expect(again.map(({ key }) => key)).toEqual(["a", "b"]);
    expect(await ledger.releaseWork([again[0]!], { delayMilliseconds: 5000 })).toEqual([true]);
    expect(await ledger.countWork(id)).toMatchObject([{ pending: 1, claimed: 1, nextAvailableAt: clock.time + 5000 }]);
    expect(await claim("w")).toEqual([]);
    expect(await collect(ledger.streamWork(id, { state: "pending" }))).toMatchObject([{ key: "a", error: "interrupted" }]);
    clock.time += 5000;
    expect(await claim("w")).toMatchObject([{ key: "a", attempts: 3 }]);
  });

  test("a result for a run that was deleted meanwhile is told so", async () => {
    const { ledger, id, claim } = await begin(["a"]);
    const [item] = await claim("w");
    await ledger.deleteRun(id);
    expect(await ledger.completeWork([{ claim: item!, value: 1 }])).toEqual(["gone"]);
    expect(await ledger.renewWork([item!], { leaseMilliseconds: LEASE })).toEqual([false]);
  });

  test("a record that was there before the work was done stays, and what follows goes on", async () => {
    const { ledger, id, claim } = await begin(["a"]);
    await ledger.putRecords(id, [{ kind: "generation", key: "a", value: "cached" }]);
    const [item] = await claim("w");
    expect(await ledger.completeWork([{ claim: item!, value: "new", followUps: [{ kind: "judgement", key: "a" }] }])).toEqual(["duplicate"]);
    expect(await ledger.findRecord({ kind: "generation" }, "a")).toMatchObject({ value: "cached" });
    expect(await ledger.countWork(id)).toMatchObject([{ kind: "generation", done: 1 }, { kind: "judgement", pending: 1 }]);
  });

  test("any text is a key or a worker, any JSON a payload or an error", async () => {
    const ledger = await fresh();
    await fc.assert(
      fc.asyncProperty(anyText, anyText, anyText, anyJson, anyJson, async (kind, key, worker, payload, error) => {
        const { id } = await ledger.createRun({ kind: "bench" });
        await ledger.enqueueWork(id, [{ kind, key, payload }]);
        const [claim] = await ledger.claimWork(id, { kind, worker, leaseMilliseconds: LEASE });
        expect(claim).toMatchObject({ kind, key });
        expect(claim!.payload).toEqual(payload);
        await ledger.failWork([{ claim: claim!, error }]);
        const [item] = await collect(ledger.streamWork(id, { kind }));
        expect(item).toMatchObject({ kind, key, worker });
        expect([item!.payload, item!.error]).toEqual([payload, error]);
      }),
    );
  });
}
