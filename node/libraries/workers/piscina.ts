/** piscina: a pool of threads that imports the jobs from a file. */
import { Piscina } from 'piscina';
import type { RevenueReport, WorkersModule } from '../library.ts';

export const packages = ['piscina'];

const JOBS = new URL('./jobs.ts', import.meta.url).href;

export const open: WorkersModule['open'] = async (workers) => {
  const pool = new Piscina({ filename: JOBS, minThreads: workers, maxThreads: workers });
  return {
    report: (size): Promise<RevenueReport> => pool.run(size, { name: 'report' }),
    die: () => pool.run(undefined, { name: 'die' }),
    close: () => pool.destroy(),
  };
};
