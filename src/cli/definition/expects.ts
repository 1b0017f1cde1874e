/** What stands for a value: a file, a folder or a model, or none of these. */
export interface Expectation {
  readonly path: "file" | "folder" | "model" | null;
  /** The value may be a name instead, which is no path. */
  readonly orName: boolean;
}

const byWord: Readonly<Record<string, Expectation>> = {
  FILE: { path: "file", orName: false },
  EDIT: { path: "file", orName: false },
  PATH: { path: "file", orName: false },
  FOLDER: { path: "folder", orName: false },
  "NAME|FILE": { path: "file", orName: true },
  SET: { path: "file", orName: true },
  REF: { path: "model", orName: true },
  MODEL: { path: "model", orName: true },
};

/** What a placeholder, or the name of an argument, stands for. */
export function expects(placeholder: string | null): Expectation {
  return byWord[placeholder?.toUpperCase() ?? ""] ?? { path: null, orName: false };
}
