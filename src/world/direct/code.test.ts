import { expect, test } from "vitest";
import { directItems } from "../sets/items.ts";

test("the function that is written does what was asked for", () => {
  for (const { input, output } of directItems({ seed: 1, count: 500, task: "code" })) {
    const body = /^def \w+ \(x\): return (x(?: [+-] \d+)+)$/.exec(output)![1]!;
    for (const number of [0, 7, 100]) {
      const returned = body.split(" ").slice(1).reduce((sum, token, at, tokens) => (at % 2 === 0 ? sum : sum + (tokens[at - 1] === "+" ? 1 : -1) * Number(token)), number);
      const added = [...input.matchAll(/adds (\d+)/g)].reduce((sum, [, amount]) => sum + Number(amount), 0);
      const taken = [...input.matchAll(/takes (\d+)/g)].reduce((sum, [, amount]) => sum + Number(amount), 0);
      expect(returned).toBe(number + added - taken);
    }
  }
});
