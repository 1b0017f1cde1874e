import { afterEach, describe, expect, test } from "vitest";
import type { Ledger } from "./ledger.ts";
import { artifactsContract } from "./testing/artifacts.contract.ts";
import { collect, type ContractContext, type OpenLedger } from "./testing/contract-context.ts";
import { metricsContract } from "./testing/metrics.contract.ts";
import { recordsContract } from "./testing/records.contract.ts";
import { runsContract } from "./testing/runs.contract.ts";
import { workContract } from "./testing/work.contract.ts";
import { workModelContract } from "./testing/work-model.contract.ts";

/**
 * What every `Ledger` has to keep, as tests.
 *
 * @example
 * ledgerContract("SQLite", (place, options) => openSqliteLedger({ folder: place, ...options }));
 */
export function ledgerContract(name: string, open: OpenLedger): void {
  const opened: Ledger[] = [];
  let places = 0;
  const freshPlace = (): string => `place_${(places += 1)}`;
  const context: ContractContext = {
    open,
    freshPlace,
    async fresh(options) {
      const ledger = await open(freshPlace(), options);
      opened.push(ledger);
      return ledger;
    },
  };
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((ledger) => ledger.close()));
  });

  describe(`${name} keeps the ledger's contract`, () => {
    describe("runs", () => runsContract(context));
    describe("records", () => recordsContract(context));
    describe("metrics", () => metricsContract(context));
    describe("artifacts", () => artifactsContract(context));
    describe("work", () => {
      workContract(context);
      workModelContract(context);
    });

    test("what counts is what was given at the call, whatever the caller does with it afterwards", async () => {
      const ledger = await context.fresh();
      const options = { model: "a" };
      const creating = ledger.createRun({ kind: "bench", options });
      options.model = "b";
      const { id } = await creating;
      expect(await ledger.findRun(id)).toMatchObject({ options: { model: "a" } });
      const records = [{ kind: "a", key: "1", value: { text: "given" } }];
      const points = [{ name: "loss", step: 0, value: 1 }];
      const items = [{ kind: "a", key: "2", payload: ["given"] }];
      const writes = [ledger.putRecords(id, records), ledger.putMetrics(id, points), ledger.enqueueWork(id, items)];
      records[0]!.value.text = "changed";
      items[0]!.payload[0] = "changed";
      for (const array of [records, points, items]) array.length = 0;
      await Promise.all(writes);
      const claims = [...(await ledger.claimWork(id, { kind: "a", worker: "w", leaseMilliseconds: 1000 }))];
      expect(claims).toMatchObject([{ payload: ["given"] }]);
      const value = { text: "given" };
      const completions = [{ claim: claims[0]!, value }];
      const completing = ledger.completeWork(completions);
      value.text = "changed";
      completions.length = 0;
      expect(await completing).toEqual(["recorded"]);
      expect((await collect(ledger.streamRecords(id))).map(({ value }) => value)).toEqual([{ text: "given" }, { text: "given" }]);
      expect(await collect(ledger.streamMetrics(id))).toMatchObject([{ value: 1 }]);
    });

    test("what is asked for before closing is written; afterwards nothing is taken", async () => {
      const place = freshPlace();
      const ledger = await open(place);
      const { id } = await ledger.createRun({ kind: "bench" });
      const writing = ledger.putRecords(id, [{ kind: "a", key: "1", value: 1 }]);
      await ledger.close();
      await ledger.close();
      expect(await writing).toEqual([true]);
      await expect(ledger.putRecords(id, [])).rejects.toMatchObject({ code: "ledger-closed" });
      await expect(ledger.findRun("latest")).rejects.toMatchObject({ code: "ledger-closed" });
      const again = await open(place);
      expect(await again.countRecords(id)).toEqual([{ kind: "a", count: 1 }]);
      await again.close();
    });
  });
}
