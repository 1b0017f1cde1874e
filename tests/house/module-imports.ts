import { parseSync } from "oxc-parser";

/** One place where a module names another. */
export interface ModuleImport {
  specifier: string;
  line: number;
}

/**
 * Every module that a source file names: static imports and re-exports (types among them), and dynamic imports and
 * `import("…")` types with a literal name.
 */
export function importsOf(file: string, source: string): ModuleImport[] {
  const { module, errors, program } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]!.message}`);
  const found: { specifier: string; start: number }[] = [
    ...module.staticImports.map(({ moduleRequest, start }) => ({ specifier: moduleRequest.value, start })),
    ...module.staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest, start }) => (moduleRequest === null ? [] : [{ specifier: moduleRequest.value, start }]))),
    ...module.dynamicImports.flatMap(({ moduleRequest, start }) => {
      const literal = /^(["'`])(.*)\1$/s.exec(source.slice(moduleRequest.start, moduleRequest.end));
      return literal === null ? [] : [{ specifier: literal[2]!, start }];
    }),
    ...importTypesOf(program),
  ];
  const unique = new Map(found.map((each) => [`${each.specifier}\n${lineOf(source, each.start)}`, each]));
  return [...unique.values()].map(({ specifier, start }) => ({ specifier, line: lineOf(source, start) })).sort((a, b) => a.line - b.line);
}

// The parser's module information leaves out `import("./file.ts").Type`.
function importTypesOf(node: unknown): { specifier: string; start: number }[] {
  if (typeof node !== "object" || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(importTypesOf);
  const { type, start, source, argument } = node as { type?: string; start?: number; source?: { value?: unknown }; argument?: { literal?: { value?: unknown } } };
  const specifier = source?.value ?? argument?.literal?.value;
  const own = type === "TSImportType" && typeof specifier === "string" ? [{ specifier, start: start ?? 0 }] : [];
  return [...own, ...Object.values(node).flatMap(importTypesOf)];
}

function lineOf(source: string, offset: number): number {
  return source.slice(0, offset).split("\n").length;
}
