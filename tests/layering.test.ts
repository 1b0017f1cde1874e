import { expect, test } from "vitest";
import { checkFile } from "./house/layering.ts";
import { projectFiles, readProjectFile } from "./house/repository.ts";
import { floor, rooms } from "./house/rooms.ts";

const sources = projectFiles().filter((file) => /\.(?:[cm]?[jt]s|tsx)$/.test(file));

test("every import of every source keeps to the house", () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.flatMap((file) => checkFile(file, readProjectFile(file), { rooms, floor }))).toEqual([]);
});

test("every file of src/ stands in a room", () => {
  expect(projectFiles().filter((file) => /^src\/[^/]+$/.test(file))).toEqual([]);
});

test("the documents list the rooms that the table has", () => {
  const documented = [...readProjectFile("docs/architecture.md").matchAll(/^\| (\d) \| `([a-z-]+)\/` \|/gm)].map(([, level, room]) => [room, Number(level)]);
  expect(Object.fromEntries(documented)).toEqual(rooms);
});
