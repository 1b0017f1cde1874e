import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../base/index.ts";
import type { Ledger, WorkClaim, WorkState } from "../ledger.ts";
import { collect, type ContractContext, TestClock } from "./contract-context.ts";

type Operation =
  | { do: "enqueue"; keys: number[] }
  | { do: "claim"; limit: number; lease: number }
  | { do: "complete" | "fail" | "renew"; claims: number[] }
  | { do: "release"; claims: number[]; delay: number }
  | { do: "retry" }
  | { do: "wait"; milliseconds: number };

interface ModelItem {
  state: WorkState;
  attempts: number;
  availableAt: number;
}

const numbers = fc.array(fc.nat(11), { minLength: 1, maxLength: 3 });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ do: fc.constant("enqueue" as const), keys: fc.array(fc.nat(5), { maxLength: 4 }) }),
  fc.record({ do: fc.constant("claim" as const), limit: fc.integer({ min: 1, max: 4 }), lease: fc.constantFrom(10, 100) }),
  fc.record({ do: fc.constantFrom("complete" as const, "fail" as const, "renew" as const), claims: numbers }),
  fc.record({ do: fc.constant("release" as const), claims: numbers, delay: fc.constantFrom(0, 20) }),
  fc.record({ do: fc.constant("retry" as const) }),
  fc.record({ do: fc.constant("wait" as const), milliseconds: fc.constantFrom(5, 50, 200) }),
);

/** The rules of work once more, as plainly as they can be said. */
class Model {
  readonly items = new Map<string, ModelItem>();
  readonly records = new Map<string, Json>();
  readonly clock: TestClock;

  constructor(clock: TestClock) {
    this.clock = clock;
  }

  claimable(): string[] {
    return [...this.items].filter(([, { state, availableAt }]) => (state === "pending" || state === "claimed") && availableAt <= this.clock.time).map(([key]) => key);
  }

  holds({ key, attempts }: WorkClaim): boolean {
    const item = this.items.get(key)!;
    return item.state === "claimed" && item.attempts === attempts;
  }

  change(claim: WorkClaim, change: Partial<ModelItem>): boolean {
    if (!this.holds(claim)) return false;
    Object.assign(this.items.get(claim.key)!, change);
    return true;
  }

  complete({ key }: WorkClaim, value: Json): string {
    const item = this.items.get(key)!;
    if (item.state === "done") return "duplicate";
    item.state = "done";
    this.records.set(key, value);
    return "recorded";
  }
}

async function perform(operation: Operation, model: Model, ledger: Ledger, run: string, claims: WorkClaim[]): Promise<void> {
  const chosen = "claims" in operation && claims.length > 0 ? operation.claims.map((number) => claims[number % claims.length]!) : [];
  switch (operation.do) {
    case "wait":
      model.clock.time += operation.milliseconds;
      return;
    case "enqueue": {
      const expected = operation.keys.map((key) => {
        const isNew = !model.items.has(String(key));
        if (isNew) model.items.set(String(key), { state: "pending", attempts: 0, availableAt: 0 });
        return isNew;
      });
      expect(await ledger.enqueueWork(run, operation.keys.map((key) => ({ kind: "a", key: String(key) })))).toEqual(expected);
      return;
    }
    case "claim": {
      const claimable = model.claimable();
      const got = await ledger.claimWork(run, { kind: "a", worker: "w", leaseMilliseconds: operation.lease, limit: operation.limit });
      expect(got).toHaveLength(Math.min(operation.limit, claimable.length));
      expect(new Set(got.map(({ key }) => key)).size).toBe(got.length);
      for (const claim of got) {
        expect(claimable).toContain(claim.key);
        const item = model.items.get(claim.key)!;
        Object.assign(item, { state: "claimed", attempts: item.attempts + 1, availableAt: model.clock.time + operation.lease });
        expect(claim.attempts).toBe(item.attempts);
        claims.push(claim);
      }
      return;
    }
    case "complete": {
      const completions = chosen.map((claim) => ({ claim, value: `${claim.key} by attempt ${claim.attempts}` }));
      expect(await ledger.completeWork(completions)).toEqual(completions.map(({ claim, value }) => model.complete(claim, value)));
      return;
    }
    case "fail":
      expect(await ledger.failWork(chosen.map((claim) => ({ claim, error: "no" })))).toEqual(chosen.map((claim) => model.change(claim, { state: "failed" })));
      return;
    case "renew":
      expect(await ledger.renewWork(chosen, { leaseMilliseconds: 100 })).toEqual(chosen.map((claim) => model.change(claim, { availableAt: model.clock.time + 100 })));
      return;
    case "release": {
      const availableAt = model.clock.time + operation.delay;
      expect(await ledger.releaseWork(chosen, { delayMilliseconds: operation.delay })).toEqual(chosen.map((claim) => model.change(claim, { state: "pending", availableAt })));
      return;
    }
    case "retry": {
      const failed = [...model.items.values()].filter(({ state }) => state === "failed");
      for (const item of failed) Object.assign(item, { state: "pending", availableAt: 0 });
      expect(await ledger.retryFailedWork(run)).toBe(failed.length);
    }
  }
}

export function workModelContract({ fresh }: ContractContext): void {
  test("any sequence of operations on work behaves as the model does", async () => {
    const clock = new TestClock();
    const ledger = await fresh(clock);
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 5, maxLength: 40 }), async (operations) => {
        const { id } = await ledger.createRun({ kind: "model" });
        const model = new Model(clock);
        const claims: WorkClaim[] = [];
        for (const one of operations) await perform(one, model, ledger, id, claims);
        const items = await collect(ledger.streamWork(id));
        expect(items.map(({ key, state, attempts }) => [key, state, attempts])).toEqual([...model.items].map(([key, { state, attempts }]) => [key, state, attempts]));
        const records = await collect(ledger.streamRecords(id));
        expect(new Map(records.map(({ key, value }) => [key, value]))).toEqual(model.records);
        expect(records).toHaveLength(model.records.size);
      }),
      { numRuns: 150 },
    );
  });
}
