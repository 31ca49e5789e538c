/** poolifier: a pool of threads whose file exports a worker with the jobs by name. */
import { fileURLToPath } from 'node:url';
import { FixedThreadPool } from 'poolifier';
import type { RevenueReport, WorkersModule } from '../library.ts';

export const packages = ['poolifier'];

const WORKER = fileURLToPath(new URL('./poolifier-worker.ts', import.meta.url));

export const open: WorkersModule['open'] = async (workers) => {
  const pool = new FixedThreadPool<number, RevenueReport>(workers, WORKER);
  return {
    report: (size) => pool.execute(size, 'report'),
    die: () => pool.execute(undefined, 'die'),
    close: () => pool.destroy(),
  };
};
