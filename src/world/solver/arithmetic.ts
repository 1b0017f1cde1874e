import { unsolvable } from "./failure.ts";

const gain = new Set(["buys", "finds"]);
const loss = new Set(["loses", "sells"]);

/** Keeps everybody's account of every kind of thing, then writes how the asked one came about. */
export function solveArithmetic(input: string): string {
  const accounts = new Map<string, { amount: number; sums: string[] }>();
  const book = (who: string, kind: string, change: number): void => {
    const account = accounts.get(`${who} ${kind}`);
    if (account === undefined) return;
    const amount = account.amount + change;
    account.sums.push(`${account.amount} ${change < 0 ? "-" : "+"} ${Math.abs(change)} = ${amount}`);
    account.amount = amount;
  };
  const [story, asked] = splitQuestion(input);
  for (const sentence of story.split(". ")) {
    const read = /^(\w+) (\w+) (\d+) (\w+)(?: to (\w+))?/.exec(sentence);
    if (read === null) throw unsolvable("This is no sentence of a sum", sentence);
    const [, who, doing, digits, kind, taker] = read as unknown as [string, string, string, string, string, string | undefined];
    const count = Number(digits);
    if (doing === "has") accounts.set(`${who} ${kind}`, { amount: count, sums: [] });
    else if (doing === "gives" && taker !== undefined) {
      book(who, kind, -count);
      book(taker, kind, count);
    } else if (gain.has(doing) || loss.has(doing)) book(who, kind, gain.has(doing) ? count : -count);
    else throw unsolvable("This is no sentence of a sum", sentence);
  }
  const account = accounts.get(asked);
  if (account === undefined || account.sums.length === 0) throw unsolvable("The story does not tell what is asked", input);
  return account.sums.join(", ");
}

function splitQuestion(input: string): [story: string, asked: string] {
  const read = /^(.+)\. how many (\w+) has (\w+)(?: \w+)?\?$/.exec(input);
  if (read === null) throw unsolvable("This is no sum that can be read", input);
  return [read[1]!, `${read[3]} ${read[2]}`];
}
