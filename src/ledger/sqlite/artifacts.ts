import type { ArtifactStore, StoredArtifact } from "../port/artifacts.ts";
import { type Context, touchRun } from "./context.ts";
import { streamRows } from "./stream.ts";
import { decodeText, encodeText } from "./text.ts";

interface Row {
  path: string;
  name: string;
  sha256: string;
  bytes: number;
  created_at: number;
}

export function sqliteArtifacts(context: Context): ArtifactStore {
  const { connection, writer, now } = context;
  return {
    putArtifact: (run, { name, path, sha256, bytes }) =>
      writer.write(() => {
        touchRun(context, run);
        connection.change(
          "INSERT OR REPLACE INTO artifacts (run, path, name, sha256, bytes, created_at) VALUES (:run, :path, :name, :sha256, :bytes, :time)",
          { run, path: encodeText(path), name: encodeText(name), sha256, bytes, time: now() },
        );
      }),
    listArtifacts: (run) =>
      streamRows<Row, StoredArtifact>(connection, {
        sql: "SELECT path, name, sha256, bytes, created_at FROM artifacts WHERE run = :run AND path >= :from ORDER BY path LIMIT :limit",
        first: { run, from: "" },
        // The next text there is: stored paths have no NUL of their own.
        after: ({ path }) => ({ from: `${path}\0` }),
        as: (row) => ({ name: decodeText(row.name), path: decodeText(row.path), sha256: row.sha256, bytes: row.bytes, createdAt: row.created_at }),
      }),
  };
}
