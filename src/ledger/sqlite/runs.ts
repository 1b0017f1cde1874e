import { SteadfastError } from "../../base/index.ts";
import type { NewRun, Run, RunChanges, RunFilter, RunStatus, RunStore } from "../port/runs.ts";
import type { Context } from "./context.ts";
import { runNotFound } from "./errors.ts";
import { decodeJson, encodeJson } from "./json.ts";
import { newRunId, normaliseRunId } from "./run-id.ts";
import { streamRows } from "./stream.ts";
import { decodeText, encodeOptional, encodeText } from "./text.ts";
import { where } from "./where.ts";

interface Row {
  id: string;
  kind: string;
  title: string | null;
  status: string;
  options: string;
  environment: string;
  summary: string;
  created_at: number;
  updated_at: number;
  finished_at: number | null;
}

export function sqliteRuns(context: Context): RunStore {
  const { connection, writer } = context;
  return {
    async createRun(run) {
      const row = encodeRun(run);
      return writer.write(() => insertRun(context, row));
    },
    async updateRun(id, changes) {
      const row = encodeChanges(changes);
      return writer.write(() => changeRun(context, id, row));
    },
    findRun: (reference, filter) => connection.whenFree(() => lookUp(context, reference, filter)),
    listRuns: (filter) => listRuns(context, filter),
    async deleteRun(id) {
      const deleted = await writer.write(() => connection.change("DELETE FROM runs WHERE id = :id", { id }));
      if (deleted > 0) giveBackSpace(context);
      return deleted > 0;
    },
  };
}

type NewRow = Pick<Row, "kind" | "title" | "options" | "environment">;

function encodeRun({ kind, title, options = null, environment = null }: NewRun): NewRow {
  return { kind: encodeText(kind), title: encodeOptional(title) ?? null, options: encodeJson(options), environment: encodeJson(environment) };
}

function insertRun({ connection, now }: Context, given: NewRow): Run {
  const { newest } = connection.get<{ newest: string | null }>("SELECT max(id) AS newest FROM runs")!;
  const time = now();
  const id = newRunId({ now: time, newest, random: Math.random() });
  const row: Row = { ...given, id, status: "running", summary: "null", created_at: time, updated_at: time, finished_at: null };
  connection.change(
    `INSERT INTO runs (id, kind, title, status, options, environment, summary, created_at, updated_at, finished_at)
     VALUES (:id, :kind, :title, :status, :options, :environment, :summary, :created_at, :updated_at, :finished_at)`,
    { ...row },
  );
  return asRun(row);
}

type ChangedRow = Partial<Pick<Row, "title" | "status" | "options" | "environment" | "summary">>;

function encodeChanges({ title, status, ...json }: RunChanges): ChangedRow {
  const row: ChangedRow = {};
  if (title !== undefined) row.title = title === null ? null : encodeText(title);
  if (status !== undefined) row.status = status;
  for (const column of ["options", "environment", "summary"] as const) {
    const value = json[column];
    if (value !== undefined) row[column] = encodeJson(value);
  }
  return row;
}

function changeRun({ connection, now }: Context, id: string, changes: ChangedRow): Run {
  const before = connection.get<Row>("SELECT * FROM runs WHERE id = :id", { id });
  if (before === undefined) throw runNotFound(id, connection.file);
  const row: Row = { ...before, ...changes, updated_at: now() };
  if (changes.status !== undefined) row.finished_at = changes.status === "running" ? null : row.updated_at;
  const { status, finished_at, options, environment, summary, title, updated_at } = row;
  connection.change(
    `UPDATE runs SET status = :status, finished_at = :finished_at, options = :options, environment = :environment,
       summary = :summary, title = :title, updated_at = :updated_at WHERE id = :id`,
    { id, status, finished_at, options, environment, summary, title, updated_at },
  );
  return asRun(row);
}

function lookUp({ connection }: Context, reference: string, { kind, status }: Pick<RunFilter, "kind" | "status"> = {}): Run {
  const isLatest = reference.trim().toLowerCase() === "latest";
  const prefix = isLatest ? "" : normaliseRunId(reference);
  if (prefix === null) throw runNotFound(reference, connection.file);
  const { sql, parameters } = where({
    prefix: ["id >= :prefix AND id < :prefix || '~'", prefix],
    kind: ["kind = :kind", encodeOptional(kind)],
    status: ["status = :status", status],
  });
  const rows = connection.all<Row>(`SELECT * FROM runs WHERE ${sql} ORDER BY id DESC LIMIT :limit`, { ...parameters, limit: isLatest ? 1 : 6 });
  const [row] = rows;
  if (row === undefined) throw runNotFound(reference, connection.file);
  if (rows.length > 1) throw ambiguous(reference, rows.map(({ id }) => id));
  return asRun(row);
}

function listRuns({ connection }: Context, { before = "~", kind, status, since, limit }: RunFilter = {}): AsyncIterable<Run> {
  const { sql, parameters } = where({
    before: ["id < :before", before],
    kind: ["kind = :kind", encodeOptional(kind)],
    status: ["status = :status", status],
    since: ["created_at >= :since", since],
  });
  return streamRows<Row, Run>(connection, {
    sql: `SELECT * FROM runs WHERE ${sql} ORDER BY id DESC LIMIT :limit`,
    first: parameters,
    after: ({ id }) => ({ before: id }),
    as: asRun,
    limit,
  });
}

/** The file shrinks if nobody else is writing just now; otherwise the space is used for what is written next. */
function giveBackSpace({ connection }: Context): void {
  try {
    connection.execute("PRAGMA incremental_vacuum");
  } catch {
    // The run is deleted all the same.
  }
}

function ambiguous(reference: string, ids: readonly string[]): SteadfastError {
  const candidates = `${ids.slice(0, 5).join(", ")}${ids.length > 5 ? ", …" : ""}`;
  return new SteadfastError({ code: "run-ambiguous", sentence: `Several runs begin with ${JSON.stringify(reference)}: ${candidates}.`, hint: "Give more of the id." });
}

function asRun(row: Row): Run {
  return {
    id: row.id,
    kind: decodeText(row.kind),
    title: row.title === null ? null : decodeText(row.title),
    status: row.status as RunStatus,
    options: decodeJson(row.options),
    environment: decodeJson(row.environment),
    summary: decodeJson(row.summary),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    finishedAt: row.finished_at,
  };
}
