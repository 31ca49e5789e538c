/** tinypool: piscina with fewer parts. */
import { Tinypool } from 'tinypool';
import type { RevenueReport, WorkersModule } from '../library.ts';

export const packages = ['tinypool'];

const JOBS = new URL('./jobs.ts', import.meta.url).href;

export const open: WorkersModule['open'] = async (workers) => {
  const pool = new Tinypool({ filename: JOBS, minThreads: workers, maxThreads: workers });
  return {
    report: (size): Promise<RevenueReport> => pool.run(size, { name: 'report' }),
    die: () => pool.run(undefined, { name: 'die' }),
    close: () => pool.destroy(),
  };
};
