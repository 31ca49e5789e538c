/** workerpool: a pool of threads whose file registers the jobs by name. */
import { fileURLToPath } from 'node:url';
import workerpool from 'workerpool';
import type { RevenueReport, WorkersModule } from '../library.ts';

export const packages = ['workerpool'];

const WORKER = fileURLToPath(new URL('./workerpool-worker.ts', import.meta.url));

export const open: WorkersModule['open'] = async (workers) => {
  const pool = workerpool.pool(WORKER, { minWorkers: workers, maxWorkers: workers });
  return {
    report: async (size): Promise<RevenueReport> => pool.exec('report', [size]),
    die: async () => pool.exec('die', []),
    close: async () => {
      await pool.terminate(true); // without waiting for jobs
    },
  };
};
