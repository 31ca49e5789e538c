/** Polars, whose lazy scan reads the file and groups it, on all cores: no row reaches JavaScript. */
import pl from 'nodejs-polars';
import type { FileTotals, StreamingModule } from '../library.ts';
import { totalsOf } from '../plan-totals.ts';

export const packages = ['nodejs-polars'];

const SCHEMA = { id: pl.Int64, plan: pl.String, amount_cents: pl.Int64, day: pl.String, city: pl.String };

export const open: StreamingModule['open'] = async () => ({
  async summarize(path) {
    const sums = await pl
      .scanCSV(path, { hasHeader: false, missingUtf8IsEmptyString: true, raiseIfEmpty: false, schema: SCHEMA })
      .groupBy('plan')
      .agg(pl.len().alias('rows'), pl.col('amount_cents').sum())
      .collect();
    return totalsOf(sums.toRecords() as FileTotals['plans']);
  },
});
