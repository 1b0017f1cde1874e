/** "stdf" in ASCII: marks a SQLite file as a ledger. */
export const APPLICATION_ID = 0x73746466;

/**
 * The schema, step by step: a ledger's `user_version` is the number of steps it has taken. A step that was released
 * is never changed; what is new comes as a further step (docs/ledger.md).
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT,
    status TEXT NOT NULL,
    options TEXT NOT NULL,
    environment TEXT NOT NULL,
    summary TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    finished_at INTEGER
  ) STRICT;

  CREATE TABLE records (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (kind, key, run)
  ) STRICT;
  CREATE INDEX records_of_run ON records (run);
  CREATE INDEX records_of_kind ON records (run, kind);

  CREATE TABLE metrics (
    run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    step INTEGER NOT NULL,
    value REAL, -- NULL is NaN
    reported_at INTEGER NOT NULL,
    PRIMARY KEY (run, name, step)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE artifacts (
    run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (run, path)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE work_items (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    state TEXT NOT NULL,
    available_at INTEGER, -- 0: at once; the end of the lease while claimed; NULL: over
    attempts INTEGER NOT NULL DEFAULT 0,
    worker TEXT,
    error TEXT NOT NULL DEFAULT 'null',
    payload TEXT NOT NULL,
    UNIQUE (run, kind, key)
  ) STRICT;
  CREATE INDEX work_of_run ON work_items (run);
  CREATE INDEX work_queue ON work_items (run, kind, state, available_at);
  `,
];
