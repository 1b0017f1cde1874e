import { parseSync } from "oxc-parser";
import type { Syntax } from "./syntax.ts";

/** The names that a piece of code uses without declaring them, and whether it does so in types only. */
export function freeNames(code: string): Map<string, { readonly typeOnly: boolean }> {
  const { program, errors } = parseSync("example.ts", code, { sourceType: "module" });
  if (errors.length > 0) throw new Error(errors[0]!.message);
  const declared = new Set<string>();
  const values = new Set<string>();
  const types = new Set<string>();
  walk(program);
  const used = [...new Set([...values, ...types])].filter((name) => !declared.has(name));
  return new Map(used.map((name) => [name, { typeOnly: !values.has(name) }]));

  function walk(node: unknown): void {
    if (typeof node !== "object" || node === null) return;
    if (Array.isArray(node)) return node.forEach(walk);
    const fields = node as Syntax;
    switch (fields.type) {
      case "Identifier":
        values.add(fields.name);
        return walk(fields.typeAnnotation);
      case "TSTypeReference":
        if (fields.typeName.type === "Identifier") types.add(fields.typeName.name);
        return walk(fields.typeArguments);
      case "MemberExpression":
        walk(fields.object);
        return fields.computed ? walk(fields.property) : undefined;
      case "Property":
        if (fields.computed) walk(fields.key);
        return walk(fields.value);
      case "VariableDeclarator":
        declare(fields.id);
        return walk(fields.init);
      case "ImportDeclaration":
        for (const { local } of fields.specifiers) declared.add(local.name);
        return;
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        declare(fields.id);
        fields.params.forEach(declare);
        walk(fields.body);
        return walk(fields.returnType);
      case "ClassDeclaration":
        declare(fields.id);
        walk(fields.superClass);
        return walk(fields.body);
      case "MethodDefinition":
      case "PropertyDefinition":
        return walk(fields.value);
      case "CatchClause":
        declare(fields.param);
        return walk(fields.body);
      default:
        for (const field of Object.values(fields)) walk(field);
    }
  }

  // The names of a pattern; what its defaults and annotations use is used.
  function declare(pattern: Syntax | null | undefined): void {
    if (pattern === null || pattern === undefined) return;
    switch (pattern.type) {
      case "Identifier":
        declared.add(pattern.name);
        return walk(pattern.typeAnnotation);
      case "ObjectPattern":
        return pattern.properties.forEach((property) => declare(property.type === "RestElement" ? property.argument : property.value));
      case "ArrayPattern":
        return pattern.elements.forEach(declare);
      case "AssignmentPattern":
        walk(pattern.right);
        return declare(pattern.left);
      case "RestElement":
        return declare(pattern.argument);
      default:
        throw new Error(`${pattern.type} is no pattern that is known here`);
    }
  }
}
