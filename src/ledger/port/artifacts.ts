/** A file that a run wrote. */
export interface Artifact {
  /** What it is: `report`, `checkpoint`, … Several may share a name. */
  name: string;
  /** Where it was written. */
  path: string;
  /** In hexadecimal. */
  sha256: string;
  bytes: number;
}

/** An artifact as it is stored. */
export interface StoredArtifact extends Artifact {
  /** Milliseconds since 1970. */
  createdAt: number;
}

/** The notes of a ledger on files. The files themselves are elsewhere. */
export interface ArtifactStore {
  /** Notes a file; a file noted before under the same path is replaced. */
  putArtifact(run: string, artifact: Artifact): Promise<void>;
  /** By path. */
  listArtifacts(run: string): AsyncIterable<StoredArtifact>;
}
