/**
 * DuckDB, asked in SQL: it reads the file and groups it, on all cores, and no row reaches JavaScript. Some lines with a \r and
 * some without are an error to it, and so is a \r within a field: it ends a line there, whatever `new_line` says.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import type { StreamingModule } from '../library.ts';
import { totalsOf } from '../plan-totals.ts';

export const packages = ['@duckdb/node-api'];

const SUMS_PER_PLAN = `
  SELECT coalesce(plan, '') AS plan, count(*) AS rows, sum(amount_cents) AS amount_cents
  FROM read_csv($path, auto_detect = false, header = false, delim = ',',
    columns = {id: 'INTEGER', plan: 'VARCHAR', amount_cents: 'BIGINT', day: 'VARCHAR', city: 'VARCHAR'})
  GROUP BY ALL`;

export const open: StreamingModule['open'] = async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  return {
    async summarize(path) {
      const result = await connection.runAndReadAll(SUMS_PER_PLAN, { path });
      const plans = result.getRowObjectsJS();
      return totalsOf(
        plans.map((sums) => ({
          plan: String(sums.plan),
          rows: Number(sums.rows), // counts and sums are bigints
          amount_cents: Number(sums.amount_cents),
        })),
      );
    },
  };
};
