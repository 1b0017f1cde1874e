import { join } from "node:path";
import { parseSync } from "oxc-parser";
import { readProjectFile, root } from "../repository.ts";
import { rooms } from "../rooms.ts";
import { type DocumentedExample, doorNames, exportedNames } from "./collect.ts";
import { freeNames } from "./free-names.ts";
import type { Syntax } from "./syntax.ts";
import { looksLikeValue } from "./value-pattern.ts";

/** An example as a module that can be checked and run. Its line `n` is line `n + 1` of the module. */
export interface ExampleModule {
  readonly checked: string;
  readonly run: string;
  /** Comments that say what an expression gives, by the number under which the module tells its value. */
  readonly values: readonly string[];
  /** Comments that begin as values do and stand where no value is: they are compared with nothing. */
  readonly unread: readonly string[];
}

const builtin: Readonly<Record<string, string>> = Object.fromEntries([
  ...["appendFile", "readFile", "rename", "writeFile"].map((name) => [name, "node:fs/promises"]),
  ["createWriteStream", "node:fs"],
  ["dirname", "node:path"],
  ["join", "node:path"],
  ["pipeline", "node:stream/promises"],
  ["Readable", "node:stream"],
]);

const manifest = JSON.parse(readProjectFile("package.json")) as { exports: Readonly<Record<string, { default: string }>> };

/** The source of what `steadfast/name` is; the name itself, which the compiler will refuse, where the package has no such export. */
function exportedFile(name: string): string {
  const published = manifest.exports[`./${name}`]?.default;
  if (published === undefined) return `steadfast/${name}`;
  return join(root, published.replace("./dist/", "src/").replace(/\.js$/, ".ts"));
}

const doors = new Map<string, ReturnType<typeof doorNames>>();

function door(room: string): ReturnType<typeof doorNames> {
  if (!Object.hasOwn(rooms, room) || room === "cli") return new Map();
  return doors.get(room) ?? doors.set(room, doorNames(room)).get(room)!;
}

/** @param preamble what the fixtures of the example's room export, and where they are. */
export function writeModule({ code, room, file, name: subject }: Pick<DocumentedExample, "code" | "room" | "file" | "name">, preamble: { readonly file: string; readonly names: readonly string[] } | null): ExampleModule {
  const written = code
    .replaceAll(/(from\s+")steadfast\/([a-z-]+)(")/g, (_all, before: string, name: string, after: string) => before + exportedFile(name) + after)
    // A document that shows a file of the project shows a command.
    .replaceAll(/(from\s+")(\.\.\/[^"]+)(")/g, (_all, before: string, path: string, after: string) => before + join(root, "src", "cli", "commands", path) + after);
  // Only what no door exports may use what its own file exports and no door does.
  const inner = file.endsWith(".ts") && !door(room).has(subject.split(".")[0]!);
  // What a document shows, it imports itself.
  const lower = Object.keys(rooms).filter((other) => rooms[room] !== undefined && rooms[other]! < rooms[room]);
  const imports = [...freeNames(written)].map(([name, { typeOnly }]) => {
    const from = sourceOf(name);
    return from === null ? "" : `import ${typeOnly ? "type " : ""}{ ${name} } from ${JSON.stringify(from)};`;
  });
  const header = `${imports.join(" ")} export {};`;
  const { body, values, unread } = recording(written);
  return { checked: `${header}\n${written}\n`, run: `${header}\n${body}\n`, values, unread };

  function sourceOf(name: string): string | null {
    if (inner && exportedNames(file).includes(name)) return join(root, file);
    if (preamble?.names.includes(name) === true) return preamble.file;
    if (door(room).has(name)) return join(root, "src", room, "index.ts");
    if (Object.hasOwn(builtin, name)) return builtin[name]!;
    const holder = lower.find((other) => door(other).has(name));
    return holder === undefined ? null : join(root, "src", holder, "index.ts");
  }
}

// Tells each value that a comment speaks of, by `$tell(number, value)`.
function recording(code: string): { body: string; values: string[]; unread: string[] } {
  const { program, comments } = parseSync("example.ts", code, { sourceType: "module" });
  const values: string[] = [];
  const read = new Set<number>();
  let body = "";
  let copied = 0;
  for (const statement of program.body as unknown as readonly Syntax[]) {
    const told = comments.find(({ type, start }) => type === "Line" && start >= statement.end && /^[^\S\n]*\n?[^\S\n]*$/.test(code.slice(statement.end, start)));
    const comment = told?.value.trim();
    if (told === undefined || comment === undefined || !looksLikeValue(comment)) continue;
    if (statement.type === "ExpressionStatement") {
      const { start, end } = statement.expression;
      body += `${code.slice(copied, statement.start)}$tell(${values.length}, ${code.slice(start, end)});`;
    } else if (statement.type === "VariableDeclaration") {
      body += `${code.slice(copied, statement.end)} $tell(${values.length}, ${namesOf(statement.declarations[0]!.id)});`;
    } else continue;
    copied = statement.end;
    values.push(comment);
    read.add(told.start);
  }
  const unread = comments.filter(({ type, start, value }) => type === "Line" && looksLikeValue(value.trim()) && !read.has(start)).map(({ value }) => value.trim());
  return { body: body + code.slice(copied), values, unread };
}

// A variable by itself; of several that a pattern declares an object or a list.
function namesOf(pattern: Syntax): string {
  if (pattern.type === "Identifier") return pattern.name;
  if (pattern.type === "ObjectPattern") {
    const names = pattern.properties.map(({ value }) => value.name);
    return names.length === 1 ? names[0]! : `{ ${names.join(", ")} }`;
  }
  const names = pattern.elements.map(({ name }) => name);
  return names.length === 1 ? names[0]! : `[${names.join(", ")}]`;
}
