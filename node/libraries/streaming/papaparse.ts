/**
 * Papa Parse as a stream of rows, taken by the `data` event, as its documentation has it. In a loop over the stream it pauses
 * after every sixteen rows, and goes on with a timer.
 */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import Papa from 'papaparse';
import type { StreamingModule } from '../library.ts';
import { PlanTotals } from '../plan-totals.ts';

export const packages = ['papaparse'];

export const open: StreamingModule['open'] = async () => ({
  async summarize(path) {
    const totals = new PlanTotals();
    const parser = Papa.parse(Papa.NODE_STREAM_INPUT, { delimiter: ',', newline: '\n', skipEmptyLines: true });
    parser.on('data', (row) => totals.add(row));
    await pipeline(createReadStream(path, 'utf8'), parser);
    return totals.totals();
  },
});
