import * as fc from "fast-check";
import type { Json } from "../../base/index.ts";
import type { Ledger } from "../ledger.ts";

/** Opens the ledger of a place, making an empty one where there is none; may be called several times for one place. */
export type OpenLedger = (place: string, options?: { now?: () => number }) => Promise<Ledger>;

/** What a part of the contract is run with. */
export interface ContractContext {
  open: OpenLedger;
  /** A place that no other test uses. */
  freshPlace(): string;
  /** An empty ledger, closed after the test. */
  fresh(options?: { now?: () => number }): Promise<Ledger>;
}

/** A clock that stands still until it is moved. */
export class TestClock {
  time: number = Date.UTC(2026, 0, 1);
  readonly now = (): number => this.time;
}

export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}

const awkward = ["\0", "\u001a", "\u001a0000", "\ud800", "\udc00", "\ud83d\ude00", "{{", "{%", "${}", "</input>", "\ufffd", "\uffff", "\u2028", "'", "\\u0000", "%", "_"];
const unit = fc.oneof(
  fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
  fc.constantFrom(...awkward),
  fc.string({ unit: "grapheme", maxLength: 3 }),
);

/** Any sequence of UTF-16 code units, with what tends to be mistreated more often than by chance. */
export const anyText: fc.Arbitrary<string> = fc.array(unit, { maxLength: 12 }).map((units) => units.join(""));

/** Any JSON value, its strings and keys of any code units. */
export const anyJson: fc.Arbitrary<Json> = fc.letrec<{ value: Json; object: { [key: string]: Json } }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    anyText,
    fc.constant(null),
    fc.boolean(),
    // JSON knows no minus zero.
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("object"),
  ),
  object: fc.dictionary(anyText, tie("value"), { maxKeys: 4, noNullPrototype: true }),
})).value;
