import type { Connection, Parameters } from "./connection.ts";

const ROWS_PER_PAGE = 500;
// Rows may be megabytes each: a page ends early rather than holding many of those.
const CHARACTERS_PER_PAGE = 1_000_000;

/** @see streamRows */
export interface StreamOptions<Row, Item> {
  /** Ordered by an index, with the named parameters of `first`, and with `:limit`. */
  sql: string;
  /** The parameters of the first page. */
  first: Parameters;
  /** The parameters that make a page begin after a row. */
  after(row: Row): Parameters;
  /** What is made of a row. */
  as(row: Row): Item;
  limit?: number | undefined;
}

/** Rows page by page. Between pages no statement and no transaction is open. */
export async function* streamRows<Row extends object, Item>(connection: Connection, options: StreamOptions<Row, Item>): AsyncGenerator<Item> {
  const { sql, first, after, as, limit = Infinity } = options;
  let parameters = first;
  let left = limit;
  while (left > 0) {
    const wanted = Math.min(left, ROWS_PER_PAGE);
    const page = await connection.whenFree(() => readPage(connection.iterate<Row>(sql, { ...parameters, limit: wanted })));
    for (const row of page.rows) yield as(row);
    const last = page.rows.at(-1);
    if (last === undefined || (!page.isCut && page.rows.length < wanted)) return;
    parameters = { ...parameters, ...after(last) };
    left -= page.rows.length;
  }
}

function readPage<Row extends object>(source: Iterable<Row>): { rows: Row[]; isCut: boolean } {
  const rows: Row[] = [];
  let characters = 0;
  for (const row of source) {
    rows.push(row);
    for (const value of Object.values(row)) if (typeof value === "string") characters += value.length;
    if (characters >= CHARACTERS_PER_PAGE) return { rows, isCut: true };
  }
  return { rows, isCut: false };
}
