/**
 * ROUGE-L and ROUGE-n as they are defined (Lin 2004), F × 100, for texts of words that have no stem other than themselves; the largest
 * over the references.
 */
export function naiveRouge(prediction: string, references: readonly string[]): { rougeL: number; rouge1: number; rouge2: number } {
  const scores = references.map((reference) => {
    const [said, wanted] = [tokens(prediction), tokens(reference)];
    return { rougeL: f(subsequence(said, wanted), said.length, wanted.length), rouge1: overlap(grams(said, 1), grams(wanted, 1)), rouge2: overlap(grams(said, 2), grams(wanted, 2)) };
  });
  return { rougeL: Math.max(...scores.map(({ rougeL }) => rougeL)), rouge1: Math.max(...scores.map(({ rouge1 }) => rouge1)), rouge2: Math.max(...scores.map(({ rouge2 }) => rouge2)) };
}

function tokens(text: string): string[] {
  return text.toLowerCase().split(/[^a-z0-9]+/).filter((token) => token !== "");
}

function grams(all: string[], length: number): string[] {
  return all.flatMap((_, start) => (start + length <= all.length ? [all.slice(start, start + length).join("|")] : []));
}

/** Each of the wanted is found once at most. */
function overlap(said: string[], wanted: string[]): number {
  const left = [...wanted];
  let common = 0;
  for (const gram of said) {
    const place = left.indexOf(gram);
    if (place < 0) continue;
    left.splice(place, 1);
    common += 1;
  }
  return f(common, said.length, wanted.length);
}

function subsequence(first: string[], second: string[]): number {
  const table = Array.from({ length: first.length + 1 }, () => Array.from({ length: second.length + 1 }, () => 0));
  for (let row = 1; row <= first.length; row++) {
    for (let column = 1; column <= second.length; column++) {
      table[row]![column] = first[row - 1] === second[column - 1] ? table[row - 1]![column - 1]! + 1 : Math.max(table[row - 1]![column]!, table[row]![column - 1]!);
    }
  }
  return table.at(-1)!.at(-1)!;
}

function f(common: number, said: number, wanted: number): number {
  return common === 0 ? 0 : (100 * 2 * common) / (said + wanted);
}
