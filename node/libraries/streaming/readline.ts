/**
 * readline of Node itself. It also ends lines at U+2028, U+2029 and a lone \r, and has no option against it: a field that
 * holds one of these becomes two lines.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { StreamingModule } from '../library.ts';
import { PlanTotals } from '../plan-totals.ts';

export const packages: string[] = [];

export const open: StreamingModule['open'] = async () => ({
  async summarize(path) {
    const totals = new PlanTotals();
    const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
    for await (const line of lines) totals.add(line.split(','));
    return totals.totals();
  },
});
