/** A job whose worker exits at once: what becomes of that job, and of those after it? */
import { openClient } from '../../load/client.ts';
import { operationNamed } from '../operations.ts';
import type { BreakTrial } from './break-trial.ts';
import { failedOf, replyTo, replyToMany, saidBy, silenceIn } from './replies.ts';

const WORKERS = 2;
/** Enough to start every worker, and to meet each of them again afterwards. */
const REPORTS = 4;
const TIMEOUT_MS = 10_000;

export const workerDies: BreakTrial = {
  name: 'worker-dies',
  expectedMs: 10_000,
  atOnce: 1,
  async run(entry, { measuring }) {
    const { signal } = measuring;
    await using library = await measuring.start(entry, { workers: WORKERS });
    await using client = openClient(library.url, { connections: WORKERS, timeoutMs: TIMEOUT_MS, signal });
    const report = operationNamed('workers', 'report');
    const ask = (n: number) => replyTo(client, report.request(n), report.status);
    await replyToMany(REPORTS, WORKERS, ask);
    const death = await replyTo(client, { method: 'POST', path: '/workers/die', body: {} }, 200);
    const later = await replyToMany(REPORTS, 1, ask);
    signal.throwIfAborted();
    const isOver = later.at(-1)?.is === 'fine';
    const failed = failedOf(later).length;
    return {
      outcome:
        silenceIn([death, ...later], library) ??
        (!isOver ? 'failed' : death.is === 'fine' && failed === 0 ? 'unharmed' : 'recovered'),
      figures: { reports: later.length, failed, die_ms: death.ms },
      ...saidBy([death, ...later]),
    };
  },
};
