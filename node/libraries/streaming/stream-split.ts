/** The stream of Node itself, split into lines by hand. */
import { createReadStream } from 'node:fs';
import type { StreamingModule } from '../library.ts';
import { PlanTotals } from '../plan-totals.ts';

export const packages: string[] = [];

export const open: StreamingModule['open'] = async () => ({
  async summarize(path) {
    const totals = new PlanTotals();
    let rest = '';
    for await (const chunk of createReadStream(path, 'utf8')) {
      const lines: string[] = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) totals.add(line.split(','));
    }
    if (rest !== '') totals.add(rest.split(','));
    return totals.totals();
  },
});
