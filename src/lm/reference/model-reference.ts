import { SteadfastError } from "../../base/index.ts";

/** Where a model comes from: the hub, a folder, or `models/` of this package. */
export type ModelReference = { kind: "hub"; repository: string; revision?: string } | { kind: "folder"; path: string } | { kind: "lab"; name: string };

const forms = "hf:org/name, hf:org/name@revision, ./folder, /folder, ~/folder or lab:name";
const apiSchemes = new Set(["openai", "anthropic", "google", "http", "https"]);

/**
 * Reads a model reference: `hf:org/name[@revision]` (or `hf:name`, for the oldest models), `./folder`, `../folder`, `/folder`,
 * `~/folder` or `lab:name`. Nothing is looked up.
 *
 * @throws SteadfastError `reference-malformed`, `reference-of-api`.
 * @example
 * parseModelReference("hf:org/name@v1.0"); // { kind: "hub", repository: "org/name", revision: "v1.0" }
 */
export function parseModelReference(text: string): ModelReference {
  if (isFolderPath(text)) {
    if (text.includes("\0")) throw malformed(text, "a path cannot hold the character 0");
    return { kind: "folder", path: text };
  }
  const colon = text.indexOf(":");
  const scheme = colon < 0 ? "" : text.slice(0, colon).toLowerCase();
  const rest = text.slice(colon + 1);
  if (scheme === "hf") return parseHubReference(text, rest);
  if (scheme === "lab") return parseLabReference(text, rest);
  if (apiSchemes.has(scheme)) throw apiReference(text);
  throw malformed(text, "it does not say where the model is", suggestionFor(text));
}

/**
 * The text that `parseModelReference` reads as this reference.
 *
 * @example
 * formatModelReference({ kind: "hub", repository: "org/name", revision: "v1.0" }); // "hf:org/name@v1.0"
 */
export function formatModelReference(reference: ModelReference): string {
  switch (reference.kind) {
    case "hub":
      return `hf:${reference.repository}${reference.revision === undefined ? "" : `@${reference.revision}`}`;
    case "folder":
      return reference.path;
    case "lab":
      return `lab:${reference.name}`;
  }
}

/**
 * Whether a text names a repository of the hub, by the hub's own rules for names.
 *
 * @example
 * isRepositoryName("Qwen/Qwen3-8B"); // true
 * isRepositoryName("../secrets"); // false
 */
export function isRepositoryName(text: string): boolean {
  const parts = text.split("/");
  return text.length <= 96 && parts.length <= 2 && parts.every((part) => /^[A-Za-z0-9_](?:[\w.-]*\w)?$/.test(part) && !/--|\.\./.test(part) && !part.endsWith(".git"));
}

function isFolderPath(text: string): boolean {
  return /^(?:\.{1,2}|~)(?:$|[\\/])/.test(text) || text.startsWith("/") || /^[A-Za-z]:[\\/]/.test(text);
}

function parseHubReference(text: string, rest: string): ModelReference {
  const at = rest.indexOf("@");
  const repository = at < 0 ? rest : rest.slice(0, at);
  if (!isRepositoryName(repository)) {
    throw malformed(text, repository === "" ? "the name of the model is missing" : `${JSON.stringify(repository)} is no name of a repository`);
  }
  if (at < 0) return { kind: "hub", repository };
  const revision = rest.slice(at + 1);
  if (!isRevision(revision)) throw malformed(text, revision === "" ? "the revision after @ is missing" : `${JSON.stringify(revision)} is no name of a branch, tag or commit`);
  return { kind: "hub", repository, revision };
}

/** Names that git allows and that are safe as a path below `refs/`. */
function isRevision(text: string): boolean {
  return text.length <= 200 && text.split("/").every((part) => /^[A-Za-z0-9_+][\w.+-]*$/.test(part) && !part.includes("..") && !part.endsWith(".lock"));
}

function parseLabReference(text: string, name: string): ModelReference {
  if (!/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i.test(name)) throw malformed(text, name === "" ? "the name of the model is missing" : `${JSON.stringify(name)} is no name of a model of the lab`);
  return { kind: "lab", name };
}

function suggestionFor(text: string): string {
  const [, repository] = /^(?:hf\.co|huggingface\.co)\/([^/]+\/[^/?#]+)/.exec(text) ?? [];
  if (repository !== undefined && isRepositoryName(repository)) return `Did you mean hf:${repository}? `;
  const [name = ""] = text.split("@");
  return isRepositoryName(name) ? `Did you mean hf:${text} or ./${text}? ` : "";
}

function malformed(text: string, why: string, suggestion = ""): SteadfastError {
  return new SteadfastError({
    code: "reference-malformed",
    sentence: text === "" ? "The model reference is empty." : `${JSON.stringify(text)} is no model reference: ${why}.`,
    hint: `${suggestion}A model is named by ${forms}.`,
  });
}

function apiReference(text: string): SteadfastError {
  const [, repository] = /^https?:\/\/(?:www\.)?(?:hf\.co|huggingface\.co)\/([^/]+\/[^/?#]+)/.exec(text) ?? [];
  const suggestion = repository !== undefined && isRepositoryName(repository) ? `Did you mean hf:${repository}? ` : "";
  return new SteadfastError({
    code: "reference-of-api",
    // Without user information or query: what stands there may be secret.
    sentence: `${JSON.stringify(text.replace(/\/\/[^/@]*@/, "//").replace(/\?.*$/, ""))} is an API model; here a local model is needed.`,
    hint: `${suggestion}A local model is named by ${forms}.`,
  });
}
