import { expect, test } from "vitest";
import { OpenThings } from "./open-things.ts";

test("the last opened is closed first, each once, also behind one that fails", async () => {
  const closed: string[] = [];
  const things = new OpenThings();
  for (const name of ["first", "second", "third"]) {
    expect(things.adopt(name, (thing) => {
      closed.push(thing);
      if (thing === "second") throw new Error("It would not close.");
    })).toBe(name);
  }
  await expect(things[Symbol.asyncDispose]()).rejects.toThrow("It would not close.");
  await things[Symbol.asyncDispose]();
  expect(closed).toEqual(["third", "second", "first"]);
});
