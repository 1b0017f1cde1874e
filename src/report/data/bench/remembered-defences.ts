import { type BenchPlan, type Defence, defences as shipped, type GenerationRow } from "../../../dim-bench/index.ts";
import type { Ledger } from "../../../ledger/index.ts";
import { failureKind } from "./record-kinds.ts";

type Messages = ReturnType<Defence["messages"]>;

/**
 * The defences of a run. Those that were read from files, or had a system message before them, are not in the ledger, but what they made
 * of each item is: the messages that were sent.
 */
export async function rememberedDefences(ledger: Ledger, run: string, { models, defences }: BenchPlan, items: ReadonlyMap<string, { readonly instruction: string; readonly input: string }>): Promise<Defence[]> {
  const known = defences.map(({ name, hash }) => shipped.find((defence) => defence.name === name && defence.hash === hash));
  const sent = new Map(defences.flatMap(({ name }, place) => (known[place] === undefined ? [[name, new Map<string, Messages>()] as const] : [])));
  if (sent.size > 0) {
    for (const kind of new Set([...models.map((model) => model.kind), failureKind])) {
      for await (const { value } of ledger.streamRecords(run, { kind })) {
        // Failures are of judgements too, which have no request.
        const row = value as unknown as Omit<GenerationRow, "request"> & Partial<Pick<GenerationRow, "request">>;
        const item = items.get(row.item);
        if (item !== undefined && row.request !== undefined) sent.get(row.defence)?.set(asked(item), row.request.messages);
      }
    }
  }
  return defences.map(({ name, hash }, place) => {
    const same = shipped.find((defence) => defence.name === name);
    return known[place] ?? { name, hash, summary: "", source: "", messages: (item) => sent.get(name)!.get(asked(item)) ?? notSent(item), outputOf: same?.outputOf ?? ((text) => text) };
  });
}

function asked({ instruction, input }: { readonly instruction: string; readonly input: string }): string {
  return JSON.stringify([instruction, input]);
}

// Nothing is stored under what nobody sent.
function notSent({ instruction, input }: { readonly instruction: string; readonly input: string }): Messages {
  return [{ role: "user", text: `not sent: ${asked({ instruction, input })}` }];
}
