import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectFiles, readProjectFile, root } from "./house/repository.ts";
import { rooms } from "./house/rooms.ts";

const manifest = JSON.parse(readProjectFile("package.json"));
const lock = JSON.parse(readProjectFile("package-lock.json"));

test("every room that has a door is exported, the door of configuration files, and nothing else", () => {
  const doors = Object.keys(rooms).filter((room) => existsSync(join(root, "src", room, "index.ts")));
  const expected = Object.fromEntries(doors.map((room) => [`./${room}`, { types: `./dist/${room}/index.d.ts`, default: `./dist/${room}/index.js` }]));
  const configuration = { types: "./dist/cli/configuration/index.d.ts", default: "./dist/cli/configuration/index.js" };
  expect(manifest.exports).toEqual({ ...expected, "./config": configuration });
});

test("the lock file names no registry, and its packages come with their hashes", () => {
  const packages = Object.entries<{ resolved?: string; integrity?: string; link?: boolean }>(lock.packages).filter(([path]) => path !== "");
  expect(packages.length).toBeGreaterThan(30);
  expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
  expect(packages.filter(([, { integrity, link }]) => integrity === undefined && !link).map(([path]) => path)).toEqual([]);
});

test("the lock file is of this package file", () => {
  const { name, version, dependencies, devDependencies, optionalDependencies, bin, engines } = lock.packages[""];
  expect({ name, version, dependencies, devDependencies, optionalDependencies, engines }).toEqual({
    name: manifest.name,
    version: manifest.version,
    dependencies: manifest.dependencies,
    devDependencies: manifest.devDependencies,
    optionalDependencies: manifest.optionalDependencies,
    engines: manifest.engines,
  });
  expect(bin).toEqual(manifest.bin);
});

test("no file names a place that exists on one machine only, or a registry", () => {
  // Written in pieces, for this file is searched too.
  const places = [["/ho", "me/"], ["/Use", "rs/"], ["/ro", "ot/"], ["/wor", "k/"], ["/mn", "t/"], ["C:", "\\\\"], ["registry", "\\.npm"], ["npm", "mirror"], ["registry", "\\.yarnpkg"], ["artifact", "ory"], ["local", "host:4873"]].map((pieces) => pieces.join(""));
  const pattern = new RegExp(`(?<![\\w.~-])(?:${places.join("|")})`, "i");
  const text = /\.(?:[cm]?[jt]sx?|json|jsonc|md|sh|yml|yaml|toml|html|css|npmrc|gitignore|txt)$|^[^.]+$|^\.ci\/|rc$/;
  const guilty = projectFiles()
    .filter((file) => text.test(file))
    .flatMap((file) => {
      const lines = readProjectFile(file).split("\n");
      return lines.flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 100)}`] : []));
    });
  expect(guilty).toEqual([]);
});
