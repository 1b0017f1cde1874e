import { SteadfastError } from "../../base/index.ts";
import type { MetricFilter, MetricPoint, MetricStore, MetricSummary, StoredMetricPoint } from "../port/metrics.ts";
import { type Context, touchRun } from "./context.ts";
import { streamRows } from "./stream.ts";
import { decodeText, encodeText } from "./text.ts";
import { where } from "./where.ts";

interface Row {
  name: string;
  step: number;
  value: number | null;
  reported_at: number;
}

interface SummaryRow {
  name: string;
  count: number;
  first_step: number;
  last_step: number;
  last_value: number | null;
  minimum: number | null;
  maximum: number | null;
}

export function sqliteMetrics(context: Context): MetricStore {
  const { connection, writer, now } = context;
  return {
    async putMetrics(run, points) {
      const encoded = points.map(encodePoint);
      return writer.write(() => {
        touchRun(context, run);
        const time = now();
        const sql = "INSERT OR REPLACE INTO metrics (run, name, step, value, reported_at) VALUES (:run, :name, :step, :value, :time)";
        for (const point of encoded) connection.change(sql, { ...point, run, time });
      });
    },
    streamMetrics: (run, filter) => streamMetrics(context, run, filter),
    summarizeMetrics: (run) => connection.whenFree(() => summarize(context, run)),
  };
}

function encodePoint({ name, step, value }: MetricPoint): Pick<Row, "name" | "step" | "value"> {
  if (!Number.isSafeInteger(step) || step < 0) {
    throw new SteadfastError({ code: "metric-step", kind: "bug", sentence: `The step ${step} of the metric ${JSON.stringify(name)} is no whole number.` });
  }
  return { name: encodeText(name), step, value: Number.isNaN(value) ? null : value };
}

function streamMetrics({ connection }: Context, run: string, { name, fromStep = 0, toStep }: MetricFilter = {}): AsyncIterable<StoredMetricPoint> {
  const { sql, parameters } = where({
    run: ["run = :run", run],
    toStep: ["step <= :toStep", toStep],
    // Within one series the step alone is the place to go on from; only so SQLite begins each page right there.
    ...(name === undefined
      ? { fromStep: ["step >= :fromStep", fromStep], afterName: ["(name, step) > (:afterName, :afterStep)", ""], afterStep: ["true", -1] }
      : { name: ["name = :name", encodeText(name)], afterStep: ["step > :afterStep", fromStep - 1] }),
  });
  return streamRows<Row, StoredMetricPoint>(connection, {
    sql: `SELECT name, step, value, reported_at FROM metrics WHERE ${sql} ORDER BY name, step LIMIT :limit`,
    first: parameters,
    after: (row) => (name === undefined ? { afterName: row.name, afterStep: row.step } : { afterStep: row.step }),
    as: (row) => ({ name: decodeText(row.name), step: row.step, value: row.value ?? Number.NaN, reportedAt: row.reported_at }),
  });
}

function summarize({ connection }: Context, run: string): readonly MetricSummary[] {
  const rows = connection.all<SummaryRow>(
    `SELECT name, count, first_step, last_step, minimum, maximum,
       (SELECT value FROM metrics WHERE run = :run AND name = series.name AND step = last_step) AS last_value
     FROM (
       SELECT name, count(*) AS count, min(step) AS first_step, max(step) AS last_step, min(value) AS minimum, max(value) AS maximum
       FROM metrics WHERE run = :run GROUP BY name
     ) AS series ORDER BY name`,
    { run },
  );
  return rows.map((row) => ({
    name: decodeText(row.name),
    count: row.count,
    firstStep: row.first_step,
    lastStep: row.last_step,
    lastValue: row.last_value ?? Number.NaN,
    minimum: row.minimum,
    maximum: row.maximum,
  }));
}
