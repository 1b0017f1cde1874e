/**
 * Lengths in rows of one width, by best fit in descending order (Johnson 1973): each goes where it leaves the least
 * room. The result depends on how often each length occurs, not on the order given.
 *
 * @param lengths each from 1 to `width`.
 * @returns the lengths of each row.
 */
export function packLengths(lengths: readonly number[], width: number): number[][] {
  const rows: number[][] = [];
  // byRoom[room]: the rows with so much room left.
  const byRoom: number[][][] = Array.from({ length: width + 1 }, () => []);
  for (const length of Float64Array.from(lengths).sort().reverse()) {
    let room = length;
    while (room <= width && byRoom[room]!.length === 0) room += 1;
    const found = room <= width ? byRoom[room]!.pop() : undefined;
    const row = found ?? [];
    if (found === undefined) rows.push(row);
    row.push(length);
    byRoom[(found === undefined ? width : room) - length]!.push(row);
  }
  return rows;
}
