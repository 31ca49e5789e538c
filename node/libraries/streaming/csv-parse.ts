/** csv-parse, read as a stream of records. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { parse } from 'csv-parse';
import type { StreamingModule } from '../library.ts';
import { PlanTotals } from '../plan-totals.ts';

export const packages = ['csv-parse'];

export const open: StreamingModule['open'] = async () => ({
  async summarize(path) {
    const totals = new PlanTotals();
    // An error of the file ends the parser, and with it the loop; the callback has nothing to add.
    const records = pipeline(createReadStream(path), parse({ record_delimiter: '\n' }), () => {});
    for await (const record of records) totals.add(record);
    return totals.totals();
  },
});
