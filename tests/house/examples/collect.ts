import { posix } from "node:path";
import { parseSync } from "oxc-parser";
import { projectFiles, readProjectFile } from "../repository.ts";
import { rooms } from "../rooms.ts";

/** The example of one doc comment. */
export interface DocumentedExample {
  /** `documents` where it stands in a document. */
  readonly room: string;
  /** What the comment stands above; of members of an interface `Interface.member`. */
  readonly name: string;
  readonly file: string;
  /** Line of the file on which the example's code begins. */
  readonly line: number;
  readonly code: string;
}

/** Something that a room's door exports and that is there when the program runs. */
export interface DoorExport {
  readonly room: string;
  readonly name: string;
  readonly kind: "function" | "class" | "constant";
  readonly hasExample: boolean;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

interface Comment extends Node {
  readonly value: string;
}

/** Every example of a doc comment in `src/`, in the order of files, then those of documents. */
export function collectExamples(): DocumentedExample[] {
  const documents = projectFiles().filter((file) => /^(?:README|docs\/(?:guides\/|contributing\/)?[\w-]+)\.md$/.test(file));
  return [...commentExamples(), ...documents.flatMap(documentExamples)];
}

// The `ts` blocks of a document. They write their own imports, so their room is none of the house's.
function documentExamples(file: string): DocumentedExample[] {
  const text = readProjectFile(file);
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map((match, index) => ({ room: "documents", name: `${file} ${index + 1}`, file, line: text.slice(0, match.index).split("\n").length + 1, code: match[1]!.trimEnd() }));
}

function commentExamples(): DocumentedExample[] {
  return projectFiles().filter(isSource).flatMap((file) => {
    const source = readProjectFile(file);
    if (!source.includes("@example")) return [];
    const { comments, program } = parseSync(file, source);
    return (comments as readonly Comment[]).filter(({ type, value }) => type === "Block" && value.startsWith("*") && value.includes("@example")).flatMap((comment) => examplesOf(file, source, comment, program));
  });
}

function isSource(file: string): boolean {
  return /^src\/[^/]+\/.*\.ts$/.test(file) && !/\.test\.ts$|\/testing\/|^src\/report\/app\//.test(file);
}

function examplesOf(file: string, source: string, comment: Comment, program: unknown): DocumentedExample[] {
  const name = nameBehind(program, comment.end);
  const lines = source.slice(comment.start, comment.end).replace(/\*\/$/, "").split("\n").map((line) => line.replace(/^\s*(?:\/\*\*|\*) ?/, ""));
  const first = source.slice(0, comment.start).split("\n").length;
  const starts = lines.flatMap((line, index) => (line.trimStart().startsWith("@example") ? [index] : []));
  return starts.map((start) => {
    const rest = [lines[start]!.replace(/^\s*@example ?/, ""), ...lines.slice(start + 1)];
    const end = rest.findIndex((line, index) => index > 0 && /^@\w/.test(line));
    const code = (end === -1 ? rest : rest.slice(0, end)).join("\n").replace(/^\n/, "").trimEnd();
    return { room: file.split("/")[1]!, name, file, line: first + start + (rest[0] === "" ? 1 : 0), code };
  });
}

// The declaration or member that begins first behind the comment; members carry the name of what they stand in.
function nameBehind(program: unknown, end: number): string {
  let found: { start: number; name: string } | undefined;
  visit(program, "", (node, name) => {
    if (node.start >= end && (found === undefined || node.start < found.start)) found = { start: node.start, name };
  });
  if (found === undefined) throw new Error(`Nothing stands behind the comment that ends at ${end}`);
  return found.name;
}

function visit(value: unknown, within: string, seen: (node: Node, name: string) => void): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) return value.forEach((each) => visit(each, within, seen));
  const node = value as Node & { id?: { name?: string }; key?: { name?: string }; declaration?: unknown; declarations?: readonly { id: { name?: string } }[] };
  const name = node.id?.name ?? node.declarations?.[0]?.id.name ?? node.key?.name;
  const declares = /Declaration$|^TS(?:Method|Property)Signature$|^(?:Method|Property)Definition$/.test(node.type ?? "") && name !== undefined;
  const full = declares && within !== "" ? `${within}.${name}` : (name ?? within);
  if (declares) seen(node, full);
  const inner = declares && /Interface|Class/.test(node.type) ? full : within;
  for (const each of Object.values(node)) visit(each, inner, seen);
}

/** What a room's door exports: by the name under which it does, and whether as a type only. */
export function doorNames(room: string): ReadonlyMap<string, { readonly file: string; readonly local: string; readonly typeOnly: boolean }> {
  const door = `src/${room}/index.ts`;
  const { module } = parseSync(door, readProjectFile(door));
  const entries = module.staticExports.flatMap(({ entries: all }) => all);
  return new Map(entries.flatMap((entry) => {
    const file = posix.join(posix.dirname(door), entry.moduleRequest!.value);
    // `export type * from`: the names that the file exports.
    if (entry.importName.kind === "AllButDefault" || entry.importName.kind === "All") return exportedNames(file).map((name) => [name, { file, local: name, typeOnly: true }] as const);
    return [[entry.exportName.name!, { file, local: entry.importName.name!, typeOnly: entry.isType }] as const];
  }));
}

/** The names that a file exports. */
export function exportedNames(file: string): string[] {
  const { module } = parseSync(file, readProjectFile(file));
  return module.staticExports.flatMap(({ entries }) => entries.flatMap(({ exportName }) => (exportName.name === null ? [] : [exportName.name])));
}

/** Everything of every door that is there when the program runs. */
export function doorExports(examples: readonly DocumentedExample[]): DoorExport[] {
  const documented = new Set(examples.map(({ file, name }) => `${file} ${name}`));
  const doors = Object.keys(rooms).filter((room) => projectFiles().includes(`src/${room}/index.ts`));
  return doors.flatMap((room) => [...doorNames(room)].filter(([, { typeOnly }]) => !typeOnly).map(([name, { file, local }]) => ({ room, name, kind: kindOf(file, local), hasExample: documented.has(`${file} ${local}`) })));
}

function kindOf(file: string, name: string): DoorExport["kind"] {
  const source = readProjectFile(file);
  if (new RegExp(`^export (?:async )?function\\*? ${name}\\b`, "m").test(source)) return "function";
  if (new RegExp(`^export (?:abstract )?class ${name}\\b`, "m").test(source)) return "class";
  if (new RegExp(`^export const ${name}\\b`, "m").test(source)) return "constant";
  throw new Error(`${file} exports ${name} in a form that is not known here`);
}
